/**
 * @file Our gradients, first and second, against central differences, on whichever backend is set. A case is a function of tensors; its
 * loss Σ c·f(u(x))² with u(x) = x + x²/10 is curved even where f is linear, so that a second gradient has something to get wrong.
 */
import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { tensor } from './random'

type Tensor = tf.Tensor
type Tensor4D = tf.Tensor4D

export interface GradientCase {
  name: string
  shapes: number[][]
  apply: (...inputs: Tensor[]) => Tensor
  /** How often it may be differentiated. */
  order: 1 | 2
}

const twice = (name: string, shapes: number[][], apply: GradientCase['apply']): GradientCase => ({
  name,
  shapes,
  apply,
  order: 2,
})
const once = (name: string, shapes: number[][], apply: GradientCase['apply']): GradientCase => ({
  name,
  shapes,
  apply,
  order: 1,
})

const ROW = [3, 5]
const MAP = [2, 6, 6, 3]
const positive = (x: Tensor): Tensor => tf.add(tf.square(x), 0.5)

const unary: [string, (x: Tensor) => Tensor][] = [
  ['abs', tf.abs],
  ['asin', (x) => tf.asin(tf.mul(x, 0.5))],
  ['acos', (x) => tf.acos(tf.mul(x, 0.5))],
  ['atan', tf.atan],
  ['asinh', tf.asinh],
  ['acosh', (x) => tf.acosh(tf.add(positive(x), 1))],
  ['atanh', (x) => tf.atanh(tf.mul(x, 0.5))],
  ['sin', tf.sin],
  ['cos', tf.cos],
  ['tan', tf.tan],
  ['sinh', tf.sinh],
  ['cosh', tf.cosh],
  ['tanh', tf.tanh],
  ['sigmoid', tf.sigmoid],
  ['softplus', tf.softplus],
  ['exp', tf.exp],
  ['expm1', tf.expm1],
  ['log', (x) => tf.log(positive(x))],
  ['log1p', (x) => tf.log1p(positive(x))],
  ['sqrt', (x) => tf.sqrt(positive(x))],
  ['rsqrt', (x) => tf.rsqrt(positive(x))],
  ['reciprocal', (x) => tf.reciprocal(positive(x))],
  ['square', tf.square],
  ['neg', tf.neg],
  ['erf', tf.erf],
  ['relu', tf.relu],
  ['relu6', (x) => tf.relu6(tf.mul(x, 8))],
  ['leakyRelu', (x) => tf.leakyRelu(x, 0.2)],
  ['elu', tf.elu],
  ['selu', tf.selu],
  ['clipByValue', (x) => tf.clipByValue(x, -0.44, 0.52)],
  ['softmax', (x) => tf.softmax(x)],
  ['logSumExp', (x) => tf.logSumExp(x, 1)],
  ['swish', (x) => tf.mul(x, tf.sigmoid(x))],
  ['gelu', (x) => tf.mul(tf.mul(0.5, x), tf.add(1, tf.erf(tf.mul(x, Math.SQRT1_2))))],
  ['pow with a constant', (x) => tf.pow(positive(x), 1.7)],
  ['max', (x) => tf.max(x, 1)],
  ['min', (x) => tf.min(x, 1, true)],
  ['mean', (x) => tf.mean(x, 0)],
  ['cumsum', (x) => tf.cumsum(x, 1)],
  ['norm', (x) => tf.norm(x, 2, 1)],
  ['where', (x) => tf.where(tf.greater(x, 0), tf.mul(x, 3), tf.square(x))],
  ['gather', (x) => tf.gather(x, tf.tensor1d([2, 0, 2], 'int32'))],
  ['gather along axis 1', (x) => tf.gather(x, tf.tensor1d([4, 1, 1, 0], 'int32'), 1)],
  ['concat with itself', (x) => tf.concat([x, tf.square(x)], 1)],
  ['stack and unstack', (x) => tf.add(tf.unstack(x, 1)[1]!, tf.mean(tf.stack([x, tf.square(x)], 1), [1, 2]))],
  ['split', (x) => tf.mul(tf.split(x, [2, 3], 1)[1]!, 2)],
  ['slice', (x) => tf.slice(x, [1, 2], [2, 2])],
  ['stridedSlice', (x) => tf.stridedSlice(x, [0, 1], [3, 5], [2, 2])],
  [
    'pad',
    (x) =>
      tf.pad(x, [
        [1, 0],
        [2, 1],
      ]),
  ],
  [
    'mirrorPad reflect',
    (x) =>
      tf.mirrorPad(
        x,
        [
          [1, 2],
          [3, 1],
        ],
        'reflect',
      ),
  ],
  [
    'mirrorPad symmetric',
    (x) =>
      tf.mirrorPad(
        x,
        [
          [1, 2],
          [3, 1],
        ],
        'symmetric',
      ),
  ],
  ['transpose', (x) => tf.transpose(x)],
  ['reverse', (x) => tf.reverse(x, 1)],
  ['tile', (x) => tf.tile(x, [2, 3])],
  ['broadcastTo', (x) => tf.broadcastTo(tf.reshape(x, [3, 1, 5]), [3, 4, 5])],
  ['expandDims and reshape', (x) => tf.reshape(tf.expandDims(x, 1), [5, 3])],
  ['addN', (x) => tf.addN([x, tf.square(x), x])],
]

