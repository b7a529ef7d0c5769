/** @file Where nodes go when they are aligned or spread evenly, as arithmetic on their rectangles. As in drawing programs. */
import type { NodeId } from '../../graph/document'
import { boundsOf, type Point, type Rect } from '../flow/geometry'

export type Alignment = 'left' | 'centre' | 'right' | 'top' | 'middle' | 'bottom'
/** Along which axis gaps are made equal. */
export type Direction = 'across' | 'down'

export type Rects = ReadonlyMap<NodeId, Rect>

/** By how much each rectangle moves so that the named edges or middles of all are in line with those of the rectangle around them. */
export function alignShifts(rects: Rects, to: Alignment): Map<NodeId, Point> {
  const around = boundsOf([...rects.values()])
  if (!around) return new Map()
  const shift = ({ x, y, width, height }: Rect): Point => {
    switch (to) {
      case 'left':
        return { x: around.x - x, y: 0 }
      case 'centre':
        return { x: around.x + (around.width - width) / 2 - x, y: 0 }
      case 'right':
        return { x: around.x + around.width - width - x, y: 0 }
      case 'top':
        return { x: 0, y: around.y - y }
      case 'middle':
        return { x: 0, y: around.y + (around.height - height) / 2 - y }
      case 'bottom':
        return { x: 0, y: around.y + around.height - height - y }
    }
  }
  return new Map([...rects].map(([id, rect]) => [id, whole(shift(rect))]))
}

/**
 * By how much each rectangle moves so that the gaps between them are equal; the first and the last stay. Where they do not fit
 * between those two, they overlap equally. Fewer than three have nothing to be spread between.
 */
export function distributeShifts(rects: Rects, direction: Direction): Map<NodeId, Point> {
  const [start, extent] = direction === 'across' ? (['x', 'width'] as const) : (['y', 'height'] as const)
  const sorted = [...rects].sort(([, a], [, b]) => a[start] + a[extent] / 2 - b[start] - b[extent] / 2)
  const [first, last] = [sorted[0]?.[1], sorted.at(-1)?.[1]]
  if (!first || !last || sorted.length < 3) return new Map()
  const filled = sorted.reduce((sum, [, rect]) => sum + rect[extent], 0)
  const gap = (last[start] + last[extent] - first[start] - filled) / (sorted.length - 1)
  let next = first[start]
  return new Map(
    sorted.map(([id, rect]) => {
      const by = next - rect[start]
      next += rect[extent] + gap
      return [id, whole(direction === 'across' ? { x: by, y: 0 } : { x: 0, y: by })]
    }),
  )
}

const whole = ({ x, y }: Point): Point => ({ x: Math.round(x) + 0, y: Math.round(y) + 0 })
