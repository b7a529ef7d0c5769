/**
 * @file Arithmetic on latents: between two of them, nearer to the middle, along directions. A latent is one row of numbers; several lie one
 * after the other.
 */
import { invariant } from '../lib/assert'

/**
 * How to go from one latent to another. `spherical`: along the great circle, so that what lies between is as long as a draw from a
 * normal distribution is (White 2016, arXiv 1609.04468); `linear`: straight, for uniform latents.
 */
export type Curve = 'spherical' | 'linear'

const lengthOf = (values: Float32Array): number => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0))

/** Below this angle, or this far from opposite, the great circle is no better defined than the straight line. */
const SMALLEST_SINE = 1e-4

/** The latent at `share` (0 … 1) of the way from `from` to `to`. */
export function interpolate(
  from: Float32Array,
  to: Float32Array,
  share: number,
  curve: Curve,
): Float32Array<ArrayBuffer> {
  invariant(from.length === to.length, `latents of ${from.length} and ${to.length} numbers have nothing between them`)
  const mix = (a: number, b: number) => Float32Array.from(from, (value, index) => a * value + b * to[index]!)
  const lengths = lengthOf(from) * lengthOf(to)
  // One number has no direction but its sign.
  if (curve === 'linear' || lengths === 0 || from.length === 1) return mix(1 - share, share)
  const cosine = from.reduce((sum, value, index) => sum + value * to[index]!, 0) / lengths
  const angle = Math.acos(Math.max(-1, Math.min(1, cosine)))
  const sine = Math.sin(angle)
  if (sine < SMALLEST_SINE) return mix(1 - share, share)
  return mix(Math.sin((1 - share) * angle) / sine, Math.sin(share * angle) / sine)
}

/**
 * `steps` latents from the first stop to the last through all of them, ends included, spread evenly; one after the other. For a strip
 * of pictures, or for the frames of an animation.
 */
export function latentPath(stops: readonly Float32Array[], steps: number, curve: Curve): Float32Array<ArrayBuffer> {
  const [first] = stops
  invariant(first, 'a path has at least one stop')
  const path = new Float32Array(steps * first.length)
  for (let step = 0; step < steps; step++) {
    const place = steps > 1 ? (step / (steps - 1)) * (stops.length - 1) : 0
    const leg = Math.min(Math.floor(place), Math.max(0, stops.length - 2))
    const row = interpolate(stops[leg]!, stops[leg + 1] ?? stops[leg]!, place - leg, curve)
    path.set(row, step * first.length)
  }
  return path
}

/**
 * Draws all latents nearer to their mean, which is 0: `psi` 1 leaves them, 0 makes all the same. Fewer kinds of samples, each more
 * typical (the truncation trick: Karras et al. 2019, arXiv 1812.04948, §B, here in z).
 */
export const truncate = (latents: Float32Array, psi: number): Float32Array<ArrayBuffer> =>
  Float32Array.from(latents, (value) => psi * value)

/** All latents moved by the same: `amounts[k]` times direction k, which has as many numbers as one latent. */
export function moveAlong(
  latents: Float32Array,
  directions: readonly Float32Array[],
  amounts: readonly number[],
): Float32Array<ArrayBuffer> {
  const moved = Float32Array.from(latents)
  for (const [index, direction] of directions.entries()) {
    const amount = amounts[index] ?? 0
    if (amount === 0) continue
    for (let at = 0; at < moved.length; at++) moved[at]! += amount * direction[at % direction.length]!
  }
  return moved
}

/** The direction along one number of a latent. */
export function axis(size: number, index: number): Float32Array<ArrayBuffer> {
  const direction = new Float32Array(size)
  direction[index] = 1
  return direction
}