const binary: [string, (a: Tensor, b: Tensor) => Tensor][] = [
  ['add', tf.add],
  ['sub', tf.sub],
  ['mul', tf.mul],
  ['div', (a, b) => tf.div(a, positive(b))],
  ['maximum', tf.maximum],
  ['minimum', tf.minimum],
  ['squaredDifference', tf.squaredDifference],
  ['pow', (a, b) => tf.pow(positive(a), b)],
  ['atan2', (a, b) => tf.atan2(a, positive(b))],
]

const conv = (x: Tensor, filter: Tensor, strides: number, pad: 'same' | 'valid', dilations = 1): Tensor =>
  tf.conv2d(x as Tensor4D, filter as Tensor4D, strides, pad, 'NHWC', dilations)
const deconv = (x: Tensor, filter: Tensor, shape: [number, number, number, number], pad: 'same' | 'valid'): Tensor =>
  tf.conv2dTranspose(x as Tensor4D, filter as Tensor4D, shape, 2, pad)
const depthwise = (x: Tensor, filter: Tensor, strides: number, dilations = 1): Tensor =>
  tf.depthwiseConv2d(x as Tensor4D, filter as Tensor4D, strides, 'same', 'NHWC', dilations)

function batchNorm(x: Tensor, gain: Tensor): Tensor {
  const centred = tf.sub(x, tf.mean(x, [0, 1, 2], true))
  return tf.mul(tf.mul(centred, tf.rsqrt(tf.add(tf.mean(tf.square(centred), [0, 1, 2], true), 1e-3))), gain)
}

