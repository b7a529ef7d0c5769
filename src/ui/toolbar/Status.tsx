/** @file The state of the run in one line. It ticks for the eye; screen readers hear of changes of state and get the rest when they ask. */
import type { RunState } from '../../train/run-state'
import { useEditor } from '../editor'
import { countText, rateText } from '../format'
import { useSlowRun } from '../training/slow-run'
import styles from './Toolbar.module.css'

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
  const text = useSlowRun((run) => statusText(run, errors))
  return (
    <div
      role="status"
      // Announcements go through their own region; a line that ticks must not.
      aria-live="off"
      className={styles.status}
      data-state={status}
    >
      <span className={styles.lamp} aria-hidden="true" />
      <span>{text}</span>
    </div>
  )
}
