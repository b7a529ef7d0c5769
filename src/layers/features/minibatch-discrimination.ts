/** @file Minibatch discrimination: each sample learns how close the others of its batch are (Salimans et al., arXiv 1606.03498). */
import { z } from 'zod'
import { integerField } from '../../lib/fields'
import { fail } from '../../lib/result'
import type { OwnLayer } from '../keras'
import { defineLayer } from '../layer'
import type { OnnxValue } from '../onnx'
import { dot } from '../pictures'
import { withinLimits } from '../problems'
import { sameState } from '../pytorch'
import { filledWith } from '../weight-values'
import { notAVector } from './problems'

const PYTORCH = `class MinibatchDiscrimination(nn.Module):
    """How near the other samples of the batch are, as more features (arXiv 1606.03498)."""

    def __init__(self, features: int, kernels: int, dimensions: int):
        super().__init__()
        self.kernels = kernels
        self.kernel = nn.Parameter(0.02 * torch.randn(features, kernels * dimensions))

    def forward(self, x: Tensor) -> Tensor:
        m = (x @ self.kernel).reshape(x.shape[0], self.kernels, -1)
        distances = (m.unsqueeze(0) - m.unsqueeze(1)).abs().sum(3)
        return torch.cat([x, torch.exp(-distances).sum(1) - 1], 1)`

const KERAS: OwnLayer = {
  className: 'MinibatchDiscrimination',
  mixesSamples: true,
  source: `/** Adds features that say how close the other samples of the batch are (arXiv 1606.03498). */
class MinibatchDiscrimination extends tf.layers.Layer {
  static className = 'MinibatchDiscrimination'

  constructor(config) {
    super(config)
    this.kernels = config.kernels
    this.dimensions = config.dimensions
  }

  build([, features]) {
    const shape = [features, this.kernels * this.dimensions]
    this.kernel = this.addWeight('kernel', shape, 'float32', tf.initializers.randomNormal({ stddev: 0.02 }))
    this.built = true
  }

  computeOutputShape([batch, features]) {
    return [batch, features + this.kernels]
  }

  call(inputs) {
    return tf.tidy(() => {
      const [x] = [inputs].flat()
      const mapped = tf.matMul(x, this.kernel.read())
      const rows = tf.reshape(mapped, [-1, 1, this.kernels, this.dimensions])
      const columns = tf.reshape(mapped, [1, -1, this.kernels, this.dimensions])
      const distances = tf.sum(tf.abs(tf.sub(rows, columns)), 3)
      return tf.concat([x, tf.sub(tf.sum(tf.exp(tf.neg(distances)), 1), 1)], 1)
    })
  }

  getConfig() {
    return { ...super.getConfig(), kernels: this.kernels, dimensions: this.dimensions }
  }
}`,
}

export const minibatchDiscrimination = defineLayer({
  kind: 'minibatch-discrimination',
  title: 'Minibatch discrimination',
  group: 'Features and batches',
  icon: 'users',
  picture: {
    line: 'M12 10L26 26L44 8L12 10M26 26L40 28L44 8M12 10L40 28',
    soft: `${dot(44, 8, 3.5)}${dot(12, 10, 3.5)}`,
    strong: `${dot(26, 26, 3.5)}${dot(40, 28, 3.5)}`,
  },
  summary: 'Adds features that say how close the other samples of the batch are.',
  docs: `Each sample's features f are mapped to M = f · kernel, kernels rows of dimensions values. For row k, sample i gets one more feature: the sum over the other samples j of exp(−‖M_ik − M_jk‖₁), which is large where many samples are alike. So [n] becomes [n + kernels], and a generator that makes one thing only is found out.
From Improved Techniques for Training GANs (arXiv 1606.03498, section 3.2); the sample itself, whose term is always 1, is left out of the sum, as in the authors' code. It stands before the last Dense of a discriminator. It compares every sample with every other: a batch of 64 with 50 · 5 values takes 4 MB, one of 256 takes 64 MB.
Weights: kernel [n, kernels · dimensions].`,
  keywords: ['mode collapse', 'batch', 'similarity', 'salimans', 'improved gan', 'diversity'],
  params: z.strictObject({
    kernels: integerField({
      title: 'Kernels',
      description: 'Features that are added.',
      minimum: 1,
      maximum: 1024,
    }).default(50),
    dimensions: integerField({
      title: 'Dimensions',
      description: 'Values that are compared for each of them.',
      minimum: 1,
      maximum: 256,
    }).default(5),
  }),
  inputs: [{ name: 'in', description: 'The features of each sample, a vector.' }],
  shape({ in: input }, { kernels }) {
    const problem = notAVector('Minibatch discrimination', 'features', input!)
    if (problem) return fail(problem)
    return withinLimits('Minibatch discrimination', [input![0]! + kernels], input!)
  },
  weights({ in: input }, { kernels, dimensions }) {
    const [features, values] = [input![0]!, kernels * dimensions]
    return [
      {
        name: 'kernel',
        shape: [features, values],
        initializer: { kind: 'normal', fanIn: features, fanOut: values },
        trainable: true,
      },
    ]
  },
  multiplyAdds: ({ in: input }, { kernels, dimensions }) => input![0]! * kernels * dimensions,
  differentiable: 2,
  mixesSamples: () => true,
  pytorch: ({ in: input }, { kernels, dimensions }) => ({
    module: `MinibatchDiscrimination(${input![0]}, ${kernels}, ${dimensions})`,
    forward: '{module}({in})',
    definitions: PYTORCH,
    state: [sameState('kernel', 'kernel', [input![0]!, kernels * dimensions])],
  }),
  onnx({ params: { kernels, dimensions }, inputs, weights, add, floats, integers }) {
    const x = inputs.in!
    const mapped = add('MatMul', [x, floats(weights.kernel!, 'kernel')])
    const rows = add('Reshape', [mapped, integers([-1, 1, kernels, dimensions])])
    const columns = add('Reshape', [mapped, integers([1, -1, kernels, dimensions])])
    const sum = (values: OnnxValue, axis: number) =>
      add('ReduceSum', [values, integers([axis])], { keepdims: { int: 0 } })
    const distances = sum(add('Abs', [add('Sub', [rows, columns])]), 3)
    const closeness = sum(add('Exp', [add('Neg', [distances])]), 1)
    const others = add('Sub', [closeness, floats(filledWith(1, []), 'itself')])
    return add('Concat', [x, others], { axis: { int: 1 } })
  },
  keras: ({ params: { kernels, dimensions }, inputs, weights, add }) =>
    add(KERAS, { kernels, dimensions }, inputs.in!, weights),
  apply({ tf, params: { kernels, dimensions }, inputs, weights }) {
    const x = inputs.in!
    const batch = x.shape[0]!
    const mapped = tf.matMul(x, weights.kernel!)
    const rows = tf.reshape(mapped, [batch, 1, kernels, dimensions])
    const columns = tf.reshape(mapped, [1, batch, kernels, dimensions])
    const distances = tf.sum(tf.abs(tf.sub(rows, columns)), 3)
    return tf.concat([x, tf.sub(tf.sum(tf.exp(tf.neg(distances)), 1), 1)], 1)
  },
  examples: [
    { params: { kernels: 3, dimensions: 2 }, inputs: { in: [4] }, output: [7], parameters: 24 },
    { params: { kernels: 1, dimensions: 1 }, inputs: { in: [2] }, output: [3], parameters: 2 },
  ],
  refusals: [
    { inputs: { in: [4, 4, 2] }, code: 'rank-mismatch' },
    { inputs: { in: [1_048_576] }, code: 'output-too-large' },
  ],
})
