/** @file A fault in one panel: the others live on, the words say what is lost (nothing), and trying again brings the panel back. */
import { Tooltip } from '@base-ui/react/tooltip'
import { act } from 'react'
import { createRoot } from 'react-dom/client'
import { afterEach, expect, it, vi } from 'vitest'
import { Panel } from './Panel'

let broken = true
function Content() {
  if (broken) throw new Error('cannot read the weights of G_3')
  return <p>The inspector is whole.</p>
}

afterEach(() => vi.restoreAllMocks())

it('leaves the other panels alone, and shows the panel again when it is tried again', async () => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })
  // React tells the console of every error that is caught.
  vi.spyOn(console, 'error').mockImplementation(() => {})
  const place = document.body.appendChild(document.createElement('div'))
  const root = createRoot(place)
  await act(async () =>
    root.render(
      <Tooltip.Provider>
        <Panel name="Inspector">
          <Content />
        </Panel>
        <Panel name="Problems">
          <p>No problems.</p>
        </Panel>
      </Tooltip.Provider>,
    ),
  )
  const alert = place.querySelector('[role="alert"]')
  expect(alert?.textContent).toContain('Inspector met a fault. Your graph is safe')
  expect(alert?.textContent).toContain('cannot read the weights of G_3')
  expect(place.textContent).toContain('No problems.')
  const button = (name: string) =>
    place.querySelector<HTMLButtonElement>(`[role="alert"] button[aria-label="${name}"]`)!
  expect(button('Copy the error')).not.toBeNull()
  await act(async () => button('Try again').click())
  expect(place.querySelector('[role="alert"]')).not.toBeNull()
  broken = false
  await act(async () => button('Try again').click())
  expect(place.querySelector('[role="alert"]')).toBeNull()
  expect(place.textContent).toContain('The inspector is whole.')
  await act(async () => root.unmount())
  place.remove()
})
