/** @file The run as people read it: four times a second at most. What they do shows at once. */
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { RunState } from '../../train/run-state'
import { editor } from '../editor'

const EVERY_MS = 250

const slowRun = createStore<{ run: RunState }>(() => ({ run: editor.getState().run }))

let timer: ReturnType<typeof setTimeout> | undefined
const show = (): void => {
  clearTimeout(timer)
  timer = undefined
  slowRun.setState({ run: editor.getState().run })
}
editor.store.subscribe((state, before) => {
  if (state.run.status !== before.run.status) show()
  else if (state.run !== before.run) timer ??= setTimeout(show, EVERY_MS)
})

/** Calls `listener` whenever the run is shown anew, so that all of it is painted in one frame. Returns how to stop. */
export const onSlowRun = (listener: () => void): (() => void) => slowRun.subscribe(listener)

/** Part of the run. Give a selector that returns the same value while nothing changed that is to be seen. */
export const useSlowRun = <Value>(selector: (run: RunState) => Value): Value =>
  useStore(slowRun, ({ run }) => selector(run))
