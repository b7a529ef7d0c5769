/** @file Arithmetic of the grid and of alignment guides. */
import { describe, expect, it } from 'vitest'
import { alignmentOf, GRID_PX, gridStep, neighboursOf, onGrid } from './snapping'

const box = (x: number, y: number, width = 100, height = 40) => ({ x, y, width, height })

describe('the grid', () => {
  it('takes the nearest line, and is never minus zero', () => {
    expect([9, 11, -9, -11, 30].map(onGrid)).toEqual([0, GRID_PX, 0, -GRID_PX, 40])
    expect(Object.is(onGrid(-3), 0)).toBe(true)
  })

  it('steps from line to line, and from between two of them to the next', () => {
    expect(gridStep(20, 1)).toBe(40)
    expect(gridStep(25, 1)).toBe(40)
    expect(gridStep(25, -1)).toBe(20)
    expect(gridStep(-25, -1)).toBe(-40)
    expect(gridStep(25, 2)).toBe(60)
    expect(gridStep(25, 0)).toBe(25)
  })
})

describe('alignmentOf', () => {
  it('snaps an edge to the same edge of a neighbour within reach', () => {
    const { dx, dy, guides } = alignmentOf(box(204, 300), [box(200, 0)], [], 6)
    expect([dx, dy]).toEqual([-4, 0])
    // Both edges are level, as both are equally wide: the middle would say nothing more.
    expect(guides).toEqual([
      { axis: 'x', at: 200, from: 0, to: 340 },
      { axis: 'x', at: 300, from: 0, to: 340 },
    ])
  })

  it('leaves alone what is out of reach', () => {
    expect(alignmentOf(box(207, 300), [box(200, 0)], [], 6)).toEqual({ dx: 0, dy: 0, guides: [] })
  })

  it('snaps middles of things of different sizes, and an edge to the other edge', () => {
    expect(alignmentOf(box(153, 300), [box(100, 0, 200)], [], 6).dx).toBe(-3)
    expect(alignmentOf(box(303, 300), [box(200, 0)], [], 6).dx).toBe(-3)
  })

  it('takes the nearest of several', () => {
    expect(alignmentOf(box(204, 300), [box(200, 0), box(205, 100)], [], 6).dx).toBe(1)
  })

  it('makes wires level, before anything else that is as near', () => {
    const wire = { y: 313, toY: 310, fromX: 200, toX: 100 }
    const { dy, guides } = alignmentOf(box(200, 300), [box(0, 303)], [wire], 6)
    expect(dy).toBe(-3)
    expect(guides).toEqual([{ axis: 'y', at: 310, from: 100, to: 200 }])
  })

  it('with no reach moves nothing, and shows what lies level already', () => {
    const { dx, guides } = alignmentOf(box(200, 300), [box(200, 0, 60)], [], 0)
    expect(dx).toBe(0)
    expect(guides).toEqual([{ axis: 'x', at: 200, from: 0, to: 340 }])
    expect(alignmentOf(box(203, 300), [box(200, 0, 60)], [], 0).guides).toEqual([])
  })
})

describe('neighboursOf', () => {
  it('are those within a distance', () => {
    expect(neighboursOf(box(0, 0), [box(150, 0), box(500, 0)], 100)).toEqual([box(150, 0)])
  })
})
