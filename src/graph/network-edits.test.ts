/** @file Networks made of layers and layers made of networks: whatever the graph, it stays valid, computes the same, and undo gives it back. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compile } from '../compile/compile'
import type { GraphDocument, NodeId } from './document'
import { EditError } from './edit-error'
import { addNode, connect } from './edits'
import { applyEdit, startHistory, undo } from './history'
import { loadDocument } from './load'
import { dissolveNetwork, makeNetwork, moveCall } from './network-edits'
import { callsOf, childrenOf, roleOf } from './queries'
import { saveDocument } from './save'
import { emptyDocument } from './schema'
import { documents } from './testing/arbitrary'

const edited = (document: GraphDocument, recipe: (draft: GraphDocument) => void): GraphDocument =>
  applyEdit(startHistory(document), { label: 'test', atMs: 0 }, recipe).document

/** `data → conv → norm → flat → score` and `conv → flat2`, all on the canvas, read by an objective. */
const chain = edited(emptyDocument(), (draft) => {
  const add = (id: string, kind: string, x: number, y = 0, params = {}) =>
    addNode(draft, { id, kind, params, position: { x, y } })
  add('data', 'dataset', 0, 0, { dataset: 'mnist' })
  add('conv', 'conv2d', 300, 0, { filters: 4 })
  add('norm', 'batch-norm', 500, 0)
  add('flat', 'flatten', 700, 0)
  add('score', 'dense', 900, 0, { units: 1 })
  add('flat2', 'flatten', 700, 200)
  add('loss', 'adversarial', 1200, 0)
  const wires = {
    'conv.in': 'data.image',
    'norm.in': 'conv.out',
    'flat.in': 'norm.out',
    'flat2.in': 'conv.out',
    'score.in': 'flat.out',
    'loss.real': 'score.out',
    'loss.fake': 'flat2.out',
  }
  for (const [to, from] of Object.entries(wires)) connect(draft, { from, to })
})

const shapesOf = (document: GraphDocument): Record<NodeId, unknown> => {
  const { nodes } = compile(document)
  const layers = Object.keys(document.nodes).filter((id) => roleOf(document, id) === 'layer')
  return Object.fromEntries(layers.map((id) => [id, nodes[id]!.outputs]))
}

const placesOf = (document: GraphDocument): Record<NodeId, unknown> =>
  Object.fromEntries(
    Object.entries(document.nodes)
      .filter(([id]) => roleOf(document, id) === 'layer')
      .map(([id, { position, parent }]) => {
        const origin = document.nodes[parent ?? '']?.position ?? { x: 0, y: 0 }
        return [id, { x: position.x + origin.x, y: position.y + origin.y }]
      }),
  )

describe('a network of layers on the canvas', () => {
  const document = edited(chain, (draft) => void makeNetwork(draft, ['conv', 'norm', 'flat', 'score', 'flat2']))

  test('has an input for what comes in and an output for what goes out, and each layer stays where it was', () => {
    expect(document.wires).toMatchObject({
      'network_1.image': 'data.image',
      'conv.in': 'input_1.out',
      'loss.real': 'network_1.out',
      'loss.fake': 'network_1.out2',
    })
    expect(childrenOf(document, 'network_1')).toHaveLength(8)
    expect(placesOf(document)).toEqual(placesOf(chain))
    expect(compile(document).diagnostics.filter(({ code }) => code.includes('outside'))).toEqual([])
  })

  test('leaves what is no layer outside', () => {
    const most = edited(chain, (draft) => void makeNetwork(draft, Object.keys(draft.nodes)))
    expect(most.nodes.data!.parent).toBeUndefined()
    expect(most.nodes.loss!.parent).toBeUndefined()
    expect(most.nodes.conv!.parent).toBe('network_1')
  })

  test('gets a port where none would be', () => {
    const lone = edited(emptyDocument(), (draft) => {
      addNode(draft, { id: 'fc', kind: 'dense', position: { x: 0, y: 0 } })
      makeNetwork(draft, ['fc'])
    })
    expect(lone.wires).toEqual({ 'fc.in': 'input_1.out', 'output_1.in': 'fc.out' })
  })

  test.each([
    ['a way around', ['conv', 'flat'], 'comes back to flat by way of norm'],
    ['nothing', [], 'none is selected'],
    ['no layer', ['data', 'loss'], 'none is selected'],
  ])('refuses %s', (_what, nodes, message) => {
    expect(() => edited(chain, (draft) => void makeNetwork(draft, nodes))).toThrow(message)
  })

  test('is dissolved into what it was made of', () => {
    const back = edited(document, (draft) => dissolveNetwork(draft, 'network_1'))
    expect(back.wires).toEqual(chain.wires)
    expect(back.nodes).toEqual(chain.nodes)
  })
})

