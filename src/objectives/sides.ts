/** @file What each side of an adversarial objective minimises: its loss over the scores that it sees, under its penalty. */
import type { Scalar } from '@tensorflow/tfjs-core'
import type { LayerRandom, Tensor, TensorFlow } from '../layers/layer'
import type { Resolved } from '../lib/schedule'
import type { KernelSettings } from './kernel'
import { type LossName, lossOf } from './losses'
import type { AdversarialLoss } from './losses/loss'
import type { Side } from './objective'
import type { ScorePort } from './penalties/penalty'
import { type Penalty, penalise, samplesFor } from './penalty'
import { drawFlipped, drawTarget, type TargetParams } from './targets'

export interface SideParams extends TargetParams {
  loss: LossName
  kernel: KernelSettings
  penalty: Penalty
}

const PORTS: readonly ScorePort[] = ['real', 'fake']

/** Ports whose scores the players' loss is made of. */
export function readByPlayers(loss: AdversarialLoss, behind: readonly string[]): readonly ScorePort[] {
  if (loss.form === 'joint') return PORTS
  const read = PORTS.filter((port) => behind.includes(port))
  return read.length > 0 ? read : ['fake']
}

interface Evaluation {
  tf: TensorFlow
  random: LayerRandom
  params: TargetParams & { loss: LossName; kernel: KernelSettings }
  inputs: Record<string, Tensor>
}

function lossFor(side: 'critic' | 'player', ports: readonly ScorePort[], evaluation: Evaluation): Scalar {
  const { tf, random, params, inputs } = evaluation
  const loss = lossOf(params.loss)
  if (loss.form === 'joint') return loss[side]({ tf, real: inputs.real!, fake: inputs.fake!, kernel: params.kernel })
  const targets = { real: params.realTarget, fake: params.fakeTarget }
  const parts = ports.map((port) => {
    const scores = inputs[port]!
    const [own, other] = port === 'real' ? [targets.real, targets.fake] : [targets.fake, targets.real]
    const target =
      side === 'critic'
        ? drawFlipped(tf, random, { own, other, probability: params.flip }, scores)
        : drawTarget(tf, random, other, scores)
    return loss[side][port](tf, scores, target)
  })
  return parts.reduce((total, part) => tf.add(total, part))
}

/** What the gradient penalties of a loss keep smooth, where it is not the mean of the scores. */
function witnessOf({ tf, params, inputs }: Evaluation): ((points: Tensor) => Tensor) | null {
  const loss = lossOf(params.loss)
  if (loss.form !== 'joint' || !loss.witness) return null
  const { witness } = loss
  const scores = { tf, real: inputs.real!, fake: inputs.fake!, kernel: params.kernel }
  return (points) => witness(scores, points)
}

export function sideOf<Params extends SideParams>(
  side: 'critic' | 'player',
  params: Params,
  behind: readonly string[],
): Side<Params> {
  const loss = lossOf(params.loss)
  const reads = side === 'critic' ? PORTS : readByPlayers(loss, behind)
  return {
    reads,
    samples: samplesFor(side, params.penalty),
    loss(context) {
      const resolved = context.params as unknown as Resolved<SideParams>
      const evaluation = { tf: context.tf, random: context.random, inputs: context.inputs, params: resolved }
      return penalise(context, lossFor(side, reads, evaluation), side, {
        penalty: resolved.penalty,
        witness: witnessOf(evaluation),
        root: loss.scalable === 'linear',
      })
    },
  }
}
