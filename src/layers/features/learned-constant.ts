/** @file Learned constant: values that are trained and the same for every sample (StyleGAN, Karras et al., arXiv 1812.04948). */
import { z } from 'zod'
import { integersField, selectField } from '../../lib/fields'
import { ok } from '../../lib/result'
import { MAX_DIMENSION, MAX_RANK, shapeSize } from '../../tensor/shape'
import { reshapeLayer } from '../keras'
import { defineLayer, type Initializer } from '../layer'
import { channelsBefore } from '../onnx'
import { box, grid, together } from '../pictures'
import { channelsFirst, sameState, tuple } from '../pytorch'
import { filledWith, permuted, reshapedTo } from '../weight-values'

const initials = { ones: 'Ones', normal: 'Normal' } as const

const initializers: Record<keyof typeof initials, Initializer> = {
  ones: { kind: 'constant', value: 1 },
  normal: { kind: 'standard-normal' },
}

const PYTORCH = `class LearnedConstant(nn.Module):
    """Trained values, the same for every sample."""

    def __init__(self, shape: tuple[int, ...]):
        super().__init__()
        self.constant = nn.Parameter(torch.ones(shape))

    def forward(self, x: Tensor) -> Tensor:
        return self.constant.expand(x.shape[0], *self.constant.shape)`

export const learnedConstant = defineLayer({
  kind: 'learned-constant',
  title: 'Learned constant',
  group: 'Features and batches',
  icon: 'pi',
  picture: together(grid({ columns: 4, rows: 4, strong: [[0, 0, 4, 4]], largest: 7 }, 34, 30), {
    line: `M3 18h3m2 0h3m2 0h3${box(18, 2, 32, 32)}`,
  }),
  summary: 'Gives values that are trained and the same for every sample.',
  docs: `out = constant, for every sample of the batch. The input only sets how many samples there are: wire the latent, or anything else of the same batch, into it; its values are not read, and what lies before it is not trained through it.
StyleGAN's generator starts from a learned [4, 4, 512] and takes its latent through the styles of its adaptive norms (arXiv 1812.04948, section 2; there it starts at 1). StyleGAN2 starts it from a normal of variance 1.
Weights: constant, of the shape given.`,
  keywords: ['stylegan', 'parameter', 'trainable', 'input', 'const', 'start'],
  params: z.strictObject({
    shape: integersField({
      title: 'Shape',
      description: 'Shape of the values, for example [4, 4, 512].',
      minimum: 1,
      maximum: MAX_DIMENSION,
      minimumLength: 1,
      maximumLength: MAX_RANK,
    }).default([4, 4, 64]),
    initial: selectField({
      title: 'First values',
      description: 'Ones, as in StyleGAN, or normal with variance 1, as in StyleGAN2.',
      options: initials,
      advanced: true,
    }).default('ones'),
  }),
  inputs: [{ name: 'in', description: 'Anything: it sets how many samples there are.', batchOnly: true }],
  shape: (_, { shape }) => ok(shape),
  weights: (_, { shape, initial }) => [
    { name: 'constant', shape, initializer: initializers[initial], trainable: true },
  ],
  differentiable: 2,
  pytorch: (_, { shape }) => ({
    module: `LearnedConstant(${tuple(shape)})`,
    forward: channelsFirst('{module}({in})', shape.length),
    definitions: PYTORCH,
    state: [sameState('constant', 'constant', shape)],
  }),
  onnx({ inputs, weights, shape, add, floats, integers }) {
    const constant = permuted(weights.constant!, channelsBefore([...shape.keys()]))
    const batch = add('Shape', [inputs.in!], { start: { int: 0 }, end: { int: 1 } })
    const size = add('Concat', [batch, integers(channelsBefore(shape))], { axis: { int: 0 } })
    return add('Expand', [floats(constant, 'constant'), size])
  },
  // Nothing there makes a value from the number of samples alone: it is the bias of a Dense whose kernel is 0.
  keras(context) {
    const { inputs, shapes, weights, shape, add } = context
    const mean = add('GlobalAveragePooling1D', {}, reshapeLayer(context, inputs.in!, [shapeSize(shapes.in!), 1]))
    const units = shapeSize(shape)
    const constant = add('Dense', { units }, mean, {
      kernel: filledWith(0, [1, units]),
      bias: reshapedTo(weights.constant!, [units]),
    })
    return reshapeLayer(context, constant, shape)
  },
  apply({ tf, params: { shape }, inputs, weights }) {
    const batch = inputs.in!.shape[0]!
    return tf.tile(tf.reshape(weights.constant!, [1, ...shape]), [batch, ...shape.map(() => 1)])
  },
  examples: [
    { params: { shape: [2, 2, 3] }, inputs: { in: [5] }, output: [2, 2, 3], parameters: 12 },
    { params: { shape: [4], initial: 'normal' }, inputs: { in: [2, 2, 1] }, output: [4], parameters: 4 },
  ],
})
