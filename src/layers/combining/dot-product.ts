/** @file Dot product: how far two inputs agree, as one number: the projection in a discriminator's head (arXiv 1802.05637). */
import { z } from 'zod'
import { fail, ok } from '../../lib/result'
import { formatShape, sameShape, shapeSize } from '../../tensor/shape'
import { reshapeLayer } from '../keras'
import { defineLayer } from '../layer'
import { combines, dot } from '../pictures'
import { shapeProblem } from '../problems'

export const dotProduct = defineLayer({
  kind: 'dot-product',
  title: 'Dot product',
  group: 'Combining',
  icon: 'dot',
  picture: combines(dot(30, 18, 2.6)),
  summary: 'Multiplies two inputs entry by entry and adds everything up to one number.',
  docs: `out = Σ a · b, over all values of a sample: two inputs of the same shape become [1].
A projection discriminator (arXiv 1802.05637, equation 4) adds the Dot product of its features and the Embedding of the label to its score: the features have to point where the class is.`,
  keywords: ['inner product', 'projection', 'similarity', 'conditional', 'score', 'sum'],
  params: z.strictObject({}),
  inputs: [
    { name: 'a', description: 'Values of any shape, such as features.' },
    { name: 'b', description: 'Values of the same shape, such as an embedded label.' },
  ],
  shape({ a, b }) {
    if (sameShape(a!, b!)) return ok([1])
    return fail(
      shapeProblem('shape-mismatch', {
        port: 'b',
        wanted: [
          { port: 'b', shape: a! },
          { port: 'a', shape: b! },
        ],
        message: `Dot product multiplies entry by entry, but "a" is ${formatShape(a!)} and "b" is ${formatShape(b!)}.`,
        fix: `Give both inputs the same shape: ${formatShape(a!)} for "b", or ${formatShape(b!)} for "a".`,
      }),
    )
  },
  differentiable: 2,
  pytorch: () => ({ forward: '({a} * {b}).flatten(1).sum(1, keepdim=True)' }),
  onnx({ inputs, add, integers }) {
    const products = add('Flatten', [add('Mul', [inputs.a!, inputs.b!])])
    return add('ReduceSum', [products, integers([1])])
  },
  keras(context) {
    const { inputs, shapes, add } = context
    const row = (port: string) => reshapeLayer(context, inputs[port]!, [shapeSize(shapes[port]!)])
    return add('Dot', { axes: 1, normalize: false }, [row('a'), row('b')])
  },
  apply({ tf, inputs }) {
    const products = tf.mul(inputs.a!, inputs.b!)
    return tf.sum(tf.reshape(products, [products.shape[0]!, -1]), 1, true)
  },
  examples: [
    { inputs: { a: [5], b: [5] }, output: [1], parameters: 0 },
    { inputs: { a: [3, 2, 2], b: [3, 2, 2] }, output: [1] },
  ],
  refusals: [
    { inputs: { a: [4], b: [5] }, code: 'shape-mismatch' },
    { inputs: { a: [4, 1], b: [4] }, code: 'shape-mismatch' },
  ],
})
