/** @file One quantity of several runs over steps. A run has a colour; a critic's side, and each further objective, has dashes. */
import { useEffect, useMemo, useRef, useState } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { metricTitle } from '../../../metrics/text'
import {
  type ComparedLine,
  type ComparedRun,
  comparableQuantities,
  compareRuns,
  LOSSES,
} from '../../../runs/comparison'
import { Select } from '../../components/Select'
import { countText } from '../../format'
import { tokens, usePageTheme } from '../../theme'
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
const DASHES: readonly number[][] = [[], [5, 3], [1, 3], [8, 3, 2, 3]]

export interface NamedRun extends ComparedRun {
  name: string
}

export function ComparisonChart({ runs }: { runs: readonly NamedRun[] }) {
  const host = useRef<HTMLDivElement>(null)
  const theme = usePageTheme()
  const quantities = useMemo(() => comparableQuantities(runs), [runs])
  const [wanted, setWanted] = useState(LOSSES)
  const quantity = quantities.includes(wanted) ? wanted : (quantities[0] ?? LOSSES)
  const { steps, lines } = useMemo(() => compareRuns(runs, quantity), [runs, quantity])

  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme means other colours
  useEffect(() => {
    const element = host.current
    if (!element || steps.length === 0) return
    const size = () => ({ width: Math.max(80, element.clientWidth), height: HEIGHT_PX })
    const data: uPlot.AlignedData = [steps, ...lines.map(({ values }) => values)]
    const chart = new uPlot({ ...optionsOf(runs, lines), ...size() }, data, element)
    const observer = new ResizeObserver(() => chart.setSize(size()))
    observer.observe(element)
    return () => {
      observer.disconnect()
      chart.destroy()
    }
  }, [runs, steps, lines, theme])

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
      {steps.length === 0 ? (
        <p>Neither has any losses or metrics yet.</p>
      ) : (
        <div
          ref={host}
          className={styles.chart}
          role="img"
          aria-label={`${title} over steps of ${runs.map(({ name }) => name).join(', ')}`}
        />
      )}
    </section>
  )
}

const titleOf = (quantity: string): string => (quantity === LOSSES ? 'Losses' : metricTitle(quantity))

const dashOf = ({ objective, side }: ComparedLine, objectives: readonly (string | null)[]): number[] => [
  ...DASHES[(2 * objectives.indexOf(objective) + (side === 'critic' ? 1 : 0)) % DASHES.length]!,
]

function optionsOf(runs: readonly NamedRun[], lines: readonly ComparedLine[]): Omit<uPlot.Options, 'width' | 'height'> {
  const colours = tokens(...RUN_COLOURS, 'line', 'ink-3', 'font-sans')
  const objectives = [...new Set(lines.map(({ objective }) => objective))]
  const axis = {
    stroke: colours['ink-3'],
    font: `11px ${colours['font-sans']}`,
    grid: { stroke: colours.line, width: 1 },
    ticks: { stroke: colours.line, width: 1, size: 4 },
  }
  return {
    scales: { x: { time: false } },
    axes: [
      { ...axis, size: 26, gap: 2 },
      { ...axis, size: 48, gap: 3 },
    ],
    cursor: { points: { size: 6 }, drag: { x: true, y: false } },
    series: [
      { label: 'step', value: (_, value) => (value === null ? '–' : countText(value)) },
      ...lines.map((line) => {
        const index = runs.findIndex(({ id }) => id === line.run)
        const objective = objectives.length > 1 ? ` ${line.objective}` : ''
        return {
          label: `${runs[index]?.name ?? ''}${objective}${line.side ? ` ${line.side}` : ''}`,
          stroke: colours[RUN_COLOURS[index % RUN_COLOURS.length]!],
          width: 1.5,
          dash: dashOf(line, objectives),
          // A curve of few measurements would be too little to see.
          points: { show: line.side === null, size: 4 },
          spanGaps: true,
          value: (_: uPlot, value: number | null) => value?.toPrecision(4).replace('-', '−') ?? '–',
        }
      }),
    ],
  }
}
