/** @file The check of a wire that is being drawn. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatEndpoint, type GraphDocument } from '../graph/document'
import { portsOf } from '../graph/queries'
import { documents } from '../graph/testing/arbitrary'
import { callRenameFor, checkWire, newCallFor } from './check-wire'
import { removed, rewired, withParams } from './testing'
import { conditionalGan, imageGan, pointGan } from './testing-graphs'

const code = (document: GraphDocument, from: string, to: string) => checkWire(document, from, to)?.code ?? null

describe('checkWire', () => {
  test.each<[string, GraphDocument, string, string, string | null]>([
    ['a wire that is there already', pointGan(), 'z.out', 'G.z', null],
    ['a fitting layer', rewired(pointGan(), { 'G_2.in': null }), 'G_1.out', 'G_2.in', null],
    ['an output node', rewired(pointGan(), { 'G_out.in': null }), 'G_1.out', 'G_out.in', null],
    ['through a frame', pointGan(), 'z.out', 'G_1.in', 'wire-level'],
    ['from one frame to another', pointGan(), 'G_1.out', 'D_1.in', 'wire-level'],
    ['from an input', pointGan(), 'loss.real', 'G.z', 'wire-end'],
    ['to a port that is not there', pointGan(), 'z.out', 'G.y', 'wire-end'],
    ['no endpoints', pointGan(), '', '', 'wire-end'],
    ['a node to itself', rewired(pointGan(), { 'G_2.in': null }), 'G_2.out', 'G_2.in', 'cycle'],
    ['back to where it comes from', pointGan(), 'G_2.out', 'G_1.in', 'cycle'],
    ['a network to itself, in the same call', rewired(pointGan(), { 'G.z': null }), 'G.point', 'G.z', 'cycle'],
    ['a network to itself, in a new call', pointGan(), 'G.point', 'G.z', null],
    ['a shape that no call has', withParams(pointGan(), 'G_2', { units: 3 }), 'G.point', 'D.point@fake', 'call-shape'],
    ['a shape that no call has, in a new call', imageGan(2), 'z.out', 'D.image@real', 'call-shape'],
    ['a call that does not exist yet', imageGan(2), 'z.out', 'D.image@third', 'call-shape'],
    ['a call that does not exist yet, of the right shape', imageGan(2), 'data.image', 'D.image@third', null],
    ['another shape in a new call of a network', imageGan(2), 'data.label', 'G.z', 'call-shape'],
    ['another shape in the only call of a network', rewired(imageGan(2), { 'G.z': null }), 'data.label', 'G.z', null],
    ['a vector to a convolution', imageGan(2), 'G_3.out', 'G_5.in', 'rank-mismatch'],
    ['a reshape of another size', imageGan(2), 'G_in.out', 'G_4.in', 'reshape-size'],
    ['an unknown shape', rewired(pointGan(), { 'G.z': null, 'G_2.in': null }), 'G_1.out', 'G_2.in', null],
    ['scores of different shapes', imageGan(2), 'data.image', 'loss.fake', 'shape-mismatch'],
    [
      'an objective whose params are refused',
      pointGan({ loss: { penalty: { kind: 'r1' } } }),
      'D.score@fake',
      'loss.fake',
      null,
    ],
    ['a concatenation with one wire', rewired(conditionalGan(), { 'D_join.b': null }), 'D_label.out', 'D_join.b', null],
    ['a third value to concatenate', conditionalGan(), 'D_x.out', 'D_join.c', null],
  ])('%s', (_, document, from, to, expected) => {
    expect(code(document, from, to)).toBe(expected)
  })

  test('what it refuses it explains', () => {
    expect(checkWire(imageGan(2), 'z.out', 'D.image@real')).toMatchObject({
      node: 'D',
      message: expect.stringMatching(/\[100\].*\[28, 28, 1\]/s),
      fix: expect.stringContaining('[28, 28, 1]'),
    })
    expect(checkWire(rewired(pointGan(), { 'G.z': null }), 'G.point', 'G.z')!.fix).toContain('new call')
  })

  test('answers for any two ports of any document', () => {
    fc.assert(
      fc.property(documents(30), fc.nat(), fc.nat(), (document, a, b) => {
        const ends = (side: 'inputs' | 'outputs') =>
          Object.keys(document.nodes).flatMap((id) => {
            const ports = portsOf(document, id)
            return ports[side].flatMap(({ name }) => ports.calls.map((call) => formatEndpoint(id, name, call)))
          })
        const [froms, tos] = [ends('outputs'), ends('inputs')]
        if (froms.length === 0 || tos.length === 0) return
        const found = checkWire(document, froms[a % froms.length]!, tos[b % tos.length]!)
        expect(found === null || (found.message.length > 0 && found.fix.length > 0)).toBe(true)
      }),
      { numRuns: 100 },
    )
  })
})

describe('new calls', () => {
  /** A critic with its first wire only, to the call `main`. */
  const half = rewired(
    removed(
      withParams(
        rewired(pointGan(), { 'D.point@real': null, 'D.point@fake': null, 'loss.real': null, 'loss.fake': null }),
        'D',
        { calls: ['main'] },
      ),
      'loss',
    ),
    { 'D.point': 'data.point' },
  )

  test('a used input of a network makes a call, anything else does not', () => {
    expect(newCallFor(half, 'D.point', 'G.point')).toBe('fake')
    expect(newCallFor(half, 'D.point')).not.toBeNull()
    expect(newCallFor(half, 'D.point', 'data.point')).toBeNull()
    expect(newCallFor(rewired(half, { 'D.point': null }), 'D.point', 'G.point')).toBeNull()
    expect(newCallFor(half, 'G_2.in', 'G_in.out')).toBeNull()
    expect(newCallFor(half, 'nonsense', 'G_in.out')).toBeNull()
  })

  test('names tell data from what networks make', () => {
    expect(callRenameFor(half, 'D.point', 'G.point')).toEqual({ from: 'main', to: 'real' })
    const other = rewired(half, { 'D.point': 'G.point' })
    expect(newCallFor(other, 'D.point', 'data.point')).toBe('real')
    expect(callRenameFor(other, 'D.point', 'data.point')).toEqual({ from: 'main', to: 'fake' })
    expect(newCallFor(pointGan(), 'G.z', 'G.point')).toBe('call2')
    expect(callRenameFor(pointGan(), 'G.z', 'G.point')).toBeNull()
    expect(newCallFor(pointGan(), 'D.point@real', 'G.point')).toBe('fake2')
    expect(callRenameFor(pointGan(), 'D.point@real', 'G.point')).toBeNull()
  })
})
