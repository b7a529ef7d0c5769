/** @file The compiler over whole graphs: shapes through calls, counts of the papers, FLOPs of the notes. */
import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { GraphDocument } from '../graph/document'
import { loadDocument } from '../graph/load'
import { emptyDocument } from '../graph/schema'
import { documents } from '../graph/testing/arbitrary'
import { compile } from './compile'
import { chain, sketch } from './testing'
import { imageGan, paperGan, pointGan } from './testing-graphs'

const templates = (): [string, GraphDocument][] =>
  readdirSync('templates')
    .filter((name) => name.endsWith('.json'))
    .map((name) => {
      const loaded = loadDocument(readFileSync(`templates/${name}`, 'utf8'))
      if (!loaded.ok) throw new Error(JSON.stringify(loaded.problem))
      return [name, loaded.value]
    })

test('a small GAN compiles without a word', () => {
  const { diagnostics, nodes, networks, objectives, wires, plan } = compile(pointGan())
  expect(diagnostics).toEqual([])
  expect(nodes.G_1).toEqual({
    outputs: { out: [8] },
    ranges: { out: null },
    parameters: 24,
    trainable: 24,
    flops: expect.any(Number),
  })
  expect(nodes.data!.outputs).toEqual({ point: [2] })
  expect(networks).toMatchObject({
    G: { parameters: 42, trainable: 42, inputs: { z: [2] }, outputs: { point: [2] } },
    D: { parameters: 33, trainable: 33, inputs: { point: [2] }, outputs: { score: [1] } },
  })
  expect(networks.D!.order).toEqual(['D_1', 'D_2'])
  expect(objectives).toEqual({ loss: { critics: ['D'], players: ['G'] } })
  expect(wires['D.point@fake']).toEqual([2])
  expect(plan).not.toBeNull()
})

test('DCGAN of the paper has the weights of the paper', () => {
  const { diagnostics, networks, plan } = compile(paperGan())
  expect(diagnostics).toEqual([])
  expect(networks.G!.outputs).toEqual({ image: [64, 64, 3] })
  expect(networks.D!.outputs).toEqual({ score: [1, 1, 1] })
  expect([networks.G!.trainable, networks.D!.trainable]).toEqual([3_576_704, 2_765_568])
  // Moving means and variances of the batch norms on top.
  expect(networks.G!.parameters - networks.G!.trainable).toBe(2 * (512 + 256 + 128 + 64))
  expect(networks.D!.parameters - networks.D!.trainable).toBe(2 * (128 + 256 + 512))
  expect(plan!.networks.G!.weights.filter(({ layer }) => layer === 'G_1').map(({ id, shape }) => [id, shape])).toEqual([
    ['G_1/kernel', [4, 4, 512, 100]],
  ])
})

test.each([
  ['DCGAN-28, fake shared', imageGan(64), 30.232],
  ['DCGAN-28, drawn anew', imageGan(64, { training: { reuseDraw: false } }), 36.856],
  ['DCGAN-64, fake shared', paperGan(), 145.576],
  ['DCGAN-64, drawn anew', paperGan({ reuseDraw: false }), 158.968],
])('%s takes the GFLOP of the notes', (_, document, gigaflops) => {
  expect(compile(document).flopsPerStep / 1e9).toBeCloseTo(gigaflops, 2)
})

test('a frozen network costs no gradient of its weights', () => {
  const trained = compile(pointGan({ training: { batchSize: 1 } }))
  // Dense layers: G 2·8 + 8·2 = 32, D 2·8 + 8·1 = 24 multiply-adds.
  const criticStep = 32 + 2 * 24 + 2 * (24 + 8)
  const playerStep = 24 + 24 + 32 + 16
  expect(trained.flopsPerStep).toBe(2 * (criticStep + playerStep))
  const frozen = compile(
    pointGan({ critic: { trainable: false }, loss: { trains: ['G'] }, training: { batchSize: 1 } }),
  )
  expect(frozen.diagnostics).toEqual([])
  expect(frozen.flopsPerStep).toBe(2 * (32 + 24 + 24 + 32 + 16))
  expect(frozen.networks.D).toMatchObject({ parameters: 33, trainable: 0 })
})

test.each(templates())(
  '%s: the FLOPs of layers sum to those of networks and calls, and these to the step’s',
  (_, document) => {
    const { nodes, networks, flopsPerStep } = compile(document)
    const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0)
    const inside = (parent: string | undefined) =>
      sum(Object.entries(document.nodes).flatMap(([id, node]) => (node.parent === parent ? [nodes[id]!.flops] : [])))
    expect(flopsPerStep).toBeGreaterThan(0)
    expect(inside(undefined) / flopsPerStep).toBeCloseTo(1, 12)
    for (const [id, { flopsByCall, trainable, order }] of Object.entries(networks)) {
      expect(inside(id)).toBe(nodes[id]!.flops)
      expect(sum(Object.values(flopsByCall)) / nodes[id]!.flops).toBeCloseTo(1, 12)
      expect(sum(order.map((layer) => nodes[layer]!.parameters))).toBe(nodes[id]!.parameters)
      expect(sum(order.map((layer) => nodes[layer]!.trainable))).toBe(trainable)
    }
  },
)

