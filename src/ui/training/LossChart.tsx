/** @file The losses of a run, streaming. uPlot draws them outside React; the editor keeps them ready in at most 4,000 points. */
import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { nodeOf } from '../../graph/queries'
import { smoothed } from '../../runs/comparison'
import type { LossSide, LossView } from '../../runs/loss-history'
import { editor } from '../editor'
import { countText } from '../format'
import { titleOf } from '../inspector/NodeInspector'
import { tokens, usePageTheme } from '../theme'
import { onSlowRun } from './slow-run'
import styles from './Training.module.css'

interface LossChartProps {
  smooth: boolean
  logarithmic: boolean
}

type Columns = [number[], ...(number | null)[][]]

function columnsOf({ steps, series }: LossView, smooth: boolean, logarithmic: boolean): Columns {
  const lines = series.map(({ values }) => {
    // A logarithm needs what is above 0; the rest is a gap.
    const plain = Array.from(values, (value) => (Number.isFinite(value) && (!logarithmic || value > 0) ? value : null))
    return smooth ? smoothed(plain) : plain
  })
  return [Array.from(steps), ...lines]
}

const DASHES: readonly number[][] = [[], [6, 3], [2, 3], [8, 3, 2, 3]]

export function LossChart({ smooth, logarithmic }: LossChartProps) {
  const ref = useRef<HTMLDivElement>(null)
  const theme = usePageTheme()

  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme means other colours
  useEffect(() => {
    const host = ref.current
    if (!host) return
    let chart: uPlot | null = null
    let names = ''
    let drawn = -1

    const draw = () => {
      const { lossVersion } = editor.getState()
      if (lossVersion === drawn) return
      drawn = lossVersion
      const view = editor.losses.view()
      const data = columnsOf(view, smooth, logarithmic)
      const wanted = view.series.map(({ objective, side }) => `${objective} ${side}`).join()
      if (chart && wanted === names) {
        chart.setData(data)
        return
      }
      chart?.destroy()
      names = wanted
      chart = new uPlot(optionsOf(host, view, logarithmic), data, host)
    }
    draw()
    const unsubscribe = onSlowRun(draw)
    const observer = new ResizeObserver(() => chart?.setSize(sizeOf(host)))
    observer.observe(host)
    return () => {
      unsubscribe()
      observer.disconnect()
      chart?.destroy()
    }
  }, [smooth, logarithmic, theme])

  return <div ref={ref} className={styles.chart} role="img" aria-label="Losses over steps" />
}

const LEGEND_HEIGHT_PX = 22

const sizeOf = (host: HTMLElement) => ({
  width: Math.max(80, host.clientWidth),
  height: Math.max(50, host.clientHeight - LEGEND_HEIGHT_PX),
})

function lineName(objective: string, side: LossSide, several: boolean): string {
  if (!several) return side
  const node = nodeOf(editor.document(), objective)
  return `${node ? titleOf(node) : objective} (${objective}) ${side}`
}

/** The last value of a column: what the legend says while the pointer is elsewhere. */
const latest = (chart: uPlot, column: number): number | null | undefined =>
  (chart.data[column] as (number | null)[]).findLast((value) => value !== null)

function optionsOf(host: HTMLElement, { series }: LossView, logarithmic: boolean): uPlot.Options {
  const colours = tokens('real', 'fake', 'line', 'ink-3', 'font-sans')
  const objectives = [...new Set(series.map(({ objective }) => objective))]
  const axis = {
    stroke: colours['ink-3'],
    font: `11px ${colours['font-sans']}`,
    grid: { stroke: colours.line, width: 1 },
    ticks: { stroke: colours.line, width: 1, size: 4 },
  }
  return {
    ...sizeOf(host),
    scales: { x: { time: false }, y: logarithmic ? { distr: 3 } : {} },
    axes: [
      { ...axis, size: 26, gap: 2 },
      { ...axis, size: 48, gap: 3 },
    ],
    legend: { live: true },
    cursor: { points: { size: 6 }, drag: { x: true, y: false } },
    series: [
      { label: 'step', value: (chart, value) => countText(value ?? latest(chart, 0) ?? 0) },
      ...series.map(({ objective, side }) => ({
        label: lineName(objective, side, objectives.length > 1),
        stroke: side === 'critic' ? colours.real : colours.fake,
        width: 1.5,
        dash: [...(DASHES[objectives.indexOf(objective) % DASHES.length] ?? [])],
        points: { show: false },
        spanGaps: true,
        value: (chart: uPlot, value: number | null, index: number, at: number | null) => {
          const shown = at === null ? latest(chart, index) : value
          return shown === null || shown === undefined ? '–' : shown.toPrecision(4).replace('-', '−')
        },
      })),
    ],
  }
}