export const GRADIENT_CASES: readonly GradientCase[] = [
  ...unary.map(([name, apply]) => twice(name, [ROW], apply)),
  ...binary.map(([name, apply]) => twice(name, [ROW, ROW], apply)),
  ...binary.map(([name, apply]) => twice(`${name}, broadcast`, [ROW, [5]], apply)),
  twice('prelu', [ROW, [5]], (x, alpha) => tf.prelu(x, alpha)),
  twice('matMul', [ROW, [5, 4]], (a, b) => tf.matMul(a, b)),
  twice(
    'matMul, transposed',
    [
      [5, 3],
      [4, 5],
    ],
    (a, b) => tf.matMul(a, b, true, true),
  ),
  twice(
    'matMul, batched',
    [
      [2, 3, 4],
      [2, 5, 4],
    ],
    (a, b) => tf.matMul(a, b, false, true),
  ),
  twice('batch norm', [MAP, [3]], batchNorm),
  twice('tf.batchNorm', [MAP, [3]], (x, gain) => {
    const mean = tf.mean(x, [0, 1, 2]) as tf.Tensor1D
    return tf.batchNorm(x, mean, tf.add(tf.square(gain), 1) as tf.Tensor1D, gain as tf.Tensor1D, gain as tf.Tensor1D)
  }),
  twice('instance norm', [MAP], (x) => {
    const centred = tf.sub(x, tf.mean(x, [1, 2], true))
    return tf.div(centred, tf.sqrt(tf.add(tf.mean(tf.square(centred), [1, 2], true), 1e-3)))
  }),
  twice('conv2d same', [MAP, [3, 3, 3, 4]], (x, filter) => conv(x, filter, 1, 'same')),
  twice('conv2d stride 2', [MAP, [4, 4, 3, 4]], (x, filter) => conv(x, filter, 2, 'same')),
  twice(
    'conv2d valid stride 2',
    [
      [2, 7, 6, 6],
      [3, 2, 6, 4],
    ],
    (x, filter) => conv(x, filter, 2, 'valid'),
  ),
  twice(
    'conv2d dilated',
    [
      [2, 7, 8, 3],
      [3, 2, 3, 4],
    ],
    (x, filter) => conv(x, filter, 1, 'same', 2),
  ),
  twice(
    'conv2dTranspose same',
    [
      [2, 3, 3, 4],
      [4, 4, 6, 4],
    ],
    (x, filter) => deconv(x, filter, [2, 6, 6, 6], 'same'),
  ),
  twice(
    'conv2dTranspose to one channel',
    [
      [2, 3, 3, 4],
      [5, 5, 1, 4],
    ],
    (x, filter) => deconv(x, filter, [2, 5, 6, 1], 'same'),
  ),
  twice(
    'conv2dTranspose valid',
    [
      [2, 3, 2, 4],
      [3, 3, 2, 4],
    ],
    (x, filter) => deconv(x, filter, [2, 7, 5, 2], 'valid'),
  ),
  twice('depthwiseConv2d', [MAP, [3, 3, 3, 1]], (x, filter) => depthwise(x, filter, 1)),
  twice('depthwiseConv2d stride 2, multiplier 2', [MAP, [3, 3, 3, 2]], (x, filter) => depthwise(x, filter, 2)),
  twice('depthwiseConv2d dilated', [MAP, [3, 3, 3, 1]], (x, filter) => depthwise(x, filter, 1, 2)),
  twice(
    'conv3d',
    [
      [1, 3, 4, 4, 2],
      [2, 3, 2, 2, 3],
    ],
    (x, filter) => tf.conv3d(x as tf.Tensor5D, filter as tf.Tensor5D, 1, 'same'),
  ),
  twice(
    'conv3d stride 2',
    [
      [1, 4, 4, 4, 2],
      [3, 3, 3, 2, 2],
    ],
    (x, filter) => tf.conv3d(x as tf.Tensor5D, filter as tf.Tensor5D, 2, 'same'),
  ),
  twice(
    'conv3dTranspose',
    [
      [1, 2, 2, 2, 3],
      [3, 3, 3, 2, 3],
    ],
    (x, filter) => tf.conv3dTranspose(x as tf.Tensor5D, filter as tf.Tensor5D, [1, 4, 4, 4, 2], 2, 'same'),
  ),
  twice(
    'conv1d dilated',
    [
      [2, 9, 3],
      [3, 3, 4],
    ],
    (x, filter) => tf.conv1d(x as tf.Tensor3D, filter as tf.Tensor3D, 1, 'same', 'NWC', 2),
  ),
  twice('conv2d dilated, valid', [MAP, [3, 2, 3, 4]], (x, filter) => conv(x, filter, 1, 'valid', 2)),
  twice(
    'conv2d in two groups',
    [
      [2, 5, 5, 4],
      [3, 3, 2, 6],
    ],
    (x, filter) => {
      const filters = tf.split(filter, 2, 3)
      return tf.concat(
        tf.split(x, 2, 3).map((part, group) => conv(part, filters[group]!, 2, 'same')),
        3,
      )
    },
  ),
  twice(
    'conv3d dilated',
    [
      [1, 5, 4, 5, 2],
      [2, 3, 2, 2, 3],
    ],
    (x, filter) => tf.conv3d(x as tf.Tensor5D, filter as tf.Tensor5D, 1, 'same', 'NDHWC', [2, 1, 3]),
  ),
  twice('pixel shuffle', [[2, 3, 2, 8]], (x) =>
    tf.reshape(tf.transpose(tf.reshape(x, [2, 3, 2, 2, 2, 2]), [0, 1, 3, 2, 4, 5]), [2, 6, 4, 2]),
  ),
  twice('mirrorPad of a map', [MAP], (x) =>
    tf.mirrorPad(
      x,
      [
        [0, 0],
        [2, 1],
        [1, 2],
        [0, 0],
      ],
      'reflect',
    ),
  ),
  twice('mirrorPad of a volume', [[1, 3, 4, 3, 2]], (x) =>
    tf.mirrorPad(
      x,
      [
        [0, 0],
        [1, 2],
        [2, 1],
        [1, 1],
        [0, 0],
      ],
      'reflect',
    ),
  ),
  twice('sums and means of rank 5', [[2, 3, 2, 2, 3]], (x) =>
    tf.mul(tf.mean(x, [1, 2, 3], true), tf.sum(tf.square(x), [1, 3, 4], true)),
  ),
  twice('maximum of rank 5', [[2, 3, 2, 2, 3]], (x) => tf.max(x, [1, 2, 3])),
  twice('where of rank 5', [[2, 3, 2, 2, 3]], (x) => tf.where(tf.greater(x, 0.2), tf.square(x), x)),
  twice('embedding', [[4, 3]], (x) =>
    tf.reshape(tf.gather(x, tf.tensor2d([3, 1, 1, 0, 3, 3], [2, 3], 'int32')), [2, 9]),
  ),
  twice('distances between rows', [ROW], (x) => {
    const [rows, columns] = [tf.expandDims(x, 1), tf.expandDims(x, 0)]
    return tf.sum(tf.exp(tf.neg(tf.sum(tf.abs(tf.sub(rows, columns)), 2))), 1)
  }),
  twice('avgPool', [MAP], (x) => tf.avgPool(x as Tensor4D, 2, 2, 'valid')),
  twice('avgPool overlapping, same', [MAP], (x) => tf.avgPool(x as Tensor4D, 3, 2, 'same')),
  twice('avgPool stride 1, same', [MAP], (x) => tf.avgPool(x as Tensor4D, 3, 1, 'same')),
  once('prod', [ROW], (x) => tf.prod(x, 1)),
  // The operation brings its own gradient, which cannot be replaced: it saves its output.
  once('logSoftmax', [ROW], (x) => tf.logSoftmax(x)),
  once('maxPool', [MAP], (x) => tf.maxPool(x as Tensor4D, 2, 2, 'valid')),
  once('maxPool overlapping, same', [MAP], (x) => tf.maxPool(x as Tensor4D, 3, 2, 'same')),
  ...([true, false] as const).flatMap((centers) => [
    twice(`resizeBilinear up, half pixel centers: ${centers}`, [MAP], (x) =>
      tf.image.resizeBilinear(x as Tensor4D, [12, 9], false, centers),
    ),
    twice(`resizeBilinear down, half pixel centers: ${centers}`, [MAP], (x) =>
      tf.image.resizeBilinear(x as Tensor4D, [4, 3], false, centers),
    ),
    twice(`resizeNearestNeighbor, half pixel centers: ${centers}`, [MAP], (x) =>
      tf.image.resizeNearestNeighbor(x as Tensor4D, [12, 15], false, centers),
    ),
  ]),
  twice('resizeBilinear, corners aligned', [MAP], (x) => tf.image.resizeBilinear(x as Tensor4D, [9, 4], true)),
  twice('depthToSpace', [[2, 3, 3, 8]], (x) => tf.depthToSpace(x as Tensor4D, 2)),
  twice('spaceToBatchND', [MAP], (x) =>
    tf.spaceToBatchND(
      x,
      [2, 2],
      [
        [0, 0],
        [0, 0],
      ],
    ),
  ),
  twice('batchToSpaceND', [[8, 3, 3, 2]], (x) =>
    tf.batchToSpaceND(
      x,
      [2, 2],
      [
        [0, 0],
        [0, 0],
      ],
    ),
  ),
  twice('tile of rank 5', [[2, 1, 3, 1, 2]], (x) => tf.tile(x, [1, 2, 1, 3, 1])),
  twice('mean of rank 4', [MAP], (x) => tf.mean(x, [1, 2])),
  twice(
    'attention',
    [
      [2, 4, 3],
      [3, 3],
    ],
    (x, w) => {
      const queries = tf.reshape(tf.matMul(tf.reshape(x, [8, 3]), w), [2, 4, 3])
      return tf.matMul(tf.softmax(tf.matMul(queries, x, false, true)), x)
    },
  ),
]

