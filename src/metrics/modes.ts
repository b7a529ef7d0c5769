/**
 * @file Mode coverage of a mixture with known means, as VEEGAN (Srivastava et al. 2017) and PacGAN (Lin et al. 2018) count it,
 * with the stricter "covered" beside their "at least one sample".
 *
 * A sample is of high quality when it lies within 3σ of the nearest mean. In two dimensions the true distribution itself
 * reaches 1 − e^(−4.5) = 98.89 %, and its reverse KL is about (modes − 1) / (2 · samples): more than that is no better.
 */
import { invariant } from '../lib/assert'
import type { MetricDefinition } from './metric'

const HIGH_QUALITY_DEVIATIONS = 3

/** A mode is covered when it holds this part of what it would hold if all samples were good and evenly spread. */
const COVERED_PART = 0.25

export const modes: MetricDefinition = {
  name: 'modes',
  title: 'Mode coverage',
  values: [
    {
      name: 'modesHit',
      title: 'Modes hit',
      description: 'Modes with at least one sample within 3σ. Best: all.',
      unit: 'count',
    },
    {
      name: 'modesCovered',
      title: 'Modes covered',
      description: 'Modes with at least 25 % of their fair share of the samples within 3σ. Best: all.',
      unit: 'count',
    },
    {
      name: 'highQualityShare',
      title: 'High quality',
      description: 'Samples within 3σ of a mode. The data itself has 98.9 %.',
      unit: 'share',
    },
    {
      name: 'reverseKl',
      title: 'Reverse KL',
      description:
        'Divergence of the good samples over the modes from an even spread. Best: 0; with no good sample the greatest possible, ln(modes).',
      unit: 'nats',
    },
  ],
  form: 'points',
  reads: 'values',
  sampleCount: { live: 10_000, full: 50_000 },
  appliesTo: (dataset) => dataset.mixture !== undefined,
  compute({ fake, dataset: { mixture } }) {
    invariant(mixture, 'mode coverage needs a dataset with a mixture')
    const { means, standardDeviation } = mixture
    const squaredLimit = (HIGH_QUALITY_DEVIATIONS * standardDeviation) ** 2
    const counts = new Uint32Array(means.length)
    const { values: samples, count: sampleCount } = fake
    for (let offset = 0; offset < samples.length; offset += 2) {
      const x = samples[offset]!
      const y = samples[offset + 1]!
      let nearest = 0
      let nearestSquared = Number.POSITIVE_INFINITY
      for (let mode = 0; mode < means.length; mode++) {
        const mean = means[mode]!
        const squared = (x - mean[0]) ** 2 + (y - mean[1]) ** 2
        if (squared < nearestSquared) {
          nearest = mode
          nearestSquared = squared
        }
      }
      if (nearestSquared < squaredLimit) counts[nearest]!++
    }
    const highQuality = counts.reduce((sum, count) => sum + count, 0)
    const fairShare = sampleCount / means.length
    const shares = Array.from(counts, (count) => count / highQuality).filter((share) => share > 0)
    return {
      modesHit: counts.filter((count) => count > 0).length,
      modesCovered: counts.filter((count) => count > 0 && count >= COVERED_PART * fairShare).length,
      highQualityShare: sampleCount === 0 ? 0 : highQuality / sampleCount,
      reverseKl:
        highQuality === 0
          ? Math.log(means.length)
          : shares.reduce((sum, share) => sum + share * Math.log(share * means.length), 0),
    }
  },
  floor(sampleCount, { mixture }) {
    invariant(mixture, 'mode coverage needs a dataset with a mixture')
    const count = mixture.means.length
    return {
      modesHit: count,
      modesCovered: count,
      highQualityShare: 1 - Math.exp(-(HIGH_QUALITY_DEVIATIONS ** 2) / 2),
      reverseKl: (count - 1) / (2 * sampleCount),
    }
  },
}
