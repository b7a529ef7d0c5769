/** @file Room beside frames that grow and shrink: nothing comes to lie on anything, and closing and opening again changes nothing. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { overlap, type Rect } from '../flow/geometry'
import { makeWay } from './making-way'

const rect = (x: number, y: number, width = 100, height = 100): Rect => ({ x, y, width, height })
const moved = (rects: Record<string, Rect>, before: Rect, after: Rect) =>
  Object.fromEntries(makeWay(new Map(Object.entries(rects)), [{ id: 'F', before, after }]))

describe('beside a frame that grows', () => {
  test('all that stands right of it moves by the same amount; what stands elsewhere stays', () => {
    const shifts = moved(
      { right: rect(160, 0), further: rect(400, 500), left: rect(-200, 0), below: rect(0, 1000) },
      rect(0, 0),
      rect(0, 0, 300),
    )
    expect(shifts).toEqual({ right: { x: 200, y: 0 }, further: { x: 200, y: 0 } })
  })

  test('nothing moves that is not in the way', () => {
    expect(moved({ right: rect(400, 0), beside: rect(160, 300) }, rect(0, 0), rect(0, 0, 300))).toEqual({})
  })

  test('what stands on the left makes way to the left', () => {
    expect(moved({ left: rect(-120, 0) }, rect(0, 0), rect(-100, 0, 200))).toEqual({ left: { x: -128, y: 0 } })
  })
})

/** Rectangles on a coarse grid that do not touch each other; the first is the frame. */
const arrangements = fc
  .uniqueArray(fc.record({ column: fc.nat(4), row: fc.nat(4) }), {
    minLength: 2,
    maxLength: 12,
    selector: ({ column, row }) => column * 10 + row,
  })
  .map((cells) => cells.map(({ column, row }) => rect(column * 300, row * 250, 180, 140)))

describe('however things stand', () => {
  test('growing and shrinking never lays one thing on another', () => {
    fc.assert(
      fc.property(arrangements, fc.integer({ min: 60, max: 900 }), fc.integer({ min: 60, max: 700 }), (rects, w, h) => {
        const [frame, ...others] = rects as [Rect, ...Rect[]]
        const after = { ...frame, width: w, height: h }
        const ids = new Map(others.map((other, index) => [`n${index}`, other]))
        const shifts = makeWay(ids, [{ id: 'F', before: frame, after }])
        const all = [
          after,
          ...[...ids].map(([id, other]) => {
            const { x, y } = shifts.get(id) ?? { x: 0, y: 0 }
            return { ...other, x: other.x + x, y: other.y + y }
          }),
        ]
        for (const [index, one] of all.entries())
          for (const other of all.slice(index + 1)) expect(overlap(one, other)).toBe(false)
      }),
    )
  })

  test('what closed up opens again to where it was, when its neighbours stood no further off than a gap', () => {
    const open = rect(0, 0, 800, 400)
    const closed = rect(0, 0, 232, 280)
    const others = new Map([
      ['critic', rect(900, 50)],
      ['loss', rect(1100, 60)],
      ['data', rect(0, 450)],
    ])
    const there = makeWay(others, [{ id: 'F', before: open, after: closed }])
    const shut = new Map(
      [...others].map(([id, at]) => {
        const { x, y } = there.get(id) ?? { x: 0, y: 0 }
        return [id, { ...at, x: at.x + x, y: at.y + y }]
      }),
    )
    expect(shut.get('critic')!.x).toBeLessThan(900)
    const back = makeWay(shut, [{ id: 'F', before: closed, after: open }])
    const final = [...shut].map(([id, at]) => [id, at.x + (back.get(id)?.x ?? 0), at.y + (back.get(id)?.y ?? 0)])
    expect(final).toEqual([...others].map(([id, at]) => [id, at.x, at.y]))
  })
})
