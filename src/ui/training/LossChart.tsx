/** @file The losses of a run, streaming. The editor keeps them ready in at most 4,000 points. */
import { useMemo } from 'react'
import { nodeOf } from '../../graph/queries'
import { smoothed } from '../../runs/comparison'
import type { LossSide } from '../../runs/loss-history'
import { Chart, type ChartContent, type ChartSource } from '../components/Chart'
import { editor } from '../editor'
import { titleOf } from '../inspector/NodeInspector'
import { onSlowRun } from './slow-run'
import styles from './Training.module.css'

interface LossChartProps {
  smooth: boolean
  logarithmic: boolean
}

export function LossChart({ smooth, logarithmic }: LossChartProps) {
  const source = useMemo(
    (): ChartSource => ({
      read: () => contentOf(smooth, logarithmic),
      stream: { version: () => editor.getState().lossVersion, subscribe: onSlowRun },
    }),
    [smooth, logarithmic],
  )
  return <Chart source={source} label="Losses over steps" className={styles.chart} logarithmic={logarithmic} />
}

function contentOf(smooth: boolean, logarithmic: boolean): ChartContent {
  const { steps, series } = editor.losses.view()
  const objectives = [...new Set(series.map(({ objective }) => objective))]
  return {
    steps: Array.from(steps),
    lines: series.map(({ objective, side, values }) => {
      // A logarithm needs what is above 0; the rest is a gap.
      const isShown = (value: number) => Number.isFinite(value) && (!logarithmic || value > 0)
      const plain = Array.from(values, (value) => (isShown(value) ? value : null))
      return {
        label: lineName(objective, side, objectives.length > 1),
        colour: side === 'critic' ? 'real' : 'fake',
        dash: objectives.indexOf(objective),
        values: smooth ? smoothed(plain) : plain,
      }
    }),
  }
}

function lineName(objective: string, side: LossSide, several: boolean): string {
  if (!several) return side
  const node = nodeOf(editor.document(), objective)
  return `${node ? titleOf(node) : objective} (${objective}) ${side}`
}
