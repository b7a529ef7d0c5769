/** @file Self-attention: every place of a feature map looks at all others (SAGAN, Zhang et al., arXiv 1805.08318). */
import { z } from 'zod'
import { integerField } from '../../lib/fields'
import { fail, ok } from '../../lib/result'
import type { Shape } from '../../tensor/shape'
import { type KerasValue, reshapeLayer } from '../keras'
import { defineLayer, type WeightSpec } from '../layer'
import type { OnnxValue } from '../onnx'
import { grid, together } from '../pictures'
import { IMAGE_INPUT } from '../ports'
import { notAnImage } from '../problems'
import { sameState } from '../pytorch'
import {
  foldedWeight,
  normedModule,
  normedSpecs,
  normedWeight,
  WEIGHT_NORM_DOCS,
  type WeightNorm,
  weightNorm,
} from '../weight-norm'
import { permuted, scaledBy, type WeightValues } from '../weight-values'

const normed = (norm: WeightNorm) => ({ norm, outputs: 'last' }) as const

/** The 1×1 convolutions and their sizes `[from, to]`. */
function kernelsOf(
  channels: number,
  reduction: number,
): Record<'query' | 'key' | 'value' | 'output', [number, number]> {
  const compared = Math.max(1, Math.floor(channels / reduction))
  const mixed = Math.max(1, Math.floor(channels / 2))
  return {
    query: [channels, compared],
    key: [channels, compared],
    value: [channels, mixed],
    output: [mixed, channels],
  }
}

const PYTORCH = `class SelfAttention(nn.Module):
    def __init__(self, query, key, value, output):
        super().__init__()
        self.query, self.key, self.value, self.output = query, key, value, output
        self.gamma = nn.Parameter(torch.zeros(1))

    def forward(self, x):
        query, key, value = self.query(x).flatten(2), self.key(x).flatten(2), self.value(x).flatten(2)
        attention = F.softmax(query.transpose(1, 2) @ key, -1)
        mixed = value @ attention.transpose(1, 2)
        return x + self.gamma * self.output(mixed.reshape(*mixed.shape[:2], *x.shape[2:]))`

const places = ([height, width]: Shape): number => height! * width!

