/**
 * @file How layers learn, in words: how far an update moves the weights, where the gradient vanishes or explodes, and which units are
 * dead. The measure is the size of an update beside that of the weights, for which a thousandth is usual (A. Karpathy, CS231n,
 * "Ratio of weights:updates").
 */
import type { NodeId } from '../../graph/document'
import { countText, percentText } from '../../lib/quantities'
import type { Heat, LayerHeat, Units, WeightMotion } from '../../train/life'

export interface NodeHeat extends LayerHeat {
  node: NodeId
  step: number
  /** How fast the weights move: −1 a hundred times slower than usual, 1 a hundred times faster; `null` when nothing is known. */
  warmth: number | null
  remark: string | null
}

/** Change of the weights in one update, as a part of their size; `null` for weights that are all 0. */
export const updateShare = ({ updateNorm, weightNorm }: WeightMotion): number | null =>
  weightNorm > 0 ? updateNorm / weightNorm : null

const USUAL = 1e-3
/** Powers of ten from the usual to the ends of the scale. */
const REACH = 2

export function warmthOf(motion: WeightMotion): number | null {
  const share = updateShare(motion)
  if (share === null || Number.isNaN(share)) return null
  return Math.max(-1, Math.min(1, Math.log10(share / USUAL) / REACH))
}

const EXPLODING = 0.1
const STANDING = 1e-6
/** A gradient this much smaller than the largest of the network has vanished on its way. */
const VANISHED = 1e-3

const rms = ({ gradientNorm, weights }: WeightMotion): number => gradientNorm / Math.sqrt(weights)

/** A sentence or two where something is out of the ordinary. `network`: the motions of all layers of its network. */
export function remarkOf({ motion, units }: LayerHeat, network: readonly WeightMotion[]): string | null {
  return [motion && motionRemark(motion, network), units && deadRemark(units)].filter(Boolean).join(' ') || null
}

function motionRemark(motion: WeightMotion, network: readonly WeightMotion[]): string | null {
  const share = updateShare(motion)
  if (!Number.isFinite(motion.gradientNorm))
    return 'The gradient is no finite number: it has exploded. Lower the learning rate, or clip the gradient.'
  if (motion.gradientNorm === 0) return 'No gradient reaches its weights, so it does not learn.'
  if (share !== null && share > EXPLODING)
    return `Exploding: an update moves its weights by ${percentText(share)} of their size, where about 0.1 % is usual. Lower the learning rate, or clip the gradient.`
  const largest = Math.max(...network.map(rms))
  if (rms(motion) < VANISHED * largest)
    return `Vanishing: its gradient is ${countText(largest / rms(motion))} times smaller than the largest in this network. Normalisation, leaky activations or a shortcut past it bring the gradient back.`
  if (share !== null && share < STANDING)
    return 'Its weights hardly move: an update changes them by less than a millionth of their size.'
  return null
}

function deadRemark({ dead, count }: Units): string | null {
  if (dead === count) return 'All of its units are dead: they give 0 for every sample, and no gradient passes.'
  if (2 * dead < count) return null
  return `${countText(dead)} of its ${countText(count)} units are dead: they give 0 for every sample and learn nothing. A leaky activation or a lower learning rate helps.`
}

/** `0.32 %`, how much an update changes the weights; in short, for a node. */
export function shareText(share: number): string {
  const percent = 100 * share
  if (percent >= 0.01 || percent === 0) return `${Number(percent.toPrecision(2))} %`
  return `${percent.toExponential(0).replace('-', '−')} %`
}

/** One entry for each layer. `parentOf` gives the network in which it stands. */
export function heatOfNodes({ step, layers }: Heat, parentOf: (node: NodeId) => NodeId | undefined): NodeHeat[] {
  const byNetwork = new Map<NodeId | undefined, WeightMotion[]>()
  for (const [node, { motion }] of Object.entries(layers)) {
    const network = parentOf(node)
    if (motion) byNetwork.set(network, [...(byNetwork.get(network) ?? []), motion])
  }
  return Object.entries(layers).map(([node, heat]) => ({
    ...heat,
    node,
    step,
    warmth: heat.motion && warmthOf(heat.motion),
    remark: remarkOf(heat, byNetwork.get(parentOf(node)) ?? []),
  }))
}
