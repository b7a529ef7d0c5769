/** @file The state of the run in one line. It ticks for the eye; screen readers hear of changes of state and get the rest when they ask. */
import { useEffect, useState } from 'react'
import type { RunState } from '../../train/run-state'
import { editor, useEditor } from '../editor'
import { countText, rateText } from '../format'
import styles from './Toolbar.module.css'

/** Time between two changes of the line. */
const TICK_MS = 500

function statusText(run: RunState, errors: number): string {
  switch (run.status) {
    case 'idle':
      return errors === 0 ? 'Ready' : 'Not ready'
    case 'starting':
      return run.loading ? `Loading ${run.loading.dataset}, ${Math.round(run.loading.fraction * 100)} %` : 'Starting'
    case 'running':
      return `Training, step ${countText(run.step)}, ${rateText(run.stepsPerSecond)} steps/s`
    case 'paused':
      return `Paused, step ${countText(run.step)}, ${rateText(run.stepsPerSecond)} steps/s`
    case 'done':
      return `Done, step ${countText(run.step)}, ${rateText(run.stepsPerSecond)} steps/s`
    case 'failed':
      return `Failed, step ${countText(run.step)}`
  }
}

export function Status() {
  const status = useEditor((state) => state.run.status)
  const errors = useEditor(
    (state) => state.compilation.diagnostics.filter(({ severity }) => severity === 'error').length,
  )
  const [, tick] = useState(0)
  useEffect(() => {
    if (status === 'idle') return
    const timer = setInterval(() => tick((count) => count + 1), TICK_MS)
    return () => clearInterval(timer)
  }, [status])
  return (
    <div
      role="status"
      // Announcements go through their own region; a line that ticks must not.
      aria-live="off"
      className={styles.status}
      data-state={status}
    >
      <span className={styles.lamp} aria-hidden="true" />
      {statusText(editor.getState().run, errors)}
    </div>
  )
}