export const selfAttention = defineLayer({
  kind: 'self-attention',
  title: 'Self-attention',
  group: 'Features and batches',
  icon: 'scan-eye',
  picture: together(grid({ columns: 5, rows: 4, strong: [[1, 1, 1, 1]], largest: 8 }), {
    line: [
      [4, 0],
      [3, 3],
      [0, 3],
      [4, 2],
    ]
      .map(([column, row]) => `M20 14L${12 + 8 * column!} ${6 + 8 * row!}`)
      .join(''),
  }),
  summary: 'Lets every place of a feature map take from all others what is like it.',
  docs: `out = in + gamma · output(attention · value(in)), where attention = softmax(query(in) · key(in)ᵀ) compares each of the height · width places with all of them. query, key, value and output are 1×1 convolutions without bias; query and key have channels / reduction outputs, value has half of the channels. gamma is 0 at first, so that the network begins with what lies near and learns to look further.
From SAGAN (arXiv 1805.08318, section 3; sizes as in the authors' code, without its pooling), where it stands at 32 × 32 or 64 × 64 in both networks, with spectral norm. The comparison takes (height · width)² values for each sample: 4 MB at 32 × 32, 64 MB at 64 × 64, so keep the map small.
Weights: query, key [channels, channels / reduction], value [channels, channels / 2], output [channels / 2, channels], gamma [1]. ${WEIGHT_NORM_DOCS}`,
  keywords: ['sagan', 'attention', 'non-local', 'transformer', 'biggan', 'global'],
  params: z.strictObject({
    reduction: integerField({
      title: 'Reduction',
      description: 'How many times fewer channels are compared than there are.',
      minimum: 1,
      maximum: 1024,
    }).default(8),
    weightNorm,
  }),
  inputs: IMAGE_INPUT,
  shape({ in: input }) {
    const problem = notAnImage('Self-attention', input!)
    return problem ? fail(problem) : ok(input!)
  },
  weights({ in: input }, params) {
    const specs = Object.entries(kernelsOf(input!.at(-1)!, params.reduction)).map(([name, [fanIn, fanOut]]) => {
      const initializer = { kind: 'glorot-uniform', fanIn, fanOut } as const
      const spec: WeightSpec = { name, shape: [fanIn, fanOut], initializer, trainable: true }
      return normedSpecs(spec, normed(params.weightNorm))
    })
    const gamma: WeightSpec = {
      name: 'gamma',
      shape: [1],
      initializer: { kind: 'constant', value: 0 },
      trainable: true,
    }
    return [...specs.map(({ kernel }) => kernel), gamma, ...specs.flatMap(({ state }) => state)]
  },
  multiplyAdds({ in: input }, { reduction }) {
    const kernels = kernelsOf(input!.at(-1)!, reduction)
    const convolutions = Object.values(kernels).reduce((sum, [from, to]) => sum + from * to, 0)
    return places(input!) * (convolutions + places(input!) * (kernels.key[1] + kernels.value[1]))
  },
  differentiable: 2,
  pytorch({ in: input }, params) {
    const kernels = Object.entries(kernelsOf(input!.at(-1)!, params.reduction)).map(([name, [from, to]]) => {
      const there = { name, order: [1, 0], shape: [to, from, 1, 1] }
      const text = normedModule(
        `nn.Conv2d(${from}, ${to}, 1, bias=False)`,
        [from, to],
        normed(params.weightNorm),
        there,
      )
      return { ...text, state: text.state.map((entry) => ({ ...entry, key: `${name}.${entry.key}` })) }
    })
    const definitions = [...new Set([...kernels.flatMap((kernel) => kernel.definitions ?? []), PYTORCH])]
    return {
      module: `SelfAttention(${kernels.map(({ module }) => module).join(', ')})`,
      forward: '{module}({in})',
      definitions: definitions.join('\n\n'),
      state: [...kernels.flatMap(({ state }) => state), sameState('gamma', 'gamma', [1])],
    }
  },
  // Channels come first there, so each product is the transpose of that here.
  onnx({ params, inputs, weights, shape, add, floats, integers }) {
    const [height, width, channels] = shape as [number, number, number]
    const rows = add('Reshape', [inputs.in!, integers([-1, channels, height * width])])
    const mapped = (name: string, from: OnnxValue) => {
      const kernel = permuted(foldedWeight(weights, name, normed(params.weightNorm)), [1, 0])
      return add('MatMul', [floats(kernel, name), from])
    }
    const turned = (values: OnnxValue) => add('Transpose', [values], { perm: { ints: [0, 2, 1] } })
    const scores = add('MatMul', [turned(mapped('query', rows)), mapped('key', rows)])
    const attention = add('Softmax', [scores], { axis: { int: 2 } })
    const mixed = add('MatMul', [mapped('value', rows), turned(attention)])
    const output = add('Reshape', [mapped('output', mixed), integers([-1, channels, height, width])])
    return add('Add', [inputs.in!, add('Mul', [output, floats(weights.gamma!, 'gamma')])])
  },
  keras(context) {
    const { params, inputs, weights, shape, add } = context
    const rows = reshapeLayer(context, inputs.in!, [places(shape), shape.at(-1)!])
    const mapped = (kernel: WeightValues, from: KerasValue) =>
      add('Dense', { units: kernel.shape[1], use_bias: false }, from, { kernel })
    const weight = (name: string) => foldedWeight(weights, name, normed(params.weightNorm))
    const compared = ['query', 'key'].map((name) => mapped(weight(name), rows))
    const attention = add('Activation', { activation: 'softmax' }, add('Dot', { axes: [2, 2] }, compared))
    const mixed = add('Dot', { axes: [2, 1] }, [attention, mapped(weight('value'), rows)])
    const output = mapped(scaledBy(weight('output'), weights.gamma!.values[0]!), mixed)
    return add('Add', {}, [inputs.in!, reshapeLayer(context, output, shape)])
  },
  apply(context) {
    const { tf, inputs, params, weights } = context
    const [batch, height, width, channels] = inputs.in!.shape as [number, number, number, number]
    const rows = tf.reshape(inputs.in!, [batch * height * width, channels])
    const weight = (name: string) => normedWeight(context, name, normed(params.weightNorm))
    const mapped = (name: string) => tf.reshape(tf.matMul(rows, weight(name)), [batch, height * width, -1])
    const attention = tf.softmax(tf.matMul(mapped('query'), mapped('key'), false, true))
    const mixed = tf.matMul(attention, mapped('value'))
    const output = tf.matMul(tf.reshape(mixed, [batch * height * width, -1]), weight('output'))
    return tf.add(inputs.in!, tf.mul(tf.reshape(output, inputs.in!.shape), weights.gamma!))
  },
  examples: [
    { params: { reduction: 2 }, inputs: { in: [3, 2, 4] }, output: [3, 2, 4], parameters: 33 },
    {
      params: { weightNorm: 'spectral' },
      inputs: { in: [2, 2, 8] },
      output: [2, 2, 8],
      parameters: 95,
      detaches: true,
    },
    { params: { weightNorm: 'equalized' }, inputs: { in: [1, 3, 3] }, output: [1, 3, 3], parameters: 13 },
  ],
  refusals: [{ inputs: { in: [64] }, code: 'rank-mismatch' }],
})
