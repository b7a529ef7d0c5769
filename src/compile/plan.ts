/**
 * @file The plan: what one training step computes, as plain data. The runtime, the exporters and the FLOP count read it,
 * and nothing in it asks which GAN it is.
 *
 * Values are named by the endpoint that gives them: `z.out`, `G.image`, `D.score@fake`; inside a network by `node.port`.
 */

import type { Endpoint, NodeId } from '../graph/document'
import type { Initializer } from '../layers/layer'
import type { Schedulable } from '../lib/schedule'
import type { Range, Shape } from '../tensor/shape'

export type ValueName = Endpoint

export interface PlanSource {
  node: NodeId
  kind: string
  params: Record<string, unknown>
  outputs: Record<string, { value: ValueName; shape: Shape }>
}

export interface PlanLayer {
  type: 'layer'
  node: NodeId
  kind: string
  params: Record<string, unknown>
  /** Port → value. For a network's body: values of the body, or `input.out` of its input nodes. */
  inputs: Record<string, ValueName>
  output: ValueName
  shape: Shape
}

export interface PlanCall {
  type: 'call'
  network: NodeId
  call: string
  /** Input port of the network → value. */
  inputs: Record<string, ValueName>
  /** Output port of the network → value. */
  outputs: Record<string, ValueName>
}

export type PlanOperation = PlanLayer | PlanCall

export interface PlanWeight {
  /** `layer/weight`, unique in the document: `G_fc/kernel`. Checkpoints use it. */
  id: string
  layer: NodeId
  /** Name within the layer: `kernel`. */
  name: string
  shape: Shape
  initializer: Initializer
  trainable: boolean
}

export type Optimizer =
  | { kind: 'adam'; learningRate: Schedulable; beta1: number; beta2: number; epsilon: number }
  | { kind: 'rmsprop'; learningRate: Schedulable; decay: number; momentum: number; epsilon: number }
  | { kind: 'sgd'; learningRate: Schedulable; momentum: number }

export interface PlanNetwork {
  id: NodeId
  name: string
  trainable: boolean
  updates: number
  optimizer: Optimizer
  /** After each update every trainable weight is clipped to ± this. */
  clip: number | null
  /** Gradients of each weight are scaled down to this L2 norm at most. */
  clipGradient: number | null
  /** Decay of the moving average of the weights; `null` for none. */
  ema: number | null
  /** Its losses, as a player, are computed with critics that many updates ahead; gradients go through those updates. */
  lookAhead: number
  /** Seed of the initial weights. */
  seed: number
  weights: readonly PlanWeight[]
  /** Layers in an order in which each comes after what it reads. */
  body: readonly PlanLayer[]
  /** Input port → name of the value it has in the body (`node.out` of the input node). */
  inputs: Record<string, { value: ValueName; shape: Shape }>
  /** Output port → value of the body that it gives, and the output node that shows it. */
  outputs: Record<string, { value: ValueName; node: NodeId; shape: Shape }>
}

export interface PlanObjective {
  node: NodeId
  kind: string
  params: Record<string, unknown>
  /** Port → value. */
  inputs: Record<string, ValueName>
  critics: readonly NodeId[]
  players: readonly NodeId[]
  /** Ports behind which there are players. */
  behind: readonly string[]
  /** For an adversarial objective: by port, how its score comes from the samples that the critics are given. */
  scores: Record<string, PlanScore>
  /** The samples of its two scores stand for each other in order. */
  paired: boolean
}

export interface PlanScore {
  /** What enters the critics from outside, labels left out. */
  samples: readonly ValueName[]
  /** Operations from there to the score, in order, as indices into `Plan.operations`. */
  operations: readonly number[]
}

/** One gradient: the weighted sum of `losses` with respect to the trainable weights of `networks`. */
export interface PlanUpdate {
  networks: readonly NodeId[]
  losses: readonly { objective: NodeId; side: 'critic' | 'player' }[]
  /**
   * Operations that the losses need, in order, as indices into `Plan.operations`: first those upstream of no network in
   * `networks` (no gradient is taped for them), then the others.
   */
  untaped: readonly number[]
  taped: readonly number[]
  /** Virtual updates of the critics that the losses are computed after. */
  ahead: { count: number; critics: readonly Omit<PlanUpdate, 'ahead'>[] } | null
}

/** Updates that are computed from the same draw and weights and applied together. */
export interface PlanRound {
  part: 'critics' | 'players'
  /** `new` draws every source; `reuse` takes the draw of the round before. */
  draw: 'new' | 'reuse'
  updates: readonly PlanUpdate[]
}

export type PlanPreview = {
  /** The output node (inside a network) or the preview node that shows it. */
  node: NodeId
  /** `Generator.image`, as in the accessible name. */
  title: string
  /** Operations to evaluate for it, in order. */
  operations: readonly number[]
} & (
  | { type: 'image'; value: ValueName; shape: Shape; range: Range }
  /** `critic`: a network that takes only points; `input` and `output` are its ports. Its scores are the surface behind the points. */
  | {
      type: 'points'
      value: ValueName
      real: ValueName | null
      critic: { network: NodeId; input: string; output: string } | null
    }
  /** Scores by call: `real`, `fake`. */
  | { type: 'scores'; values: readonly { label: string; value: ValueName }[] }
  /** Anything else: a histogram of its values. */
  | { type: 'values'; values: readonly { label: string; value: ValueName }[]; shape: Shape }
)

export interface Plan {
  batchSize: number
  /** Any batch must be a multiple of this, so that packs divide it. */
  batchMultiple: number
  seed: number
  steps: number
  sources: readonly PlanSource[]
  networks: Record<NodeId, PlanNetwork>
  /** State of layers outside of networks: a replay buffer. None is trainable. */
  state: readonly PlanWeight[]
  /** In an order in which each comes after what it reads. */
  operations: readonly PlanOperation[]
  objectives: readonly PlanObjective[]
  /** What one step does, in order. */
  rounds: readonly PlanRound[]
  previews: readonly PlanPreview[]
}

/** The layers that an operation computes. */
export const layersOf = (plan: Plan, operation: PlanOperation): readonly PlanLayer[] =>
  operation.type === 'layer' ? [operation] : plan.networks[operation.network]!.body
