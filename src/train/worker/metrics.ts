/** @file Metrics of the present run: samples of the generator against what its dataset declares. */
import { findDataset } from '../../data'
import { metricsFor } from '../../metrics'
import { datasetNameOf } from './evaluate'
import { previewValues } from './previews'
import type { Trainer } from './trainer'

/**
 * Figures by name; empty when no metric applies. From EMA weights where the generator keeps them, and from draws of its own,
 * apart from those of training and of the previews.
 */
export async function computeMetrics(trainer: Trainer): Promise<Record<string, number>> {
  const { plan, machine } = trainer
  const figures: Record<string, number> = {}
  for (const preview of plan.previews) {
    if (preview.type !== 'points' || preview.real === null) continue
    const source = plan.sources.find(({ outputs }) =>
      Object.values(outputs).some(({ value }) => value === preview.real),
    )
    const dataset = findDataset((source && datasetNameOf(source)) ?? '')
    const applying = dataset ? metricsFor(dataset) : []
    if (!dataset || applying.length === 0) continue
    const count = Math.max(...applying.map(({ sampleCount }) => sampleCount))
    const samples = machine.tf.tidy(() =>
      previewValues(trainer, preview.operations, 'ema', count, 'metrics').get(preview.value)!.clone(),
    )
    const values = Float32Array.from(await samples.data())
    samples.dispose()
    for (const metric of applying) Object.assign(figures, metric.compute(values, dataset))
  }
  return figures
}
