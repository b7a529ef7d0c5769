/**
 * @file The score of Salimans et al. 2016 (Inception score) with a classifier of the dataset itself, and what one can read from its
 * classes directly: how sure it is, and which classes are there at all.
 */
import { invariant } from '../lib/assert'
import { classifierOf } from './extractors'
import type { MetricDefinition } from './metric'

/** Splits of Salimans et al.; with fewer samples in each than this they would say more about their number than about the images. */
const SPLITS = 10
const LEAST_IN_A_SPLIT = 500

/** A class is covered when it holds this part of an even share. */
const COVERED_PART = 0.25

/** Mean over the splits of exp(E KL(p(y|x) ‖ p(y))); `probabilities` are rows of `classes`. */
export function scoreOf(probabilities: Float32Array, classes: number, splits: number): number {
  const count = probabilities.length / classes
  let sum = 0
  for (let split = 0; split < splits; split++) {
    const first = Math.floor((split * count) / splits)
    const end = Math.floor(((split + 1) * count) / splits)
    const marginal = new Float64Array(classes)
    for (let index = first * classes; index < end * classes; index++)
      marginal[index % classes]! += probabilities[index]! / (end - first)
    let divergence = 0
    for (let index = first * classes; index < end * classes; index++) {
      const probability = probabilities[index]!
      if (probability > 0) divergence += probability * Math.log(probability / marginal[index % classes]!)
    }
    sum += Math.exp(divergence / (end - first))
  }
  return sum / splits
}

export const classifierScore: MetricDefinition = {
  name: 'classifier-score',
  title: 'Classifier score',
  values: [
    {
      name: 'classifierScore',
      title: 'Classifier score',
      description:
        'How sure a classifier of this dataset is of each image, and how evenly its classes occur (the Inception score of Salimans et al. 2016, with our own classifier). From 1 to the number of classes. Best: what the data itself gets.',
      unit: 'number',
    },
    {
      name: 'confidence',
      title: 'Confidence',
      description:
        'Mean probability of the class that the classifier takes each image for. Low: the images look like none of them. Best: what the data itself gets.',
      unit: 'share',
    },
    {
      name: 'classesCovered',
      title: 'Classes covered',
      description: 'Classes with at least 25 % of an even share of the images. Best: all.',
      unit: 'count',
    },
  ],
  form: 'image',
  reads: 'probabilities',
  sampleCount: { live: 1000, full: 50_000 },
  appliesTo: (dataset) => classifierOf(dataset)?.channels === 1,
  compute({ fake, dataset }) {
    const { probabilities, count } = fake
    const classes = dataset.classes?.length
    invariant(probabilities && classes, 'the classifier score needs a classifier')
    const counts = new Uint32Array(classes)
    let confidence = 0
    for (let sample = 0; sample < count; sample++) {
      const row = probabilities.subarray(sample * classes, (sample + 1) * classes)
      const highest = row.reduce((best, value, index) => (value > row[best]! ? index : best), 0)
      confidence += row[highest]! / count
      counts[highest]!++
    }
    return {
      classifierScore: scoreOf(probabilities, classes, count >= SPLITS * LEAST_IN_A_SPLIT ? SPLITS : 1),
      confidence,
      classesCovered: counts.filter((hits) => hits >= (COVERED_PART * count) / classes).length,
    }
  },
}
