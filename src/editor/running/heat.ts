/**
 * @file How layers learn, in words: how far an update moves the weights, where the gradient vanishes or explodes, and which units are
 * dead. Heat is of either of two measures: the size of an update beside that of the weights, for which a thousandth is usual
 * (A. Karpathy, CS231n, "Ratio of weights:updates"), or the norm of the gradient beside those of the other layers of its network.
 */
import type { NodeId } from '../../graph/document'
import { countText, percentText } from '../../lib/quantities'
import type { Heat, LayerHeat, Units, WeightMotion } from '../../train/life'

export type HeatMeasure = 'update' | 'gradient'

export interface NodeHeat extends LayerHeat {
  node: NodeId
  step: number
  /** −1 a hundred times less than usual, 1 a hundred times more; `null` when nothing is known. */
  warmth: Readonly<Record<HeatMeasure, number | null>>
  remark: string | null
}

/** Change of the weights in one update, as a part of their size; `null` for weights that are all 0. */
export const updateShare = ({ updateNorm, weightNorm }: WeightMotion): number | null =>
  weightNorm > 0 ? updateNorm / weightNorm : null

const USUAL = 1e-3
/** Powers of ten from the usual to the ends of the scale. */
const REACH = 2

const onScale = (ratio: number): number | null =>
  Number.isNaN(ratio) ? null : Math.max(-1, Math.min(1, Math.log10(ratio) / REACH))

/** Of the update: beside a thousandth of the weights. */
export function updateWarmth(motion: WeightMotion): number | null {
  const share = updateShare(motion)
  return share === null ? null : onScale(share / USUAL)
}

/** Of the gradient: its norm beside the geometric mean over all layers of its network, itself included, that one reaches. */
export function gradientWarmth({ gradientNorm }: WeightMotion, network: readonly WeightMotion[]): number | null {
  const logarithms = network.map((other) => Math.log(other.gradientNorm)).filter(Number.isFinite)
  if (logarithms.length === 0) return null
  return onScale(gradientNorm / Math.exp(logarithms.reduce((sum, value) => sum + value, 0) / logarithms.length))
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
  return Object.entries(layers).map(([node, heat]) => {
    const network = byNetwork.get(parentOf(node)) ?? []
    const { motion } = heat
    return {
      ...heat,
      node,
      step,
      warmth: { update: motion && updateWarmth(motion), gradient: motion && gradientWarmth(motion, network) },
      remark: remarkOf(heat, network),
    }
  })
}
