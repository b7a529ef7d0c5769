/** @file A wire runs behind no node, whenever there is a way around. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { grown, overlap, type Point, type Rect } from '../flow/geometry'
import { hasClearView, isFree, PORT_RADIUS_PX, type WireEnds, wayAround } from './path'

const endsOf = (source: Rect, target: Rect): WireEnds => ({
  source,
  target,
  from: { x: source.x + source.width + PORT_RADIUS_PX, y: source.y + source.height / 2 },
  to: { x: target.x - PORT_RADIUS_PX, y: target.y + target.height / 2 },
})

const tens = (low: number, high: number) => fc.integer({ min: low / 10, max: high / 10 }).map((ten) => 10 * ten)
const rect: fc.Arbitrary<Rect> = fc.record({
  x: tens(0, 400),
  y: tens(0, 300),
  width: fc.constantFrom(20, 40, 80, 160),
  height: fc.constantFrom(20, 40, 80, 160),
})

/** Nodes in a small world, crowded and overlapping as they may be. */
const scene = fc
  .array(rect, { minLength: 2, maxLength: 14 })
  .map(([source, target, ...others]) => ({ ends: endsOf(source!, target!), others }))

const CELL_PX = 2
const LEAST_CLEARANCE_PX = 4

/** Whether water that rises where the wire begins reaches where it ends: another way to ask for a way. */
function wayExists({ from, to, source, target }: WireEnds, others: readonly Rect[]): boolean {
  const walls = [...others, source, target].map((wall) => grown(wall, LEAST_CLEARANCE_PX - 0.5))
  const isDry = ({ x, y }: Point) =>
    x < -60 ||
    y < -60 ||
    x > 640 ||
    y > 540 ||
    walls.some((wall) => x > wall.x && x < wall.x + wall.width && y > wall.y && y < wall.y + wall.height)
  const start = { x: from.x + LEAST_CLEARANCE_PX, y: from.y }
  const goal = { x: to.x - LEAST_CLEARANCE_PX, y: to.y }
  if (isDry(start) || isDry(goal)) return false
  const seen = new Set<string>()
  const open = [start]
  for (let point = open.pop(); point; point = open.pop()) {
    if (point.x === goal.x && point.y === goal.y) return true
    for (const [x, y] of [
      [CELL_PX, 0],
      [-CELL_PX, 0],
      [0, CELL_PX],
      [0, -CELL_PX],
    ] as const) {
      const next = { x: point.x + x, y: point.y + y }
      const key = `${next.x} ${next.y}`
      if (seen.has(key) || isDry(next)) continue
      seen.add(key)
      open.push(next)
    }
  }
  return false
}

describe('a way around', () => {
  test('runs from end to end, across and down, behind no node', () =>
    fc.assert(
      fc.property(scene, fc.integer({ min: -14, max: 14 }), ({ ends, others }, lane) => {
        const points = wayAround(ends, others, { lanePx: lane })
        if (!points) return
        expect([points[0], points.at(-1)]).toEqual([ends.from, ends.to])
        expect(isFree(points, [...others, ends.source, ends.target])).toBe(true)
        for (const [index, point] of points.slice(1).entries())
          expect(point.x === points[index]!.x || point.y === points[index]!.y).toBe(true)
      }),
      { numRuns: 400 },
    ))

  test('is found whenever there is one', () => {
    let found = 0
    fc.assert(
      fc.property(scene, ({ ends, others }) => {
        const exists = wayExists(ends, others)
        if (exists) found++
        expect(wayAround(ends, others) !== null).toBe(exists)
      }),
      { numRuns: 60 },
    )
    expect(found).toBeGreaterThan(5)
  })

  test('takes the middle of the gap between two rows, beside it in another lane', () => {
    const ends = endsOf({ x: 0, y: 0, width: 500, height: 200 }, { x: 0, y: 280, width: 400, height: 200 })
    const level = (lane: number) => wayAround(ends, [], { lanePx: lane })![2]!.y
    expect(level(0)).toBe(240)
    expect(level(7)).toBe(247)
  })
})

describe('a bow', () => {
  const ends = endsOf({ x: 0, y: 0, width: 100, height: 40 }, { x: 300, y: 100, width: 100, height: 40 })

  test('leads on, and where a node is in its way, is none', () => {
    expect(hasClearView(ends, [])).toBe(true)
    expect(hasClearView(ends, [{ x: 180, y: 50, width: 40, height: 40 }])).toBe(false)
    expect(hasClearView({ from: ends.to, to: ends.from }, [])).toBe(false)
  })

  test('may run through the rectangle around its ends where nothing is', () => {
    const corner = { x: 120, y: 90, width: 40, height: 40 }
    expect(overlap(corner, { x: 100, y: 20, width: 200, height: 100 })).toBe(true)
    expect(hasClearView(ends, [corner])).toBe(true)
  })
})