const bend = (x: Tensor): Tensor => tf.add(x, tf.mul(tf.square(x), 0.1))

const loss =
  ({ apply }: GradientCase, weights: Tensor) =>
  (...inputs: Tensor[]): Tensor =>
    tf.sum(tf.mul(tf.square(apply(...inputs.map(bend))), weights))

async function dot(a: Tensor, b: Tensor): Promise<number> {
  const [left, right] = [await a.data(), await b.data()]
  let sum = 0
  for (let index = 0; index < left.length; index++) sum += left[index]! * right[index]!
  return sum
}

/** Half the step of a difference. Small against the distance of the values from kinks, large against rounding. */
const STEP = 4e-3

/** The derivative of `measure` along `direction`, in the input at `index`, by central differences. */
async function difference(
  measure: (inputs: Tensor[]) => Promise<number>,
  inputs: Tensor[],
  index: number,
  direction: Tensor,
): Promise<number> {
  const at = async (sign: number) => {
    const moved = tf.tidy(() => tf.add(inputs[index]!, tf.mul(direction, sign * STEP)))
    const result = await measure(inputs.map((input, other) => (other === index ? moved : input)))
    moved.dispose()
    return result
  }
  return ((await at(1)) - (await at(-1))) / (2 * STEP)
}

/** The largest difference between gradients and difference quotients along a random direction of each input, as a share of them. */
async function compare(
  gradients: Tensor[],
  inputs: Tensor[],
  measure: (inputs: Tensor[]) => Promise<number>,
): Promise<number> {
  let worst = 0
  for (const [index, gradient] of gradients.entries()) {
    const direction = tensor(inputs[index]!.shape, 40 + index)
    const claimed = await dot(gradient, direction)
    const measured = await difference(measure, inputs, index, direction)
    direction.dispose()
    const error = Math.abs(claimed - measured) / (Math.abs(claimed) + Math.abs(measured) + 0.05)
    worst = Math.max(worst, error)
  }
  return worst
}

