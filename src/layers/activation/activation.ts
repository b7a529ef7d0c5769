/** @file Activation: a function of each value, as a node of its own. */
import { z } from 'zod'
import { booleanField, numberField, selectField } from '../../lib/fields'
import { fail, ok } from '../../lib/result'
import {
  activate,
  activationNodes,
  activationRange,
  activationText,
  activationTitles,
  canDie,
  DEFAULT_SLOPE,
} from '../activations'
import { activationLayer } from '../keras'
import { defineLayer, type Tensor, type TensorFlow } from '../layer'
import { perChannel } from '../onnx'
import { axes, box, dot, plot } from '../pictures'
import { ANY_INPUT } from '../ports'
import { shapeProblem } from '../problems'

import { sameState } from '../pytorch'
import { reshapedTo } from '../weight-values'

/** The slope that the paper starts from (He et al., arXiv 1502.01852). */
const PRELU_SLOPE = 0.25

/** From relu alone, so that every derivative is right; `tf.prelu` has no second one. */
const prelu = (tf: TensorFlow, x: Tensor, alpha: Tensor): Tensor =>
  tf.sub(tf.relu(x), tf.mul(tf.relu(tf.neg(x)), alpha))

export const activation = defineLayer({
  kind: 'activation',
  title: 'Activation',
  group: 'Activation and noise',
  icon: 'activity',
  picture: {
    soft: box(28, 3, 24, 26),
    line: `${axes([-1, 1], [-0.2, 1])}${plot((x) => (x < 0 ? 0.15 * x : x), [-1, 1], [-0.2, 1])}`,
    strong: dot(46, 8, 3),
  },
  summary: 'Applies a function such as ReLU or tanh to each value.',
  docs: `Entry by entry, but for softmax, which works along the last axis. Leaky ReLU: x below 0 becomes slope · x. PReLU: the same with a trained slope for each channel (alpha, 0.25 at first, arXiv 1502.01852), or with one shared slope, as in SRGAN (arXiv 1609.04802). GELU is the exact one, with the error function. Swish is x · sigmoid(x).
Generators usually have ReLU inside and tanh at the end, for data in [-1, 1]; discriminators leaky ReLU with slope 0.2 (DCGAN, arXiv 1511.06434). A score needs no activation: the losses take logits.`,
  keywords: [...Object.keys(activationTitles), 'prelu', 'silu', 'nonlinearity'],
  params: z.strictObject({
    function: selectField({
      title: 'Function',
      description: 'The function that is applied.',
      options: { ...activationTitles, prelu: 'PReLU' },
    }).default('relu'),
    slope: numberField({
      title: 'Slope',
      description: 'Slope of leaky ReLU below 0. Other functions do not use it.',
      minimum: 0,
      maximum: 1,
    }).default(DEFAULT_SLOPE),
    shared: booleanField({
      title: 'Shared slope',
      description: 'PReLU trains one slope for all channels. Other functions do not use it.',
      advanced: true,
    }).default(false),
  }),
  inputs: ANY_INPUT,
  shape({ in: input }, params) {
    if (input!.length > 0 || (params.function !== 'prelu' && params.function !== 'softmax')) return ok(input!)
    return fail(
      shapeProblem('rank-mismatch', {
        port: 'in',
        param: 'function',
        wanted: [{ port: 'in', shape: [1] }],
        message: `${params.function === 'prelu' ? 'PReLU' : 'Softmax'} expects channels, such as [100], but receives a single number [].`,
        fix: 'Insert a Reshape to [1] before it, or choose another function.',
      }),
    )
  },
  range({ in: input }, params) {
    return params.function === 'prelu' ? null : activationRange(params.function, input!, params.slope)
  },
  canDie: (params) => params.function !== 'prelu' && canDie(params.function, params.slope),
  weights({ in: input }, params) {
    if (params.function !== 'prelu') return []
    const initializer = { kind: 'constant', value: PRELU_SLOPE } as const
    return [{ name: 'alpha', shape: [params.shared ? 1 : input!.at(-1)!], initializer, trainable: true }]
  },
  differentiable: 2,
  pytorch({ in: input }, params) {
    if (params.function !== 'prelu') return { forward: activationText(params.function, '{in}', params.slope) }
    const slopes = params.shared ? 1 : input!.at(-1)!
    return {
      module: `nn.PReLU(${slopes}, init=${PRELU_SLOPE})`,
      forward: '{module}({in})',
      state: [sameState('alpha', 'weight', [slopes])],
    }
  },
  onnx(context) {
    const { params, inputs, weights, shape } = context
    if (params.function !== 'prelu') return activationNodes(context, params.function, inputs.in!, params.slope)
    const slope = perChannel(context, weights.alpha!, shape.length, 'alpha')
    return context.add('PRelu', [inputs.in!, slope])
  },
  keras(context) {
    const { params, inputs, weights, shape, add } = context
    if (params.function !== 'prelu') return activationLayer(context, params.function, inputs.in!, params.slope)
    const places = shape.slice(1).map((_, axis) => axis + 1)
    const shared = params.shared ? [...places, shape.length] : places
    const alpha = reshapedTo(weights.alpha!, [...places.map(() => 1), ...weights.alpha!.shape])
    return add('PReLU', { shared_axes: shared }, inputs.in!, { alpha })
  },
  apply({ tf, params, inputs, weights }) {
    return params.function === 'prelu'
      ? prelu(tf, inputs.in!, weights.alpha!)
      : activate(tf, params.function, inputs.in!, params.slope)
  },
  examples: [
    { inputs: { in: [4, 4, 2] }, output: [4, 4, 2], parameters: 0 },
    { params: { function: 'leaky-relu', slope: 0.3 }, inputs: { in: [7] }, output: [7] },
    { params: { function: 'prelu' }, inputs: { in: [3, 2, 5] }, output: [3, 2, 5], parameters: 5 },
    { params: { function: 'prelu', shared: true }, inputs: { in: [3, 2, 5] }, output: [3, 2, 5], parameters: 1 },
    { params: { function: 'elu' }, inputs: { in: [7] }, output: [7] },
    { params: { function: 'selu' }, inputs: { in: [7] }, output: [7] },
    { params: { function: 'gelu' }, inputs: { in: [7] }, output: [7] },
    { params: { function: 'swish' }, inputs: { in: [7] }, output: [7] },
    { params: { function: 'tanh' }, inputs: { in: [7] }, output: [7] },
    { params: { function: 'sigmoid' }, inputs: { in: [7] }, output: [7] },
    { params: { function: 'softplus' }, inputs: { in: [7] }, output: [7] },
    { params: { function: 'softmax' }, inputs: { in: [2, 5] }, output: [2, 5] },
    { params: { function: 'linear' }, inputs: { in: [7] }, output: [7] },
  ],
  refusals: [
    { params: { function: 'softmax' }, inputs: { in: [] }, code: 'rank-mismatch' },
    { params: { function: 'prelu' }, inputs: { in: [] }, code: 'rank-mismatch' },
  ],
})
