/**
 * @file Random documents for tests of laws: sequences of random edits, each chosen from what the document allows at that
 * point. Only tests import this.
 */
import fc from 'fast-check'
import { type Field, fieldsOf } from '../../lib/fields'
import { type Endpoint, formatEndpoint, type GraphDocument, type NodeId } from '../document'
import { EditError } from '../edit-error'
import {
  addCall,
  addNode,
  connect,
  copyFragment,
  insertFragment,
  moveNodes,
  removeCall,
  removeNodes,
  removeWires,
  renameCall,
  renameDocument,
  reparent,
  setBypassed,
  setCollapsed,
  setFrozen,
  setParam,
  setTraining,
  silence,
  unsilence,
} from '../edits'
import { applyEdit, type History, startHistory } from '../history'
import { kindOf, kinds } from '../kinds'
import { callsOf, childrenOf, freshCallName, freshId, portsOf, reaches } from '../queries'
import { emptyDocument } from '../schema'

/** Numbers that choose what is done and with what; taken modulo the number of choices there are. */
export interface Move {
  verb: number
  picks: readonly [number, number, number]
}

type Recipe = (draft: GraphDocument) => void

const pick = <Item>(items: readonly Item[], by: number): Item | undefined => items[by % items.length]

const networksOf = (document: GraphDocument): NodeId[] =>
  Object.keys(document.nodes).filter((id) => kindOf(document.nodes[id]!).role === 'network')

/** Every endpoint of one side, in one frame or on the canvas. */
function endpoints(document: GraphDocument, side: 'inputs' | 'outputs', parent: NodeId | undefined): Endpoint[] {
  return Object.keys(document.nodes)
    .filter((id) => document.nodes[id]!.parent === parent)
    .flatMap((id) => {
      const ports = portsOf(document, id)
      return ports[side].flatMap(({ name }) => ports.calls.map((call) => formatEndpoint(id, name, call)))
    })
}

/** Some value that the field's control can produce. */
export function someValue(field: Field, by: number): unknown {
  const { control } = field
  if (field.nullable && by % 3 === 0) return null
  switch (control.type) {
    case 'integer':
    case 'number': {
      if (control.schedulable && by % 2 === 0) return { schedule: 'linear', from: 0.5, to: 0.25, start: 0, end: by }
      const [low, high] = [control.minimum ?? -10, control.maximum ?? 10]
      return [low, high, control.type === 'integer' ? Math.floor((low + high) / 2) : (low + high) / 2][by % 3]
    }
    case 'boolean':
      return by % 2 === 0
    case 'select':
      return pick(control.options, by)?.value
    case 'text':
      return `name${by % 5}`
    case 'texts':
      return [`first${by % 3}`, 'second']
    case 'integers':
      return Array.from({ length: Math.max(control.minimumLength, by % control.maximumLength) }, () => control.minimum)
    case 'axes':
      return by % 2 === 0 ? control.minimum : Array.from({ length: control.axes }, () => control.minimum)
    case 'variants':
      return { [control.key]: pick(control.variants, by)?.value }
  }
}

