/** @file The switch of the heat, beside those of the curves, and its legend, which changes what the heat is of. */
import { ArrowLeftRight } from 'lucide-react'
import type { HeatMeasure } from '../../editor/running/heat'
import { editor, useEditor } from '../editor'
import styles from './HeatToggle.module.css'
import training from './Training.module.css'

const LEGENDS: Readonly<Record<HeatMeasure, { word: string; least: string; most: string; explanation: string }>> = {
  update: {
    word: 'Update',
    least: '≤ 0.001 %',
    most: '≥ 10 %',
    explanation:
      'By how much an update changes the weights of a layer, as a part of their size. About 0.1 % is usual: the middle of the scale.',
  },
  gradient: {
    word: 'Gradient',
    least: '≤ 0.01 ×',
    most: '≥ 100 ×',
    explanation:
      'The norm of the gradient at the weights of a layer, beside the mean of its network: the middle of the scale. Where it falls from layer to layer it vanishes.',
  },
}
const OTHER: Readonly<Record<HeatMeasure, HeatMeasure>> = { update: 'gradient', gradient: 'update' }

export function HeatToggle() {
  const on = useEditor((state) => state.preferences.heat)
  const measure = useEditor((state) => state.preferences.heatMeasure)
  const { word, least, most, explanation } = LEGENDS[measure]
  const other = LEGENDS[OTHER[measure]].word.toLowerCase()
  return (
    <>
      {on && (
        <>
          <button
            type="button"
            className={training.toggle}
            aria-label={`Heat of the ${word.toLowerCase()}; change to the ${other}`}
            title={`Change to the ${other}`}
            onClick={() => editor.setPreferences({ heatMeasure: OTHER[measure] })}
          >
            <span className={styles.word}>
              {word}
              <ArrowLeftRight size={12} aria-hidden="true" />
            </span>
          </button>
          <span className={styles.legend} role="note" aria-label="Legend of the heat" title={explanation}>
            <span className={styles.end}>{least}</span>
            <span className={styles.scale} aria-hidden="true" />
            <span className={styles.end}>{most}</span>
            <span className="visually-hidden">{explanation}</span>
          </span>
        </>
      )}
      <button
        type="button"
        className={training.toggle}
        aria-pressed={on}
        title="Show on each layer how fast its weights move or how large its gradient is, and how many of its units are dead"
        onClick={() => editor.setPreferences({ heat: !on })}
      >
        Heat
      </button>
    </>
  )
}
