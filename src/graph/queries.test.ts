/** @file What is read off documents: ports, wires, cycles, free names, meaning. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type GraphDocument, NODE_ID, PORT_NAME } from './document'
import { addNode, connect, moveNodes, removeWires, setParam } from './edits'
import { applyEdit, startHistory } from './history'
import { findKind, kindOf, kinds, nearestKind } from './kinds'
import { loadDocument } from './load'
import { paramProblem } from './params'
import {
  callsOf,
  childrenOf,
  freshCallName,
  freshId,
  freshPortName,
  hasInput,
  nodeOf,
  portsOf,
  reaches,
  roleOf,
  sourceOf,
  wiresOf,
} from './queries'
import { documents, moves, play } from './testing/arbitrary'

const loaded = loadDocument(
  readFileSync(new URL('../../graphs/golden/v1/design-example.json', import.meta.url), 'utf8'),
)
if (!loaded.ok) throw new Error('The example loads.')
const example = loaded.value

const edited = (recipe: (draft: GraphDocument) => void, from: GraphDocument = example): GraphDocument =>
  applyEdit(startHistory(from), { label: 'Edit', atMs: 0 }, recipe).document

const names = (ports: readonly { name: string }[]) => ports.map(({ name }) => name)

describe('ports', () => {
  test.each([
    ['z', [], ['out'], ['main']],
    ['data', [], ['image', 'label'], ['main']],
    ['G', ['z'], ['image'], ['main']],
    ['D', ['image'], ['score'], ['real', 'fake']],
    ['G_z', [], ['out'], ['main']],
    ['G_out', ['in'], [], ['main']],
    ['G_fc', ['in'], ['out'], ['main']],
    ['loss', ['real', 'fake'], [], ['main']],
  ])('of %s', (id, inputs, outputs, calls) => {
    const ports = portsOf(example, id)
    expect({ inputs: names(ports.inputs), outputs: names(ports.outputs), calls: ports.calls }).toEqual({
      inputs,
      outputs,
      calls,
    })
    for (const { description } of [...ports.inputs, ...ports.outputs]) expect(description).toMatch(/\.$/)
  })

  test('of a variadic kind are those up to the last one used, and a free one, and at least two', () => {
    const sum = edited((draft) => addNode(draft, { id: 'sum', kind: 'add', position: { x: 0, y: 0 } }))
    expect(names(portsOf(sum, 'sum').inputs)).toEqual(['a', 'b'])
    const one = edited((draft) => connect(draft, { from: 'z.out', to: 'sum.a' }), sum)
    expect(names(portsOf(one, 'sum').inputs)).toEqual(['a', 'b'])
    const last = edited((draft) => connect(draft, { from: 'z.out', to: 'sum.d' }), sum)
    expect(names(portsOf(last, 'sum').inputs)).toEqual(['a', 'b', 'c', 'd', 'e'])
    const full = edited((draft) => connect(draft, { from: 'z.out', to: 'sum.z' }), sum)
    expect(portsOf(full, 'sum').inputs).toHaveLength(26)
    expect(hasInput(sum, 'sum', 'q')).toBe(true)
    expect(hasInput(sum, 'sum', 'aa')).toBe(false)
  })

  test('of a frame stand in the order in which its nodes are read', () => {
    const port = (id: string, y: number) => ({
      id,
      kind: 'input',
      params: { name: id },
      parent: 'G',
      position: { x: 40, y },
    })
    const three = edited((draft) => {
      addNode(draft, port('low', 500))
      addNode(draft, port('high', 90))
      moveNodes(draft, { G_z: { x: 40, y: 300 } })
    })
    expect(names(portsOf(three, 'G').inputs)).toEqual(['high', 'z', 'low'])
  })
})

test('children, wires and sources', () => {
  expect(childrenOf(example, 'G')).toEqual(['G_z', 'G_fc', 'G_rs', 'G_out'])
  expect(childrenOf(example, 'z')).toEqual([])
  const { into, outOf } = wiresOf(example, 'D')
  expect(into.map(({ to, from }) => [to, from])).toEqual([
    ['D.image@real', 'data.image'],
    ['D.image@fake', 'G.image'],
  ])
  expect(outOf.map(({ to }) => to)).toEqual(['loss.real', 'loss.fake'])
  expect(sourceOf(example, 'loss.real')).toBe('D.score@real')
  expect(
    sourceOf(
      edited((draft) => removeWires(draft, ['loss.real'])),
      'loss.real',
    ),
  ).toBeNull()
  expect([nodeOf(example, 'toString'), roleOf(example, 'toString'), sourceOf(example, 'toString')]).toEqual([
    null,
    null,
    null,
  ])
})

test('what is remembered of a frozen document is what a fresh copy answers', () => {
  fc.assert(
    fc.property(moves(25), (sequence) => {
      for (const { document } of play(sequence)) {
        const copy = structuredClone(document)
        for (const id of Object.keys(document.nodes)) {
          expect(portsOf(document, id)).toEqual(portsOf(copy, id))
          expect(wiresOf(document, id)).toEqual(wiresOf(copy, id))
        }
      }
    }),
    { numRuns: 30 },
  )
})

test('reaches follows wires and tells calls of a network apart', () => {
  expect(reaches(example, 'z.out', 'loss.fake')).toBe(true)
  expect(reaches(example, 'data.image', 'D.score@real')).toBe(true)
  expect(reaches(example, 'data.image', 'D.score@fake')).toBe(false)
  expect(reaches(example, 'loss.real', 'z.out')).toBe(false)
  expect(reaches(example, 'G_z.out', 'G_out.in')).toBe(true)
  // What a wire from G.image to G.z would close.
  expect(reaches(example, 'G.z', 'G.image')).toBe(true)
})

test('documents of random edits that ask reaches have no cycles', () => {
  fc.assert(
    fc.property(documents(60), (document) => {
      for (const [to, from] of Object.entries(document.wires)) {
        const without = structuredClone(document)
        delete without.wires[to]
        expect(reaches(without, to, from)).toBe(false)
      }
    }),
    { numRuns: 50 },
  )
})

test('fresh names are valid, free, and near to what was asked for', () => {
  expect(freshId(example, 'conv2d-transpose')).toBe('conv2d_transpose_1')
  const one = edited((draft) =>
    addNode(draft, { id: 'dense_1', kind: 'dense', parent: 'G', position: { x: 40, y: 90 } }),
  )
  expect(freshId(one, 'dense')).toBe('dense_2')
  for (const { kind } of kinds) expect(freshId(example, kind)).toMatch(NODE_ID)
  expect(freshCallName(example, 'G')).toBe('call2')
  expect(freshCallName(example, 'G', 'fake')).toBe('fake')
  expect(freshCallName(example, 'D', 'fake')).toBe('fake2')
  expect(freshPortName(example, 'G', 'input', 'z')).toBe('z2')
  expect(freshPortName(example, 'G', 'output', 'z')).toBe('z')
  const long = 'n'.repeat(32)
  const named = edited((draft) => setParam(draft, { node: 'G_z', key: 'name', value: long }))
  expect(freshPortName(named, 'G', 'input', long)).toMatch(PORT_NAME)
})

test('kinds are found by name, and unknown names have a nearest one', () => {
  expect(new Set(kinds.map(({ kind }) => kind)).size).toBe(kinds.length)
  for (const kind of kinds) expect(findKind(kind.kind)).toBe(kind)
  expect(findKind('constructor')).toBeNull()
  expect(nearestKind('Dense')).toBe('dense')
  expect(nearestKind('conv2dTranspose')).toBe('conv2d-transpose')
  expect(() => kindOf({ kind: 'none', params: {}, position: { x: 0, y: 0 } })).toThrow('Invariant')
  expect(callsOf(example.nodes.D!)).toEqual(['real', 'fake'])
})

test('paramProblem says in advance what setParam would refuse', () => {
  expect(paramProblem(example, 'G_fc', 'units', 12)).toBeNull()
  expect(paramProblem(example, 'G_fc', 'units', -1)).toBe('This should be at least 1, not -1.')
  const twin = { id: 'G_y', kind: 'input', parent: 'G', params: { name: 'y' }, position: { x: 60, y: 100 } }
  const two = edited((draft) => addNode(draft, twin))
  expect(paramProblem(two, 'G_y', 'name', 'z')).toContain('two inputs named "z"')
  expect(paramProblem(two, 'D', 'calls', ['real', 'real'])).toContain('name of its own')
})
