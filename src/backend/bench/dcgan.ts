/** @file A DCGAN for 28×28 on bare tfjs-core, to time backends with: one step is one update of the critic and one of the generator. */
import * as tf from '@tensorflow/tfjs-core'

export interface DcganSettings {
  batchSize: number
  /** Channels of the larger map; the smaller has twice as many. */
  channels: number
}

type Tensor4D = tf.Tensor4D
type Weights = Record<string, tf.Variable>

const softplusMean = (x: tf.Tensor): tf.Scalar => tf.mean(tf.softplus(x))

function batchNorm(x: tf.Tensor, gain: tf.Tensor, shift: tf.Tensor): tf.Tensor {
  const axes = [...Array(x.rank - 1).keys()]
  const centred = tf.sub(x, tf.mean(x, axes, true))
  const variance = tf.mean(tf.square(centred), axes, true)
  return tf.add(tf.mul(centred, tf.mul(tf.rsqrt(tf.add(variance, 1e-3)), gain)), shift)
}

/** Builds the networks; `step` makes one step and answers the losses `[critic, generator]`, as tensors. */
export function makeDcgan({ batchSize, channels }: DcganSettings): { step(): tf.Scalar[]; dispose(): void } {
  let seed = 1
  const weight = (shape: number[], deviation = 0.05) =>
    tf.tidy(() =>
      tf.variable(deviation === 0 ? tf.zeros(shape) : tf.randomNormal(shape, 0, deviation, 'float32', seed++)),
    )
  const [wide, deep] = [channels, 2 * channels]
  const generator: Weights = {
    dense: weight([100, 49 * deep]),
    gain0: weight([deep]),
    shift0: weight([deep], 0),
    up1: weight([5, 5, wide, deep]),
    gain1: weight([wide]),
    shift1: weight([wide], 0),
    up2: weight([5, 5, 1, wide]),
    bias2: weight([1], 0),
  }
  const critic: Weights = {
    down1: weight([5, 5, 1, wide]),
    bias1: weight([wide], 0),
    down2: weight([5, 5, wide, deep]),
    bias2: weight([deep], 0),
    dense: weight([49 * deep, 1]),
    bias3: weight([1], 0),
  }
  const generate = (z: tf.Tensor): tf.Tensor => {
    const { dense, gain0, shift0, up1, gain1, shift1, up2, bias2 } = generator as Record<string, tf.Tensor>
    const seedMap = tf.reshape(tf.matMul(z, dense!), [batchSize, 7, 7, deep])
    const small = tf.relu(batchNorm(seedMap, gain0!, shift0!)) as Tensor4D
    const middle = tf.conv2dTranspose(small, up1 as Tensor4D, [batchSize, 14, 14, wide], 2, 'same')
    const large = tf.relu(batchNorm(middle, gain1!, shift1!)) as Tensor4D
    return tf.tanh(tf.add(tf.conv2dTranspose(large, up2 as Tensor4D, [batchSize, 28, 28, 1], 2, 'same'), bias2!))
  }
  const score = (images: tf.Tensor): tf.Tensor => {
    const { down1, bias1, down2, bias2, dense, bias3 } = critic as Record<string, tf.Tensor>
    const first = tf.leakyRelu(tf.add(tf.conv2d(images as Tensor4D, down1 as Tensor4D, 2, 'same'), bias1!), 0.2)
    const second = tf.leakyRelu(tf.add(tf.conv2d(first as Tensor4D, down2 as Tensor4D, 2, 'same'), bias2!), 0.2)
    return tf.add(tf.matMul(tf.reshape(second, [batchSize, 49 * deep]), dense!), bias3!)
  }
  const real = tf.randomUniform([batchSize, 28, 28, 1], -1, 1, 'float32', seed++)
  const optimizers = [tf.train.adam(2e-4, 0.5), tf.train.adam(2e-4, 0.5)] as const
  const step = () =>
    tf.tidy(() => {
      const z = tf.randomNormal([batchSize, 100], 0, 1, 'float32', seed++)
      const fake = generate(z)
      const critics = tf.variableGrads(
        () => tf.add(softplusMean(tf.neg(score(real))), softplusMean(score(fake))),
        Object.values(critic),
      )
      optimizers[0].applyGradients(critics.grads as tf.NamedTensorMap as Record<string, tf.Variable>)
      const players = tf.variableGrads(() => softplusMean(tf.neg(score(generate(z)))), Object.values(generator))
      optimizers[1].applyGradients(players.grads as tf.NamedTensorMap as Record<string, tf.Variable>)
      return [critics.value, players.value]
    })
  const dispose = () => {
    tf.dispose([...Object.values(generator), ...Object.values(critic), real])
    for (const optimizer of optimizers) optimizer.dispose()
  }
  return { step, dispose }
}
