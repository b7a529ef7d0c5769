/** @file Accessibility: axe finds nothing serious, the names of the contract are there, and the keyboard reaches everything. */
import { fileURLToPath } from 'node:url'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures/editor'

const BROKEN = fileURLToPath(new URL('../graphs/broken/two-nodes-of-one-id.json', import.meta.url))

/** Findings that keep somebody out, each with the element it is about. */
async function barriers(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`))
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds no barrier in ${colorScheme} colours`, async ({ editor }) => {
    const { page } = editor
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme)
    await test.step('the page', async () => expect(await barriers(page)).toEqual([]))

    await test.step('a node in the inspector', async () => {
      await editor.select('D')
      await editor.showMore()
      expect(await barriers(page)).toEqual([])
    })
    await test.step('a mistake', async () => {
      await editor.select('G_dense4')
      await page.keyboard.press('Delete')
      await expect(editor.errors().first()).toBeVisible()
      expect(await barriers(page)).toEqual([])
      await editor.undo()
    })
    await test.step('quick-add', async () => {
      await page.keyboard.press('Shift+A')
      await editor.region('Canvas').getByRole('combobox').waitFor()
      expect(await barriers(page)).toEqual([])
      await page.keyboard.press('Escape')
    })
    await test.step('templates', async () => {
      await editor.button('Templates').click()
      await editor.dialog('Templates').waitFor()
      await editor.settled()
      expect(await barriers(page)).toEqual([])
      await page.keyboard.press('Escape')
      await expect(editor.dialog('Templates')).toHaveCount(0)
    })
    await test.step('a file that does not open', async () => {
      await editor.openFile(BROKEN)
      await editor.dialog(/could not be opened/).waitFor()
      await editor.settled()
      expect(await barriers(page)).toEqual([])
      await page.keyboard.press('Escape')
    })
    await test.step('training', async () => {
      await editor.train()
      await expect.poll(() => editor.stepNumber()).toBeGreaterThan(0)
      await editor.pause()
      await expect(editor.status()).toHaveText(/^Paused/)
      expect(await barriers(page)).toEqual([])
    })
  })
}

test('regions, buttons, nodes, wires and previews go by the names of the contract', async ({ editor }) => {
  for (const name of ['Palette', 'Canvas', 'Inspector', 'Problems', 'Training'] as const)
    await expect(editor.region(name)).toBeVisible()
  for (const name of ['Train', 'Step', 'Reset', 'Undo', 'Redo', 'Templates', 'Open', 'Save', 'Share'] as const)
    await expect(editor.button(name)).toBeVisible()
  await expect(editor.status()).toHaveText('Ready')
  await expect(editor.node('G_dense1')).toHaveAccessibleName('Dense G_dense1')
  await expect(editor.wire('z.out', 'G.z')).toHaveAccessibleName('Wire from z.out to G.z, shape [2]')
  await expect(editor.preview('Generator.point')).toBeVisible()
  await expect(editor.preview('Discriminator.score')).toBeVisible()
  await expect(editor.input('D.point@real')).toBeVisible()
})

test('dialogs keep the focus and give it back', async ({ editor }) => {
  const { keyboard } = editor.page
  await editor.button('Templates').focus()
  await keyboard.press('Enter')
  const dialog = editor.dialog('Templates')
  await expect(dialog).toBeVisible()
  for (let press = 0; press < 12; press++) {
    await keyboard.press('Tab')
    await expect(dialog.locator(':focus')).toHaveCount(1)
  }
  await keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  await expect(editor.button('Templates')).toBeFocused()

  await keyboard.press('?')
  await expect(editor.dialog('Keyboard shortcuts')).toBeVisible()
  await keyboard.press('Escape')
  await expect(editor.dialog('Keyboard shortcuts')).toHaveCount(0)
})
