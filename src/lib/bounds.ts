/** @file How far points in the plane reach. */

interface Interval {
  minimum: number
  maximum: number
}

/**
 * Lowest and highest x and y of points [x, y, x, y, …]. An axis on which a coordinate is not a number has no bounds: both are NaN.
 * Without points the minimum is ∞ and the maximum −∞.
 */
export function boundsOf(points: Float32Array): readonly [x: Interval, y: Interval] {
  const along = (axis: number): Interval => {
    let [minimum, maximum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
    for (let index = axis; index < points.length; index += 2) {
      minimum = Math.min(minimum, points[index]!)
      maximum = Math.max(maximum, points[index]!)
    }
    return { minimum, maximum }
  }
  return [along(0), along(1)]
}
