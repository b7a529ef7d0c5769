/** @file Aligned edges are equal, spread gaps are equal, and nothing else moves. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Rect } from '../flow/geometry'
import { type Alignment, alignShifts, type Direction, distributeShifts, type Rects } from './align'

const coordinate = fc.integer({ min: -2000, max: 2000 })
const extent = fc.integer({ min: 10, max: 300 })
const rects: fc.Arbitrary<Rects> = fc
  .array(fc.record({ x: coordinate, y: coordinate, width: extent, height: extent }), { minLength: 3, maxLength: 8 })
  .map((list) => new Map(list.map((rect, index) => [`n${index}`, rect])))

const shifted = (before: Rects, shifts: ReturnType<typeof alignShifts>): Rect[] =>
  [...before].map(([id, rect]) => {
    const { x, y } = shifts.get(id)!
    return { ...rect, x: rect.x + x, y: rect.y + y }
  })

const EDGES: Record<Alignment, (rect: Rect) => number> = {
  left: ({ x }) => x,
  centre: ({ x, width }) => x + width / 2,
  right: ({ x, width }) => x + width,
  top: ({ y }) => y,
  middle: ({ y, height }) => y + height / 2,
  bottom: ({ y, height }) => y + height,
}

const spread = (values: number[]) => Math.max(...values) - Math.min(...values)

describe('aligning', () => {
  test.each(Object.keys(EDGES) as Alignment[])('%s puts all in line, and moves them across that line only', (to) =>
    fc.assert(
      fc.property(rects, (before) => {
        const after = shifted(before, alignShifts(before, to))
        expect(spread(after.map(EDGES[to]))).toBeLessThanOrEqual(1)
        const other = ['left', 'centre', 'right'].includes(to) ? 'y' : 'x'
        expect(after.map((rect) => rect[other])).toEqual([...before.values()].map((rect) => rect[other]))
      }),
    ),
  )
})

describe('distributing', () => {
  test.each(['across', 'down'] as Direction[])('%s makes gaps equal and leaves both ends', (direction) =>
    fc.assert(
      fc.property(rects, (before) => {
        const after = shifted(before, distributeShifts(before, direction))
        const [start, size] = direction === 'across' ? (['x', 'width'] as const) : (['y', 'height'] as const)
        const middle = (rect: Rect) => rect[start] + rect[size] / 2
        // In the order that they had: sorting is stable, so equal middles keep theirs.
        const order = [...before.values()].map((rect, index) => ({ at: middle(rect), index }))
        const sorted = order.sort((a, b) => a.at - b.at).map(({ index }) => after[index]!)
        const gaps = sorted.slice(1).map((rect, index) => rect[start] - sorted[index]![start] - sorted[index]![size])
        expect(spread(gaps)).toBeLessThanOrEqual(2)
        expect(sorted[0]![start]).toBe([...before.values()][order[0]!.index]![start])
        expect(sorted.at(-1)![start]).toBe([...before.values()][order.at(-1)!.index]![start])
      }),
    ),
  )

  test('two have nothing to be spread between', () => {
    const two = new Map([...fc.sample(rects, 1)[0]!].slice(0, 2))
    expect(distributeShifts(two, 'across').size).toBe(0)
  })
})
