/** @file One quantity of several runs over steps. A run has a colour; a critic's side, and each further objective, has dashes. */
import { useMemo, useState } from 'react'
import { metricTitle } from '../../../metrics/text'
import { type ComparedRun, type Comparison, comparableQuantities, compareRuns, LOSSES } from '../../../runs/comparison'
import { Chart, type ChartContent } from '../../components/Chart'
import { Select } from '../../components/Select'
import styles from './Runs.module.css'

/** Tokens of theme.css; as many runs can be compared. */
export const RUN_COLOURS = [
  'network-player-1',
  'network-critic-1',
  'network-neutral-3',
  'network-neutral-1',
  'network-player-2',
  'network-critic-2',
] as const

const HEIGHT_PX = 190

export interface NamedRun extends ComparedRun {
  name: string
}

export function ComparisonChart({ runs }: { runs: readonly NamedRun[] }) {
  const quantities = useMemo(() => comparableQuantities(runs), [runs])
  const [wanted, setWanted] = useState(LOSSES)
  const quantity = quantities.includes(wanted) ? wanted : (quantities[0] ?? LOSSES)
  const content = useMemo(() => contentOf(runs, compareRuns(runs, quantity)), [runs, quantity])
  const source = useMemo(() => ({ read: () => content }), [content])

  const title = titleOf(quantity)
  return (
    <section className={styles.comparison} aria-label="Comparison">
      <div className={styles.quantity}>
        <Select
          label="What is compared"
          value={quantity}
          options={quantities.map((value) => ({ value, title: titleOf(value) }))}
          onChange={setWanted}
        />
        {quantity === LOSSES && <span>averaged; the critic dashed</span>}
      </div>
      {content.steps.length === 0 ? (
        <p>Neither has any losses or metrics yet.</p>
      ) : (
        <Chart
          source={source}
          label={`${title} over steps of ${runs.map(({ name }) => name).join(', ')}`}
          className={styles.chart}
          heightPx={HEIGHT_PX}
        />
      )}
    </section>
  )
}

const titleOf = (quantity: string): string => (quantity === LOSSES ? 'Losses' : metricTitle(quantity))

function contentOf(runs: readonly NamedRun[], { steps, lines }: Comparison): ChartContent {
  const objectives = [...new Set(lines.map(({ objective }) => objective))]
  return {
    steps,
    lines: lines.map(({ run, objective, side, values }) => {
      const index = runs.findIndex(({ id }) => id === run)
      const named = objectives.length > 1 ? ` ${objective}` : ''
      return {
        label: `${runs[index]?.name ?? ''}${named}${side ? ` ${side}` : ''}`,
        colour: RUN_COLOURS[index % RUN_COLOURS.length]!,
        dash: 2 * objectives.indexOf(objective) + (side === 'critic' ? 1 : 0),
        points: side === null,
        values,
      }
    }),
  }
}
