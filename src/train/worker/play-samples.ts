/** @file Values of an output, or of what it is compared with, as the page shows them one by one. */
import type { PlanPreview } from '../../compile/plan'
import type { PlaySamples } from '../play'
import { toPixels } from './previews'

/** `values`: in the range of the output, samples one after the other. */
export function asSamples(
  values: Float32Array<ArrayBuffer>,
  count: number,
  shown: Extract<PlanPreview, { type: 'image' | 'points' }>,
): PlaySamples {
  if (shown.type === 'points') return { form: 'points', count, points: values }
  const [height = 1, width = 1, channels = 1] = shown.shape
  const [minimum, maximum] = shown.range ?? [-1, 1]
  const unit = values.map((value) => (value - minimum) / (maximum - minimum))
  return { form: 'image', widthPx: width, heightPx: height, count, pixels: toPixels(unit, channels) }
}