test('each layer takes its own products: forward, by its weights, by what it reads', () => {
  const { nodes, networks } = compile(pointGan({ training: { batchSize: 1 } }))
  // Critics: both dense layers twice forward and twice by their weights, the second twice by its input. Players: the fake shared
  // with the critics, so once forward; then both of D by their inputs.
  expect(nodes.D_1!.flops).toBe(2 * 16 * (2 + 2 + 1 + 1))
  expect(nodes.D_2!.flops).toBe(2 * 8 * (2 + 2 + 2 + 1 + 1))
  expect(nodes.G_1!.flops).toBe(2 * 16 * (1 + 1))
  expect(nodes.G_2!.flops).toBe(2 * 16 * (1 + 1 + 1))
  expect(networks.D!.flopsByCall).toEqual({ real: 2 * (24 * 2 + 8), fake: 2 * (24 * 2 + 8 + 24 + 24) })
})

test('bytes: weights, and what the largest update tapes', () => {
  const { bytes } = compile(pointGan({ training: { batchSize: 10 } }))
  expect(bytes).toEqual({ weights: 4 * (42 + 33), activations: 4 * 10 * (8 + 2 + 8 + 1) })
})

test('an empty document has nothing to train, and nothing else', () => {
  const { diagnostics, plan, ...facts } = compile(emptyDocument())
  expect(diagnostics.map(({ code }) => code)).toEqual(['nothing-to-train'])
  expect(plan).toBeNull()
  expect(facts).toEqual({
    silenced: [],
    nodes: {},
    networks: {},
    objectives: {},
    wires: {},
    flopsPerStep: 0,
    bytes: { weights: 0, activations: 0 },
    trainingBytes: 0,
  })
})

test('shapes go through calls of calls, whichever comes first', () => {
  const { diagnostics, nodes } = compile(
    sketch(
      {
        data: ['dataset', { dataset: 'digits' }],
        F: chain('x', [['conv2d', { filters: 1, padding: 'same' }]], 'y', { calls: ['second', 'first'] }),
        rebuilt: ['distance', {}],
      },
      { 'F.x@first': 'data.image', 'F.x@second': 'F.y@first', 'rebuilt.a': 'F.y@second', 'rebuilt.b': 'data.image' },
    ),
  )
  expect(diagnostics.map(({ code }) => code)).toEqual(['range-mismatch'])
  expect(nodes.F!.outputs).toEqual({ y: [8, 8, 1] })
})

describe('totality', () => {
  test('compiles every document that edits can reach', () => {
    fc.assert(
      fc.property(documents(60), (document) => {
        const { diagnostics, nodes, wires, plan } = compile(document)
        expect(Object.keys(nodes)).toEqual(Object.keys(document.nodes))
        expect(Object.keys(wires)).toEqual(Object.keys(document.wires))
        expect(plan === null).toBe(diagnostics.some(({ severity }) => severity === 'error'))
        for (const { message, fix } of diagnostics) expect(Math.min(message.length, fix.length)).toBeGreaterThan(0)
      }),
      { numRuns: 100 },
    )
  })

  test('compiling changes nothing and gives the same again', () => {
    fc.assert(
      fc.property(documents(40), (document) => {
        const before = JSON.stringify(document)
        expect(compile(document)).toEqual(compile(document))
        expect(JSON.stringify(document)).toBe(before)
      }),
      { numRuns: 50 },
    )
  })
})

describe('what the document silences', () => {
  const frozen = pointGan({ critic: { trainable: false } })
  const codes = (silenced: string[]) => {
    const { diagnostics, silenced: quiet, plan } = compile({ ...frozen, silenced })
    return [diagnostics.map(({ code }) => code), quiet.map(({ code }) => code), plan !== null]
  }

  test('is left out, at one node or everywhere, and can be listed', () => {
    expect(codes([])).toEqual([['critic-frozen'], [], true])
    expect(codes(['critic-frozen'])).toEqual([[], ['critic-frozen'], true])
    expect(codes(['critic-frozen@loss'])).toEqual([[], ['critic-frozen'], true])
    expect(codes(['critic-frozen@other'])).toEqual([['critic-frozen'], [], true])
  })

  test('is never an error', () => {
    const { diagnostics, silenced, plan } = compile({
      ...pointGan({ generator: { trainable: false } }),
      silenced: ['objective-without-player'],
    })
    expect(diagnostics.map(({ code }) => code)).toEqual(['objective-without-player'])
    expect(silenced).toEqual([])
    expect(plan).toBeNull()
  })
})
