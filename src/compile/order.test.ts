/** @file Topological order and circles. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { topologicalOrder } from './order'

const sort = (reads: Record<string, readonly string[]>) =>
  topologicalOrder(
    Object.keys(reads),
    (unit) => unit,
    (unit) => reads[unit] ?? [],
  )

test('ties keep the given order', () => {
  expect(sort({ c: [], a: ['b'], b: [], d: ['c', 'a'] })).toEqual({ order: ['c', 'b', 'a', 'd'], cycles: [] })
})

test('a circle is told along the wires from its first member, and what follows it is left out', () => {
  expect(sort({ start: [], a: ['c', 'start'], b: ['a'], c: ['b'], after: ['c'] })).toEqual({
    order: ['start'],
    cycles: [['a', 'b', 'c']],
  })
  expect(sort({ a: ['a'] })).toEqual({ order: [], cycles: [['a']] })
  expect(sort({ a: ['b'], b: ['a'], c: ['d'], d: ['c'] }).cycles).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ])
})

test('unknown keys are passed over', () => {
  expect(sort({ a: ['nobody'] }).order).toEqual(['a'])
})

test('everything comes after what it reads, or is on or after a circle', () => {
  const graphs = fc.array(fc.array(fc.nat({ max: 9 }), { maxLength: 3 }), { minLength: 1, maxLength: 10 })
  fc.assert(
    fc.property(graphs, (edges) => {
      const reads = Object.fromEntries(edges.map((from, index) => [`u${index}`, from.map((source) => `u${source}`)]))
      const { order, cycles } = sort(reads)
      const known = (unit: string) => Object.hasOwn(reads, unit)
      for (const [index, unit] of order.entries())
        for (const source of reads[unit]!.filter(known)) expect(order.slice(0, index)).toContain(source)
      expect(order.length === Object.keys(reads).length).toBe(cycles.length === 0)
      for (const cycle of cycles)
        for (const [index, unit] of cycle.entries()) expect(reads[cycle[(index + 1) % cycle.length]!]).toContain(unit)
    }),
  )
})
