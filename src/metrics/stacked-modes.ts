/**
 * @file Mode coverage of images whose channels are independent pictures, each of one class: stacked MNIST with its 1,000 modes, as
 * VEEGAN (Srivastava et al. 2017) and PacGAN (Lin et al. 2018) count them. Each channel is classified by itself.
 */

import type { DatasetDefinition } from '../data/dataset'
import { invariant } from '../lib/assert'
import { classifierOf } from './extractors'
import type { MetricDefinition } from './metric'

/** Modes hit and the divergence, in nats, of their shares from even ones. Each row holds `classes` probabilities for each channel. */
export function stackedModesOf(probabilities: Float32Array, classes: number, channels: number) {
  const modeCount = classes ** channels
  const counts = new Uint32Array(modeCount)
  const width = classes * channels
  const samples = probabilities.length / width
  for (let sample = 0; sample < samples; sample++) {
    let mode = 0
    for (let channel = 0; channel < channels; channel++) {
      const start = sample * width + channel * classes
      let highest = 0
      for (let index = 1; index < classes; index++)
        if (probabilities[start + index]! > probabilities[start + highest]!) highest = index
      mode = mode * classes + highest
    }
    counts[mode]!++
  }
  const shares = Array.from(counts, (count) => count / samples).filter((share) => share > 0)
  return { hit: shares.length, kl: shares.reduce((sum, share) => sum + share * Math.log(share * modeCount), 0) }
}

const modeCountOf = (dataset: DatasetDefinition) =>
  (dataset.classes?.length ?? 0) ** (classifierOf(dataset)?.channels ?? 0)

export const stackedModes: MetricDefinition = {
  name: 'stacked-modes',
  title: 'Stacked modes',
  values: [
    {
      name: 'stackedModesHit',
      title: 'Modes hit',
      description:
        'Combinations of classes, one for each channel, that occur among the images. Papers count them among 26,000 images (Srivastava et al. 2017, Lin et al. 2018); fewer images cannot show all 1,000. Best: the floor.',
      unit: 'count',
    },
    {
      name: 'stackedKl',
      title: 'Modes KL',
      description:
        'Divergence of the shares of these combinations from even ones. Best: the floor, about (modes − 1) / (2 · samples).',
      unit: 'nats',
    },
  ],
  form: 'image',
  reads: 'probabilities',
  sampleCount: { live: 1000, full: 26_000 },
  appliesTo: (dataset) => (classifierOf(dataset)?.channels ?? 1) > 1,
  compute({ fake, dataset }) {
    const channels = classifierOf(dataset)?.channels
    invariant(fake.probabilities && channels && dataset.classes, 'stacked modes need a classifier')
    const { hit, kl } = stackedModesOf(fake.probabilities, dataset.classes.length, channels)
    return { stackedModesHit: hit, stackedKl: kl }
  },
  floor(samples, dataset) {
    const modes = modeCountOf(dataset)
    return {
      stackedModesHit: modes * (1 - (1 - 1 / modes) ** samples),
      stackedKl: evenKlFloor(modes, samples),
    }
  },
}

/** Expected divergence from even shares of as many samples of an even distribution: ln(modes) − E[entropy of the counts]. */
function evenKlFloor(modes: number, samples: number): number {
  // E[c ln c] of one mode's count, whose distribution is near Poisson's.
  const mean = samples / modes
  let probability = Math.exp(-mean)
  let expected = 0
  const end = mean + 12 * Math.sqrt(mean) + 30
  for (let count = 1; count < end; count++) {
    probability *= mean / count
    expected += probability * count * Math.log(count)
  }
  return Math.log(modes) - Math.log(samples) + (modes * expected) / samples
}
