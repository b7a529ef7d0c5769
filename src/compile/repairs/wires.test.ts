/** @file Refused wires: what is offered with them, and that it leaves no error. */
import { describe, expect, test } from 'vitest'
import { roleOf } from '../../graph/queries'
import { checkWire } from '../check-wire'
import { compile } from '../compile'
import { chain, sketch } from '../testing'
import { imageGan, pointGan } from '../testing-graphs'
import { repaired } from './verify'
import { wireRepairs } from './wires'

const image = sketch(
  {
    data: ['dataset', { dataset: 'digits' }],
    z: ['latent', { shape: [16] }],
    G: chain('z', [['dense', { units: 64, activation: 'tanh' }]], 'row'),
    D: chain('image', [['flatten'], ['dense', { units: 1 }]], 'score', { calls: ['real', 'fake'] }),
    loss: ['adversarial'],
  },
  { 'G.z': 'z.out', 'D.image@real': 'data.image', 'loss.real': 'D.score@real', 'loss.fake': 'D.score@fake' },
)

const cases = [
  {
    title: 'an adapter on the canvas',
    document: image,
    from: 'G.row',
    to: 'D.image@fake',
    first: 'Insert Reshape [8, 8, 1] and connect',
  },
  { title: 'a way into a network', document: pointGan(), from: 'z.out', to: 'G_2.in', first: 'Connect by a new input' },
  {
    title: 'a network on its own output',
    document: pointGan(),
    from: 'G.point',
    to: 'G.z',
    first: 'Connect to a new call call2',
  },
] as const

describe.each(cases)('$title', ({ document, from, to, first }) => {
  const repairs = wireRepairs(document, from, to)
  test('is offered', () => {
    expect(repairs[0]?.label).toBe(first)
  })

  test.each(repairs.map((repair) => [repair.label, repair] as const))('%s', (_, repair) => {
    const after = repaired(document, repair)!
    const before = compile(document).diagnostics.filter(({ severity }) => severity === 'error').length
    expect(compile(after).diagnostics.filter(({ severity }) => severity === 'error').length).toBeLessThanOrEqual(before)
  })
})

test('a convolution takes a row by a Reshape, in one edit', () => {
  const document = imageGan(8)
  expect(checkWire(document, 'G_1.out', 'G_5.in')?.code).toBe('rank-mismatch')
  const [repair] = wireRepairs(document, 'G_1.out', 'G_5.in')
  expect(repair?.label).toBe('Insert Reshape [7, 7, 32] and connect')
  const after = repaired(document, repair!)!
  expect(compile(after).plan).not.toBeNull()
})

test('a wire from the middle of a network changes no layer, so that an objective or another call may take it', () => {
  const document = pointGan()
  const layers = Object.keys(document.nodes).filter((id) => roleOf(document, id) === 'layer')
  const ends = ['loss.real', 'G.z']
  const edits = layers.flatMap((id) =>
    ends.flatMap((to) => wireRepairs(document, `${id}.out`, to).flatMap((repair) => repair.edits)),
  )
  expect(edits.some(({ type }) => type === 'add')).toBe(true)
  expect(edits.filter(({ type }) => type === 'set-params')).toEqual([])
})