const verbs: readonly ((document: GraphDocument, picks: Move['picks']) => Recipe | null)[] = [
  function addAnyNode(document, [a, b, c]) {
    const kind = pick(kinds, a)!
    const parent = pick([undefined, ...networksOf(document)], b)
    const position = { x: (c % 700) - 200, y: (a % 500) - 200 }
    return (draft) =>
      addNode(draft, { id: freshId(draft, kind.kind), kind: kind.kind, ...(parent && { parent }), position })
  },
  function addNetworkWithPorts(_document, [a]) {
    return (draft) => {
      const id = freshId(draft, 'network')
      addNode(draft, { id, kind: 'network', position: { x: a % 1000, y: 0 } })
      for (const kind of ['input', 'output', 'dense'])
        addNode(draft, { id: freshId(draft, kind), kind, parent: id, position: { x: a % 100, y: a % 70 } })
    }
  },
  function drawWire(document, [a, b, c]) {
    const parent = pick([undefined, ...networksOf(document)], c)
    const from = pick(endpoints(document, 'outputs', parent), a)
    const to = pick(endpoints(document, 'inputs', parent), b)
    if (from === undefined || to === undefined || reaches(document, to, from)) return null
    return (draft) => connect(draft, { from, to })
  },
  function remove(document, [a, b, c]) {
    // Seldom, so that documents grow.
    if (c % 4 > 0) return null
    const ids = [pick(Object.keys(document.nodes), a), pick(Object.keys(document.nodes), b)]
    return (draft) =>
      removeNodes(
        draft,
        ids.filter((id) => id !== undefined),
      )
  },
  function removeWire(document, [a]) {
    const key = pick(Object.keys(document.wires), a)
    return key === undefined ? null : (draft) => removeWires(draft, [key])
  },
  function move(document, [a, b, c]) {
    const ids = [pick(Object.keys(document.nodes), a), pick(Object.keys(document.nodes), b)]
    const entries = ids.flatMap((id, index) =>
      id === undefined ? [] : [[id, { x: (c % 997) - 300.4, y: ((c * 31) % 613) - 300 + index }] as const],
    )
    return (draft) => moveNodes(draft, Object.fromEntries(entries))
  },
  function changeParam(document, [a, b, c]) {
    const node = pick(Object.keys(document.nodes), a)
    if (node === undefined) return null
    const field = pick(fieldsOf(kindOf(document.nodes[node]!).params), b)
    return field ? (draft) => setParam(draft, { node, key: field.key, value: someValue(field, c) }) : null
  },
  function changeTraining(_document, [a, b]) {
    return (draft) => setTraining(draft, { batchSize: 1 + (a % 4096), seed: b, reuseDraw: a % 2 === 0 })
  },
  function rename(_document, [a]) {
    return (draft) =>
      renameDocument(draft, a % 2 === 0 ? { name: `Graph ${a % 9}` } : { description: 'ü “quoted”\n\t\\' })
  },
  function changeCalls(document, [a, b, c]) {
    const network = pick(networksOf(document), a)
    if (network === undefined) return null
    const call = pick(callsOf(document.nodes[network]!), b)!
    if (c % 3 === 0) return (draft) => renameCall(draft, { network, from: call, to: `call${c % 7}` })
    if (c % 3 === 1) return (draft) => removeCall(draft, { network, name: call })
    return (draft) => addCall(draft, { network, name: freshCallName(draft, network) })
  },
  function reparentSome(document, [a, b, c]) {
    const node = pick(Object.keys(document.nodes), a)
    const parent = pick([null, ...networksOf(document)], b)!
    const sibling = node && pick(childrenOf(document, document.nodes[node]!.parent ?? ''), c)
    return node === undefined ? null : (draft) => reparent(draft, { nodes: sibling ? [node, sibling] : [node], parent })
  },
  function duplicate(document, [a, b, c]) {
    if (Object.keys(document.nodes).length > 60) return null
    const ids = [pick(Object.keys(document.nodes), a), pick(Object.keys(document.nodes), b)]
    const fragment = copyFragment(
      document,
      ids.filter((id) => id !== undefined),
    )
    const parent = pick([undefined, null, ...networksOf(document)], c)
    return (draft) => {
      insertFragment(draft, { fragment, offset: { x: 20, y: 20 }, ...(parent !== undefined && { parent }) })
    }
  },
  function flag(document, [a, b, c]) {
    const ids = [pick(Object.keys(document.nodes), a), pick(Object.keys(document.nodes), b)]
    const nodes = ids.filter((id) => id !== undefined)
    if (c % 8 === 0) return (draft) => setBypassed(draft, { nodes, bypassed: b % 2 === 0 })
    if (c % 8 === 4) return (draft) => setFrozen(draft, { nodes, frozen: b % 2 === 0 })
    if (c % 4 === 1) return (draft) => setCollapsed(draft, { nodes, collapsed: b % 2 === 0 })
    const [node] = nodes
    const code = `code-${a % 5}`
    return c % 4 === 2
      ? (draft) => silence(draft, { code, ...(node !== undefined && b % 2 === 0 && { node }) })
      : (draft) => unsilence(draft, code)
  },
]

export const VERB_COUNT = verbs.length

export const moves = (count: number): fc.Arbitrary<readonly Move[]> =>
  fc.array(fc.record({ verb: fc.nat({ max: verbs.length - 1 }), picks: fc.tuple(fc.nat(), fc.nat(), fc.nat()) }), {
    maxLength: count,
    size: 'max',
  })

/** The history after the moves. A move that the document does not allow changes nothing. */
export function play(sequence: readonly Move[], from: GraphDocument = emptyDocument()): History[] {
  const histories = [startHistory(from)]
  sequence.forEach(({ verb, picks }, index) => {
    const history = histories.at(-1)!
    const choose = verbs[verb]!
    const recipe = choose(history.document, picks)
    if (!recipe) return
    try {
      // Some join and some do not.
      const info = { label: choose.name, atMs: index * 100, ...(picks[0] % 3 === 0 && { group: choose.name }) }
      histories.push(applyEdit(history, info, recipe))
    } catch (error) {
      if (!(error instanceof EditError)) throw error
    }
  })
  return histories
}

/** Documents that random edits reach. */
export const documents = (count = 40): fc.Arbitrary<GraphDocument> =>
  moves(count).map((sequence) => play(sequence).at(-1)!.document)
