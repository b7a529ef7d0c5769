/** @file Dense: every output is a weighted sum of all inputs. */
import { z } from 'zod'
import { fail } from '../../lib/result'
import { type Shape, shapeSize } from '../../tensor/shape'
import { activate, activationRange } from '../activations'
import { defineLayer, type WeightSpec } from '../layer'
import { ANY_INPUT } from '../ports'
import { shapeProblem, withinLimits } from '../problems'
import { biasSpec } from './bias'
import { activation, bias, initializer, units } from './params'

const lastOf = (shape: Shape): number => shape.at(-1)!

export const dense = defineLayer({
  kind: 'dense',
  title: 'Dense',
  group: 'Dense and convolution',
  icon: 'waypoints',
  summary: 'Fully connected: every output is a weighted sum of all inputs.',
  docs: `out = activation(in · kernel + bias). Works along the last axis: [n] becomes [units], and [height, width, n] becomes [height, width, units] with the same kernel at each place. Put a Flatten before it to connect all values of an image.
Weights: kernel [n, units], bias [units]. As Dense of Keras.`,
  keywords: ['linear', 'fully connected', 'fc', 'mlp', 'perceptron'],
  params: z.strictObject({ units, bias, activation, initializer }),
  inputs: ANY_INPUT,
  shape({ in: input }, params) {
    if (input!.length === 0) {
      return fail(
        shapeProblem('rank-mismatch', {
          port: 'in',
          message: 'Dense expects at least one axis, such as [100], but receives a single number [].',
          fix: 'Insert a Reshape to [1] before it.',
        }),
      )
    }
    return withinLimits('Dense', [...input!.slice(0, -1), params.units], input!)
  },
  // The weighted sum itself is not bounded, whatever comes in.
  range: (_, params) => activationRange(params.activation, null),
  weights({ in: input }, params) {
    const fanIn = lastOf(input!)
    const kernel: WeightSpec = {
      name: 'kernel',
      shape: [fanIn, params.units],
      initializer: { kind: params.initializer, fanIn, fanOut: params.units },
      trainable: true,
    }
    return params.bias ? [kernel, biasSpec(params.units)] : [kernel]
  },
  multiplyAdds: ({ in: input }, params) => shapeSize(input!) * params.units,
  differentiable: 2,
  apply({ tf, params, inputs, weights }) {
    const x = inputs.in!
    const rows = tf.matMul(tf.reshape(x, [-1, lastOf(x.shape)]), weights.kernel!)
    const sums = tf.reshape(rows, [...x.shape.slice(0, -1), params.units])
    return activate(tf, params.activation, weights.bias ? tf.add(sums, weights.bias) : sums)
  },
  examples: [
    { params: { units: 784, activation: 'tanh' }, inputs: { in: [100] }, output: [784], parameters: 79_184 },
    { params: { units: 1, bias: false }, inputs: { in: [128] }, output: [1], parameters: 128 },
    { params: { units: 3, activation: 'softplus' }, inputs: { in: [4, 5, 2] }, output: [4, 5, 3], parameters: 9 },
  ],
  refusals: [{ inputs: { in: [] }, code: 'rank-mismatch' }],
})
