/** @file Pixel norm: the channels of each place are brought to length √channels (Karras et al., arXiv 1710.10196, section 4.2). */
import { z } from 'zod'
import { channelNorm, rescalingLayer, stretchLayer } from '../keras'
import { defineLayer } from '../layer'
import { number } from '../onnx'
import { dot } from '../pictures'
import { ANY_INPUT } from '../ports'
import { epsilonField, sameShapeWithChannels } from './params'

export const pixelNorm = defineLayer({
  kind: 'pixel-norm',
  title: 'Pixel norm',
  group: 'Normalisation',
  icon: 'circle-dot',
  picture: {
    soft: dot(28, 18, 14),
    line: `${dot(28, 18, 14)}M28 18L47 4m-5 0h5v5`,
    strong: `${dot(28, 18, 2)}${dot(39.3, 9.7, 3)}`,
  },
  summary: 'Scales the channels of each place so that their mean square is 1.',
  docs: `out = in / √(mean of in² over the channels + epsilon), for each sample and place by itself. No mean is taken away and there are no weights. Progressive GAN (arXiv 1710.10196) has it after every convolution of the generator, where it keeps a contest with the discriminator from driving the values up; StyleGAN puts it on the latent.`,
  keywords: ['normalization', 'pixelwise', 'feature vector', 'rms', 'progressive'],
  params: z.strictObject({ epsilon: epsilonField(1e-8) }),
  inputs: ANY_INPUT,
  shape: ({ in: input }) => sameShapeWithChannels('Pixel norm', input!),
  differentiable: 2,
  pytorch: (_, { epsilon }) => ({
    forward: `{in} * torch.rsqrt({in}.square().mean(1, keepdim=True) + ${epsilon})`,
  }),
  onnx(context) {
    const { params, inputs, add } = context
    const x = inputs.in!
    const square = add('ReduceMean', [add('Mul', [x, x])], { axes: { ints: [1] } })
    return add('Div', [x, add('Sqrt', [add('Add', [square, number(context, params.epsilon)])])])
  },
  // The mean of values together with their negatives is 0, so a layer norm over both divides by nothing but their mean square.
  keras(context) {
    const { params, inputs, shape, add } = context
    const channels = shape.at(-1)!
    const both = add('Concatenate', { axis: -1 }, [inputs.in!, rescalingLayer(context, inputs.in!, -1)])
    const axis = shape.length - 1
    const whole = shape.with(axis, 2 * channels)
    const normal = channelNorm(context, both, whole, params.epsilon)
    return stretchLayer(context, normal, whole, { axis, start: 0, length: channels })
  },
  apply({ tf, params, inputs }) {
    const x = inputs.in!
    return tf.mul(x, tf.rsqrt(tf.add(tf.mean(tf.square(x), -1, true), params.epsilon)))
  },
  examples: [
    { inputs: { in: [4, 4, 3] }, output: [4, 4, 3], parameters: 0 },
    { params: { epsilon: 1e-3 }, inputs: { in: [16] }, output: [16] },
    { inputs: { in: [2, 3, 2, 4] }, output: [2, 3, 2, 4] },
  ],
  refusals: [{ inputs: { in: [] }, code: 'rank-mismatch' }],
})
