/**
 * @file How steep critics are between real and fake samples: the mean of ‖∇D(x̂)‖ that WGAN-GP asks to be 1 (Gulrajani et al. 2017,
 * equation 3), measured on draws of its own, so that a penalty can be seen to hold without being in the loss.
 */
import { coneOf, producers } from '../../compile/cones'
import { norms, squaredSlopesBetween } from '../../objectives/penalties/slopes'
import { evaluateDraws, keyedRandom } from './evaluate'
import { samplesOf } from './losses'
import { readBack } from './read-back'
import type { Trainer } from './trainer'

const BATCHES = 16

/**
 * By id of the objective, the mean norm of the gradient of the score at points x̂ between pairs of samples, over 16 batches of
 * the training's size. Objectives without a critic, or whose real and fake samples cannot be paired, are left out.
 */
export async function criticSlopes(trainer: Trainer): Promise<Record<string, number>> {
  const { machine, plan, step } = trainer
  const { tf } = machine
  const slopes: Record<string, number> = {}
  for (const objective of plan.objectives) {
    const [real, fake] = Object.keys(objective.scores)
    if (!objective.paired || real === undefined || fake === undefined) continue
    const reads = Object.values(objective.inputs)
    const operations = coneOf(plan.operations, producers(plan.operations), reads)
    let total = 0
    for (let batch = 0; batch < BATCHES; batch++) {
      const mean = tf.tidy(() => {
        const key = ['evaluation', 'slope', batch]
        const { batchSize } = plan
        const values = evaluateDraws(machine, operations, { batchSize, mode: 'training', weights: 'live', step, key })
        const setting = { values, part: 'critics', taped: [], weights: 'live', step, round: 0, key } as const
        const { samples, score } = samplesOf(machine, objective, { samples: 'paired' }, setting)
        const squares = squaredSlopesBetween({
          tf,
          random: keyedRandom(tf, [...key, 'between'])(objective.node),
          samples: { real: samples[real]!, fake: samples[fake]! },
          critic(_, given) {
            const scores = score(real, given)
            const rows = scores.shape[0]!
            return tf.mean(tf.reshape(scores, [rows, scores.size / rows]), 1)
          },
        })
        return tf.mean(norms(tf, squares))
      })
      total += (await readBack(mean))[0]!
    }
    slopes[objective.node] = total / BATCHES
  }
  return slopes
}
