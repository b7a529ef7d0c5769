/** @file Walking from node to node: every wire can be followed there and back, also through the frames of networks. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pointGan } from '../compile/testing-graphs'
import { parseEndpoint } from '../graph/document'
import { roleOf } from '../graph/queries'
import { documents } from '../graph/testing/arbitrary'
import { nearestTowards, neighboursAlong, wiringText } from './walking'

test('the way leads from the latent through both networks to the loss, and back', () => {
  const graph = pointGan()
  const walk = (from: string, along: 'downstream' | 'upstream', steps: number) => {
    const path = [from]
    for (let step = 0; step < steps; step++) path.push(neighboursAlong(graph, path.at(-1)!, along)[0] ?? 'end')
    return path
  }
  expect(walk('z', 'downstream', 9)).toEqual([
    'z',
    'G_in',
    'G_1',
    'G_2',
    'G_out',
    'D_in',
    'D_1',
    'D_2',
    'D_out',
    'loss',
  ])
  expect(walk('loss', 'upstream', 4)).toEqual(['loss', 'D_out', 'D_2', 'D_1', 'D_in'])
  expect(neighboursAlong(graph, 'D_in', 'upstream')).toEqual(['data', 'G_out'])
  expect(wiringText(graph, 'D_in')).toBe('From data, G_out. To D_1.')
})

test('in any graph whoever is reached downstream reaches back upstream', () => {
  fc.assert(
    fc.property(documents(), (graph) => {
      for (const id of Object.keys(graph.nodes)) {
        if (roleOf(graph, id) === 'network') continue
        for (const next of neighboursAlong(graph, id, 'downstream')) {
          if (roleOf(graph, next) === 'network') continue
          expect(neighboursAlong(graph, next, 'upstream')).toContain(id)
        }
      }
      for (const [to, from] of Object.entries(graph.wires)) {
        const [start, end] = [parseEndpoint(from)!.node, parseEndpoint(to)!.node]
        if (roleOf(graph, start) === 'network' || roleOf(graph, end) === 'network') continue
        expect(neighboursAlong(graph, start, 'downstream')).toContain(end)
      }
    }),
    { numRuns: 60 },
  )
})

test('arrows go to the nearest node that way, what lies straight ahead first', () => {
  const rects = new Map([
    ['a', { x: 0, y: 0, width: 10, height: 10 }],
    ['b', { x: 100, y: 0, width: 10, height: 10 }],
    ['c', { x: 60, y: 90, width: 10, height: 10 }],
    ['d', { x: 0, y: 200, width: 10, height: 10 }],
  ])
  expect(nearestTowards(rects, 'a', 'right')).toBe('b')
  expect(nearestTowards(rects, 'a', 'down')).toBe('d')
  expect(nearestTowards(rects, 'c', 'up')).toBe('b')
  expect(nearestTowards(rects, 'a', 'left')).toBeNull()
})
