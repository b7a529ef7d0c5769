/** @file What the compiler says of a document: all that it could infer, and everything that is wrong, always both. */
import type { NodeId } from '../graph/document'
import type { Repair } from '../graph/repair'
import type { Range, Shape } from '../tensor/shape'
import type { Plan } from './plan'

export type Severity = 'error' | 'warning' | 'info'

export interface Diagnostic {
  /** From the table in `diagnostics.ts`. */
  code: string
  severity: Severity
  /** Left out when it concerns the whole document. */
  node?: NodeId
  /** As endpoints write it, with the call: `image@fake`. So `node.port` is the wire's key. */
  port?: string
  param?: string
  /** What happened and what was expected, with the values received. */
  message: string
  /** How to mend it. */
  fix: string
  /** What came and what should have come, where both can be said in a few characters: `[100]`, `[64]`. */
  received?: string
  expected?: string
  /** What can be done about it at once, the likeliest first. Proposals: `repairsOf` says which of them help in this document. */
  repairs?: readonly Repair[]
}

export interface NodeFacts {
  /** Shape of each output that could be inferred. For a network: by port, the same for all calls. */
  outputs: Record<string, Shape>
  ranges: Record<string, Range>
  /** Weights, moving statistics included. */
  parameters: number
  /** Weights that training moves; 0 in a frozen network. */
  trainable: number
  /** Its part of `flopsPerStep`, over all calls and passes; of a network, what its layers take. 0 while there are errors. */
  flops: number
}

export interface NetworkFacts {
  /** Weights, moving statistics included. */
  parameters: number
  /** Weights that training moves; 0 when the network is frozen. */
  trainable: number
  inputs: Record<string, Shape>
  outputs: Record<string, Shape>
  /** Its layers in an order in which each comes after what it reads; those on a circle, or after one, are left out. */
  order: NodeId[]
  /** Part of `flopsPerStep` that each call takes; 0 while there are errors. */
  flopsByCall: Record<string, number>
}

export interface ObjectiveFacts {
  critics: NodeId[]
  players: NodeId[]
}

export interface Compilation {
  diagnostics: Diagnostic[]
  /** Warnings and advice that the document silences; not among `diagnostics`. */
  silenced: Diagnostic[]
  /** Every node of the document. */
  nodes: Record<NodeId, NodeFacts>
  networks: Record<NodeId, NetworkFacts>
  objectives: Record<NodeId, ObjectiveFacts>
  /** By the wire's key (its destination); `null` where the shape is not known. */
  wires: Record<string, Shape | null>
  /** Multiply-adds of dense and convolution layers × 2, forward and backward, one step, without penalties and looking ahead. */
  flopsPerStep: number
  bytes: { weights: number; activations: number }
  /** Bytes that training keeps: weights with their gradients, moments and averages, and the activations. 0 while there are errors. */
  trainingBytes: number
  /** `null` while there are errors. */
  plan: Plan | null
}
