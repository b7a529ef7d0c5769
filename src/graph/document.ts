/** @file The document as plain data: nodes and wires by id, and how long to train. Everything else is derived from it. */

export type NodeId = string

export interface GraphNode {
  kind: string
  /** As the kind's params schema gives them: complete, defaults filled in. */
  params: Record<string, unknown>
  /** Layers only: what comes in by the first input goes out unchanged, as if the layer were not there. */
  bypassed?: true
  /** Layers of networks only: its weights stay as they are while its network learns. */
  frozen?: true
  /** Networks only: drawn as one box, without what lies in it. */
  collapsed?: true
  /** The network in whose frame it lies. */
  parent?: NodeId
  /** In px, relative to the parent's frame, or to the canvas. */
  position: { x: number; y: number }
}

/** `node.port`, or `node.port@call` for a call of a network other than `main`. */
export type Endpoint = string

export interface Training {
  batchSize: number
  seed: number
  steps: number
  /** The players' first round uses the critics' last draw, as the usual reference loop does. */
  reuseDraw: boolean
}

export interface GraphDocument {
  format: 'ganvas'
  version: 1
  name: string
  description: string
  nodes: Record<NodeId, GraphNode>
  /** Destination → source. An input takes at most one wire, so the input is the key. */
  wires: Record<Endpoint, Endpoint>
  training: Training
  /** Warnings and advice that are not to be reported: `code`, or `code@node` for one place. */
  silenced?: string[]
}

/** Ids of nodes. */
export const NODE_ID = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/
/** Names of ports and of calls. */
export const PORT_NAME = /^[A-Za-z][A-Za-z0-9_-]{0,31}$/
/** The call that an endpoint means when it names none. */
export const MAIN_CALL = 'main'

export interface EndpointParts {
  node: NodeId
  port: string
  call: string
}

const ENDPOINT = /^([A-Za-z][A-Za-z0-9_-]{0,63})\.([A-Za-z][A-Za-z0-9_-]{0,31})(?:@([A-Za-z][A-Za-z0-9_-]{0,31}))?$/

/** `null` when the text is not an endpoint. */
export function parseEndpoint(text: string): EndpointParts | null {
  const match = ENDPOINT.exec(text)
  return match ? { node: match[1]!, port: match[2]!, call: match[3] ?? MAIN_CALL } : null
}

/** The inverse of `parseEndpoint`; the call `main` is left out. */
export const formatEndpoint = (node: NodeId, port: string, call: string = MAIN_CALL): Endpoint =>
  call === MAIN_CALL ? `${node}.${port}` : `${node}.${port}@${call}`
