/**
 * @file A repair: what a diagnostic offers to do about itself, as plain data, and how it is done. Plain, so that it can be shown,
 * compared and written by the command line; its edits are those of `edits.ts`, so what comes out is a valid document. Quick fixes
 * of the language server protocol are of this form: a label and a list of edits.
 */
import {
  type Endpoint,
  formatEndpoint,
  type GraphDocument,
  type NodeId,
  parseEndpoint,
  type Training,
} from './document'
import { refuseIf } from './edit-error'
import { addCall, addNode, connect, removeCall, removeNodes, removeWires, setParams, setTraining } from './edits'
import { insertLayer, removeLayer, replaceKind } from './insert'
import { absorbLayer, leadThroughFrame } from './into-network'
import { kindOf } from './kinds'
import { makeNetwork } from './network-edits'
import { freshId, nodeOf } from './queries'

type Params = Record<string, unknown>

export type RepairEdit =
  | { type: 'set-params'; node: NodeId; params: Params }
  | { type: 'set-training'; training: Partial<Training> }
  /** Puts a new layer into the wire that ends at `to`. */
  | { type: 'insert'; to: Endpoint; kind: string; params: Params }
  /** Adds a node to the right of what it reads, wired by the names of its inputs, in the frame of what it reads. */
  | { type: 'add'; kind: string; params: Params; wires: Record<string, Endpoint> }
  /** Another kind in the same place, with the same wires. */
  | { type: 'replace'; node: NodeId; kind: string; params: Params }
  | { type: 'connect'; from: Endpoint; to: Endpoint }
  /** By their destinations. */
  | { type: 'disconnect'; wires: readonly Endpoint[] }
  | { type: 'remove'; nodes: readonly NodeId[] }
  /** Removes a layer and joins what was before it to what was after it. */
  | { type: 'remove-layer'; node: NodeId }
  | { type: 'add-call'; network: NodeId; name: string }
  | { type: 'remove-call'; network: NodeId; name: string }
  /** Moves a layer from the canvas into the network at its side; the wires go through the network's ports. */
  | { type: 'move-into'; node: NodeId; network: NodeId }
  /** Makes a network of layers, with ports for the wires that cross its border. */
  | { type: 'make-network'; nodes: readonly NodeId[] }
  /** Wires an output outside a network to an input inside it, by a new port of the network. */
  | { type: 'lead-in'; from: Endpoint; to: Endpoint }

export interface Repair {
  /** What it does, as a button says it: `Insert Flatten`. */
  label: string
  edits: readonly RepairEdit[]
}

/**
 * Does what a repair says; to be called within one edit. Returns the nodes that it added or changed, each once. Throws an
 * `EditError` when the document has changed so that it cannot be done any more.
 */
export function applyRepair(draft: GraphDocument, { edits }: Repair): NodeId[] {
  const touched = edits.flatMap((edit) => applyEdit(draft, edit))
  return [...new Set(touched)].filter((id) => nodeOf(draft, id) !== null)
}

function applyEdit(draft: GraphDocument, edit: RepairEdit): NodeId[] {
  switch (edit.type) {
    case 'set-params':
      setParams(draft, edit)
      return [edit.node]
    case 'set-training':
      setTraining(draft, edit.training)
      return []
    case 'insert':
      return [insertLayer(draft, edit)]
    case 'add':
      return [addBeside(draft, edit)]
    case 'replace':
      replaceKind(draft, edit)
      return [edit.node]
    case 'connect':
      connect(draft, edit)
      return [parseEndpoint(edit.to)!.node]
    case 'disconnect':
      removeWires(draft, edit.wires)
      return []
    case 'remove':
      removeNodes(draft, edit.nodes)
      return []
    case 'remove-layer':
      removeLayer(draft, edit.node)
      return []
    case 'add-call':
      addCall(draft, edit)
      return [edit.network]
    case 'remove-call':
      removeCall(draft, edit)
      return [edit.network]
    case 'move-into':
      absorbLayer(draft, edit)
      return [edit.node]
    case 'make-network':
      return [makeNetwork(draft, edit.nodes)]
    case 'lead-in':
      return [leadThroughFrame(draft, edit)]
  }
}

/** Between a new node and what it reads, px. */
const BESIDE_PX = 260

function addBeside(draft: GraphDocument, { kind, params, wires }: Extract<RepairEdit, { type: 'add' }>): NodeId {
  const sources = Object.values(wires).map((from) => parseEndpoint(from)?.node ?? '')
  const nodes = sources.flatMap((id) => nodeOf(draft, id) ?? [])
  refuseIf(nodes.length < sources.length && 'What the new node would read is not there any more.')
  const parent = nodes[0]?.parent
  const id = freshId(draft, kind)
  const right = (node: (typeof nodes)[number], source: NodeId) =>
    kindOf(node).role === 'network' ? rightOf(draft, source) : node.position.x
  addNode(draft, {
    id,
    kind,
    params,
    ...(parent !== undefined && { parent }),
    position: {
      x: BESIDE_PX + Math.max(0, ...nodes.map((node, index) => right(node, sources[index]!))),
      y: Math.min(...nodes.map((node) => node.position.y), Number.MAX_SAFE_INTEGER),
    },
  })
  for (const [port, from] of Object.entries(wires)) connect(draft, { from, to: formatEndpoint(id, port) })
  return id
}

/** Where the last node in a frame begins, on the canvas. */
const rightOf = (draft: GraphDocument, frame: NodeId): number =>
  draft.nodes[frame]!.position.x +
  Math.max(0, ...Object.values(draft.nodes).flatMap((node) => (node.parent === frame ? [node.position.x] : [])))
