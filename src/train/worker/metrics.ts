/** @file Metrics of the present run: samples of the generator against what its dataset declares. */
import { findDataset } from '../../data'
import { findKind } from '../../graph/kinds'
import type { SourceDefinition } from '../../layers/layer'
import { metrics } from '../../metrics'
import { previewValues } from './previews'
import type { Trainer } from './trainer'

/** Samples that a metric is computed from, with EMA weights where the generator keeps them. */
export const METRIC_SAMPLES = 10_000

/** Figures by name; empty when no metric applies. Uses draws of its own, apart from those of training and of the previews. */
export async function computeMetrics(trainer: Trainer): Promise<Record<string, number>> {
  const { plan, machine } = trainer
  const figures: Record<string, number> = {}
  for (const preview of plan.previews) {
    if (preview.type !== 'points' || preview.real === null) continue
    const source = plan.sources.find(({ outputs }) =>
      Object.values(outputs).some(({ value }) => value === preview.real),
    )
    const kind = source && (findKind(source.kind) as SourceDefinition | null)
    const dataset = findDataset(kind?.dataset?.(source!.params) ?? '')
    const applying = dataset ? metrics.filter((metric) => metric.appliesTo(dataset)) : []
    if (!dataset || applying.length === 0) continue
    const samples = machine.tf.tidy(() =>
      previewValues(trainer, preview.operations, 'ema', METRIC_SAMPLES, 'metrics').get(preview.value)!.clone(),
    )
    const values = Float32Array.from(await samples.data())
    samples.dispose()
    for (const metric of applying) Object.assign(figures, metric.compute(values, dataset))
  }
  return figures
}
