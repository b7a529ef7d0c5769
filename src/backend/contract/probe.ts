/** @file What a backend computes, in a few numbers: two steps of a small DCGAN. For comparing places, threads and runs. */
import { makeDcgan } from '../bench/dcgan'
import type { OpenBackend } from '../open'

export interface Probe {
  info: OpenBackend['info']
  /** Losses of the steps, in order. */
  losses: number[]
  /** Tensors that a step left behind. */
  leaked: number
}

export async function probe({ tf, info }: OpenBackend): Promise<Probe> {
  const model = makeDcgan({ batchSize: 2, channels: 4 })
  const losses: number[] = []
  const before = tf.memory().numTensors
  let leaked = 0
  for (let step = 0; step < 2; step++) {
    const made = model.step()
    for (const loss of made) losses.push((await loss.data())[0]!)
    tf.dispose(made)
    // The first step makes the optimisers' moments.
    if (step === 0) leaked = -tf.memory().numTensors
    else leaked += tf.memory().numTensors
  }
  model.dispose()
  if (tf.memory().numTensors > before) leaked += tf.memory().numTensors - before
  return { info, losses, leaked }
}
