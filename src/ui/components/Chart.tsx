/** @file Lines over steps. uPlot draws them outside React, in the colours of the page; they may stream, and take the size of their place. */
import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { countText } from '../format'
import { tokens, usePageTheme } from '../theme'

export interface ChartLine {
  label: string
  /** A token of theme.css. */
  colour: string
  /** 0: drawn through; 1 … 3: dashed, each in its own way. */
  dash: number
  /** Marks each value: a curve of few of them would be too little to see. */
  points?: boolean
}

export interface ChartContent {
  /** Rising. */
  steps: number[]
  lines: readonly (ChartLine & { values: (number | null)[] })[]
}

/** Make it once for what is drawn, not in each render: another one is another chart. */
export interface ChartSource {
  read(): ChartContent
  /** Calls back when there may be something else to read; `version` says whether there is. */
  stream?: { version(): number; subscribe(changed: () => void): () => void }
}

interface ChartProps {
  source: ChartSource
  label: string
  className?: string | undefined
  /** Of the plot, without its legend; left out: what the place leaves. */
  heightPx?: number
  logarithmic?: boolean
}

const LEGEND_HEIGHT_PX = 22
const DASHES: readonly number[][] = [[], [6, 3], [2, 3], [8, 3, 2, 3]]

export function Chart({ source, label, className, heightPx, logarithmic = false }: ChartProps) {
  const ref = useRef<HTMLDivElement>(null)
  const theme = usePageTheme()

  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme means other colours
  useEffect(() => {
    const host = ref.current
    if (!host) return
    const size = () => ({
      width: Math.max(80, host.clientWidth),
      height: heightPx ?? Math.max(50, host.clientHeight - LEGEND_HEIGHT_PX),
    })
    let chart: uPlot | null = null
    let names = ''
    let drawn: number | null = null

    const draw = () => {
      const version = source.stream?.version() ?? 0
      if (version === drawn) return
      drawn = version
      const { steps, lines } = source.read()
      const data: uPlot.AlignedData = [steps, ...lines.map(({ values }) => values)]
      const wanted = lines.map((line) => line.label).join('\n')
      if (chart && wanted === names) {
        chart.setData(data)
        return
      }
      chart?.destroy()
      names = wanted
      chart = new uPlot({ ...optionsOf(lines, logarithmic), ...size() }, data, host)
    }
    draw()
    const unsubscribe = source.stream?.subscribe(draw)
    const observer = new ResizeObserver(() => chart?.setSize(size()))
    observer.observe(host)
    return () => {
      unsubscribe?.()
      observer.disconnect()
      chart?.destroy()
    }
  }, [source, logarithmic, heightPx, theme])

  return <div ref={ref} className={className} role="img" aria-label={label} />
}

/** The last value of a column: what the legend says while the pointer is elsewhere. */
const latest = (chart: uPlot, column: number): number | null | undefined =>
  (chart.data[column] as (number | null)[]).findLast((value) => value !== null)

function optionsOf(lines: readonly ChartLine[], logarithmic: boolean): Omit<uPlot.Options, 'width' | 'height'> {
  const page = tokens('line', 'ink-3', 'font-sans')
  const colours = tokens(...lines.map(({ colour }) => colour))
  const axis = {
    stroke: page['ink-3'],
    font: `11px ${page['font-sans']}`,
    grid: { stroke: page.line, width: 1 },
    ticks: { stroke: page.line, width: 1, size: 4 },
  }
  return {
    scales: { x: { time: false }, y: logarithmic ? { distr: 3 } : {} },
    axes: [
      { ...axis, size: 26, gap: 2 },
      { ...axis, size: 48, gap: 3 },
    ],
    legend: { live: true },
    cursor: { points: { size: 6 }, drag: { x: true, y: false } },
    series: [
      { label: 'step', value: (chart, value) => countText(value ?? latest(chart, 0) ?? 0) },
      ...lines.map(({ label, colour, dash, points = false }) => ({
        label,
        stroke: colours[colour]!,
        width: 1.5,
        dash: [...DASHES[dash % DASHES.length]!],
        points: { show: points, size: 4 },
        spanGaps: true,
        value: (chart: uPlot, value: number | null, index: number, at: number | null) => {
          const shown = at === null ? latest(chart, index) : value
          return shown === null || shown === undefined ? '–' : shown.toPrecision(4).replace('-', '−')
        },
      })),
    ],
  }
}
