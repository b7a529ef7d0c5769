/** @file Whether it fits into memory, said before anything is allocated. */
import type { Diagnostic } from '../compilation'
import type { Cost } from '../cost'
import { report } from '../diagnostics'
import type { Plan } from '../plan'
import { repair } from '../repairs/labels'

/** What a page may ask for on most machines: WASM memory ends here, and few GPUs in laptops give more. */
export const MAX_TRAINING_BYTES = 4 * 1024 ** 3

/** Batches are halved until they fit. */
const smallerBatch = (batchSize: number, excess: number): number =>
  2 ** Math.floor(Math.log2(Math.max(1, batchSize / excess)))

export function tooLarge(cost: Cost, plan: Plan): Diagnostic[] {
  if (cost.trainingBytes <= MAX_TRAINING_BYTES) return []
  const { activations } = cost.bytes
  const weights = cost.trainingBytes - activations
  const message =
    `Training would take about ${formatBytes(cost.trainingBytes)}: ${formatBytes(weights)} for weights with their ` +
    `gradients and moments, ${formatBytes(activations)} for activations of a batch of ${plan.batchSize}. ` +
    `At most ${formatBytes(MAX_TRAINING_BYTES)} are possible.`
  const fix =
    activations > weights ? 'Use a smaller batch, or fewer channels.' : 'Use smaller layers: fewer units or channels.'
  const left = MAX_TRAINING_BYTES - weights
  const batchSize = left > 0 ? smallerBatch(plan.batchSize, activations / left) : plan.batchSize
  const repairs =
    batchSize < plan.batchSize
      ? [repair(`Set the batch size to ${batchSize}`, { type: 'set-training', training: { batchSize } })]
      : []
  return [report('too-large', {}, message, fix, repairs)]
}

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB']

/** `4.29 GB`: decimal units, three digits. */
export function formatBytes(bytes: number): string {
  const unit = bytes < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3))
  return `${Number((bytes / 1000 ** unit).toPrecision(3))} ${UNITS[unit]}`
}
