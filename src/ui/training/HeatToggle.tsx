/** @file The switch of the heat, beside those of the curves, and what its colours mean. */
import { editor, useEditor } from '../editor'
import styles from './HeatToggle.module.css'
import training from './Training.module.css'

export function HeatToggle() {
  const on = useEditor((state) => state.preferences.heat)
  return (
    <>
      {on && (
        <span className={styles.legend} role="note" aria-label="Legend of the heat" title={EXPLANATION}>
          <span>≤ 0.001 %</span>
          <span className={styles.scale} aria-hidden="true" />
          <span>≥ 10 %</span>
          <span className="visually-hidden">{EXPLANATION}</span>
        </span>
      )}
      <button
        type="button"
        className={training.toggle}
        aria-pressed={on}
        title="Show on each layer how fast its weights move, and how many of its units are dead"
        onClick={() => editor.setPreferences({ heat: !on })}
      >
        Heat
      </button>
    </>
  )
}

const EXPLANATION =
  'By how much an update changes the weights of a layer, as a part of their size. About 0.1 % is usual: the middle of the scale.'
