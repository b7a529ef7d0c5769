/** @file What the metrics say, each with what the data itself would get and the number of samples: without them a figure says nothing. */
import { memo } from 'react'
import { findMetricValue } from '../../metrics'
import { findExtractor } from '../../metrics/extractors'
import { metricText, metricTitle } from '../../metrics/text'
import type { MetricDetail } from '../../train/protocol'
import type { RunState } from '../../train/run-state'
import { Hint } from '../components/Button'
import { countText, shortCount } from '../format'
import styles from './MetricTable.module.css'
import { useSlowRun } from './slow-run'

const detailOf = (run: RunState, name: string): MetricDetail | undefined =>
  'metricDetails' in run ? run.metricDetails[name] : undefined

/** Images are judged once a run has settled, and that takes a while. */
const isAwaited = (run: RunState, name: string): boolean => run.status === 'running' && !(name in run.metrics)

/** Its rows are there from the start of a run, so that nothing moves when figures arrive. */
export const MetricTable = memo(function MetricTable() {
  const names = useSlowRun((run) => ('metricDetails' in run ? Object.keys(run.metricDetails).join() : ''))
  if (names === '') return null
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Metric</th>
            <th scope="col">Value</th>
            <Heading
              name="Data"
              text="What the data itself gets with as many samples: no generator can be told from it there."
            />
            <Heading name="n" text="Generated samples that were judged." />
          </tr>
        </thead>
        <tbody>
          {names.split(',').map((name) => (
            <Row key={name} name={name} />
          ))}
        </tbody>
      </table>
    </div>
  )
})

function Heading({ name, text }: { name: string; text: string }) {
  return (
    <th scope="col">
      <Hint text={text}>
        <button type="button" className={styles.heading}>
          {name}
        </button>
      </Hint>
    </th>
  )
}

const Row = memo(function Row({ name }: { name: string }) {
  const text = (value: number | null | undefined) =>
    value === null || value === undefined ? '–' : metricText(name, value)
  const value = useSlowRun((run) => (isAwaited(run, name) ? '…' : text('metrics' in run ? run.metrics[name] : null)))
  const floor = useSlowRun((run) => text(detailOf(run, name)?.floor))
  const samples = useSlowRun((run) => detailOf(run, name)?.samples ?? 0)
  const explanation = useSlowRun((run) => explain(name, detailOf(run, name), isAwaited(run, name)))
  return (
    <tr>
      <th scope="row">
        <Hint text={explanation}>
          <button type="button" className={styles.name}>
            {metricTitle(name)}
          </button>
        </Hint>
      </th>
      <td className={styles.value}>{value}</td>
      <td>{floor}</td>
      <td>{shortCount(samples)}</td>
    </tr>
  )
})

/** What the figure means, by which network it was made, and with which weights. */
function explain(name: string, detail: MetricDetail | undefined, awaited: boolean): string {
  const description = findMetricValue(name)?.description ?? name
  if (!detail) return description
  const { extractor, live, samples } = detail
  const made = extractor && `Judged by ${extractor}: ${findExtractor(extractor)?.summary ?? ''}`
  const weights =
    live !== null && `With the live weights ${metricText(name, live)}; shown is their moving average (EMA).`
  return [awaited && 'It is being measured.', description, `${countText(samples)} samples.`, made, weights]
    .filter(Boolean)
    .join(' ')
}
