/** @file Intervals of values through layers, frames and calls. */
import { expect, test } from 'vitest'
import { analyse } from './analysis'
import { chain, type Sketch, sketch, withParams } from './testing'
import { imageGan, pointGan } from './testing-graphs'

test('a tanh at the end tells the range of images, and data brings its own', () => {
  const { ranges } = analyse(imageGan(2))
  expect(ranges.get('data.image')).toEqual([-1, 1])
  expect(ranges.get('G.image')).toEqual([-1, 1])
  expect(ranges.get('D.score@fake')).toBeNull()
  expect(analyse(withParams(imageGan(2), 'G_11', { activation: 'sigmoid' })).ranges.get('G.image')).toEqual([0, 1])
  expect(analyse(pointGan()).ranges.get('G.point')).toBeNull()
})

test('a network sees all that its calls bring', () => {
  const squash: Sketch = ['activation', { function: 'sigmoid' }]
  const document = sketch(
    {
      u: ['latent', { shape: [2], distribution: 'uniform' }],
      half: squash,
      F: chain('x', [['flatten']], 'y', { calls: ['a', 'b'] }),
      far: ['distance'],
    },
    { 'half.in': 'u.out', 'F.x@a': 'u.out', 'F.x@b': 'half.out', 'far.a': 'F.y@a', 'far.b': 'F.y@b' },
  )
  const { ranges } = analyse(document)
  expect(ranges.get('u.out')).toEqual([-1, 1])
  expect(ranges.get('half.out')![0]).toBeGreaterThanOrEqual(0)
  expect(ranges.get('F.y@a')).toEqual([-1, 1])
  expect(ranges.get('F.y@b')).toEqual([-1, 1])
})

test('a network that grows on its own output ends as unknown', () => {
  const grow = {
    params: { calls: ['one', 'two'] },
    nodes: { F_in: ['input', { name: 'x' }], F_sum: ['add'], F_out: ['output', { name: 'y' }] } satisfies Record<
      string,
      Sketch
    >,
    wires: { 'F_sum.a': 'F_in.out', 'F_sum.b': 'F_in.out', 'F_out.in': 'F_sum.out' },
  }
  const { ranges } = analyse(
    sketch(
      { u: ['latent', { shape: [2], distribution: 'uniform' }], F: grow, look: ['preview'] },
      { 'F.x@one': 'u.out', 'F.x@two': 'F.y@one', 'look.in': 'F.y@two' },
    ),
  )
  expect(ranges.get('F.y@two')).toBeNull()
})
