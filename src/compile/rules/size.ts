/** @file Whether it fits into memory, said before anything is allocated. */
import type { Diagnostic } from '../compilation'
import type { Cost } from '../cost'
import { report } from '../diagnostics'
import type { Plan } from '../plan'

/** What a page may ask for on most machines: WASM memory ends here, and few GPUs in laptops give more. */
export const MAX_TRAINING_BYTES = 4 * 1024 ** 3

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
  return [report('too-large', {}, message, fix)]
}

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB']

/** `4.29 GB`: decimal units, three digits. */
export function formatBytes(bytes: number): string {
  const unit = bytes < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3))
  return `${Number((bytes / 1000 ** unit).toPrecision(3))} ${UNITS[unit]}`
}