describe('layers of a network', () => {
  const whole = edited(chain, (draft) => {
    const network = makeNetwork(draft, ['conv', 'norm', 'flat', 'score', 'flat2'])
    draft.nodes[network]!.params.optimizer = { kind: 'sgd', learningRate: 0.5, momentum: 0 }
  })

  test('up to the last one become a network that reads the rest and is trained in the same way', () => {
    const document = edited(whole, (draft) => void makeNetwork(draft, ['flat', 'score']))
    expect(document.nodes.network_2!.params.optimizer).toEqual(document.nodes.network_1!.params.optimizer)
    expect(document.wires['loss.real']).toBe('network_2.out')
    expect(Object.keys(document.wires).filter((to) => to.startsWith('network_2.'))).toHaveLength(1)
    expect(shapesOf(document)).toEqual(shapesOf(whole))
  })

  test('from the first one on become a network that the rest reads', () => {
    const document = edited(whole, (draft) => void makeNetwork(draft, ['conv']))
    expect(document.wires['network_2.image']).toBe('data.image')
    expect(Object.keys(document.wires).filter((to) => to.startsWith('network_1.'))).toEqual(['network_1.out'])
    expect(shapesOf(document)).toEqual(shapesOf(whole))
  })

  test('in the middle, all of them, and of several networks are refused in words', () => {
    const refused = (nodes: NodeId[], message: string) =>
      expect(() => edited(whole, (draft) => void makeNetwork(draft, nodes))).toThrow(message)
    refused(['norm', 'flat'], 'lies in the middle')
    refused(['conv', 'norm', 'flat', 'score', 'flat2'], 'all layers')
    const apart = edited(whole, (draft) => void makeNetwork(draft, ['conv']))
    expect(() => edited(apart, (draft) => void makeNetwork(draft, ['conv', 'score']))).toThrow('different places')
  })
})

test('a network with several calls is not dissolved, and its calls can be put in another order', () => {
  const document = edited(emptyDocument(), (draft) => {
    addNode(draft, { id: 'D', kind: 'network', params: { calls: ['real', 'fake', 'third'] }, position: { x: 0, y: 0 } })
  })
  expect(() => edited(document, (draft) => dissolveNetwork(draft, 'D'))).toThrow('called 3 times (real, fake, third)')
  const move = (name: string, by: -1 | 1) =>
    callsOf(edited(document, (draft) => moveCall(draft, { network: 'D', name, by })).nodes.D!)
  expect(move('fake', -1)).toEqual(['fake', 'real', 'third'])
  expect(move('third', 1)).toEqual(['real', 'fake', 'third'])
})

test('whatever the graph and the selection: valid, the same shapes, the same places, and undo restores', () => {
  let made = 0
  fc.assert(
    fc.property(documents(60), fc.array(fc.nat(), { maxLength: 8 }), fc.boolean(), (document, picks, dissolve) => {
      const layers = Object.keys(document.nodes).filter((id) => roleOf(document, id) === 'layer')
      const networks = Object.keys(document.nodes).filter((id) => roleOf(document, id) === 'network')
      if ((dissolve ? networks : layers).length === 0) return
      const before = startHistory(document)
      const recipe = (draft: GraphDocument) =>
        dissolve
          ? dissolveNetwork(draft, networks[(picks[0] ?? 0) % networks.length]!)
          : void makeNetwork(draft, [...new Set(picks.map((pick) => layers[pick % layers.length]!))])
      try {
        const after = applyEdit(before, { label: 'test', atMs: 0 }, recipe)
        made++
        expect(loadDocument(saveDocument(after.document))).toMatchObject({ ok: true })
        expect(shapesOf(after.document)).toEqual(shapesOf(document))
        expect(placesOf(after.document)).toEqual(placesOf(document))
        expect(undo(after).document).toEqual(document)
      } catch (error) {
        if (!(error instanceof EditError)) throw error
      }
    }),
    { numRuns: 250 },
  )
  expect(made).toBeGreaterThan(20)
})
