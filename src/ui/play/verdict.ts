/** @file What distances to training samples say, in a sentence. */
import type { Nearest } from '../../train/play'

/** Nearer than this share of what is usual among training samples: a copy, or as good as one. */
const COPY = 0.3
const CLOSE = 0.7

/** Pixels of blurred samples are near to everything, so the sentence promises no more than it knows. */
export function verdict({ distances, usual, measure }: Nearest): string {
  const share = distances[0]! / usual
  const where = measure === 'pixels' ? 'in pixels' : 'in features'
  if (!Number.isFinite(share) || !Number.isFinite(usual)) return TOO_FEW
  const said = `${where} it is ${Math.round(100 * share)} % as far from its nearest training image as training images are from theirs.`
  if (share < COPY) return `Looks copied: ${said}`
  if (share < CLOSE) return `Close: ${said} Compare them by eye.`
  return `No sign of a copy: ${said}`
}

const TOO_FEW = 'Too few different training images were found to compare with.'