/** More than this is wrong; rounding stays below. */
export const TOLERANCE = 6e-3

/** Whether the gradients that are registered are right for a case: how far off the first, or the second, are. */
export async function gradientError(test: GradientCase, order: 1 | 2): Promise<number> {
  const inputs = test.shapes.map((shape, index) => tensor(shape, 20 + index))
  const output = tf.tidy(() => test.apply(...inputs))
  const weights = tensor(output.shape, 30)
  output.dispose()
  const penaltyWeights = tensor(test.shapes[0]!, 31)
  try {
    if (order === 1) {
      const gradients = tf.grads(loss(test, weights))(inputs)
      const error = await compare(gradients, inputs, async (moved) => {
        const values = tf.tidy(() => tf.square(test.apply(...moved.map(bend))))
        const result = await dot(values, weights)
        values.dispose()
        return result
      })
      tf.dispose(gradients)
      return error
    }
    // The second gradient is that of a weighted sum of the first gradient of the first input.
    const first = (...points: Tensor[]) => tf.grad((x) => loss(test, weights)(x, ...points.slice(1)))(points[0]!)
    const second = tf.grads((...points: Tensor[]) => tf.sum(tf.mul(first(...points), penaltyWeights)))(inputs)
    const error = await compare(second, inputs, async (moved) => {
      const gradient = tf.tidy(() => first(...moved))
      const result = await dot(gradient, penaltyWeights)
      gradient.dispose()
      return result
    })
    tf.dispose(second)
    return error
  } finally {
    tf.dispose([...inputs, weights, penaltyWeights])
  }
}

async function check(test: GradientCase): Promise<void> {
  const before = tf.memory().numTensors
  expect(await gradientError(test, 1), 'the first').toBeLessThan(TOLERANCE)
  if (test.order === 2) expect(await gradientError(test, 2), 'the second').toBeLessThan(TOLERANCE)
  expect(tf.memory().numTensors).toBe(before)
}

/** Tests of the gradients on the backend that is set. */
export function describeGradients(): void {
  describe('gradients, by differences', () => {
    for (const test of GRADIENT_CASES) it(`${test.name}, order ${test.order}`, () => check(test))
  })
}
