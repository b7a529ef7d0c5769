/**
 * @file Gradients of matrix products, convolutions, pooling and resizing. All but max-pooling are linear in x, so the gradient of
 * an input gradient is the forward operation again; that is what makes gradient penalties exact.
 */
import * as tf from '@tensorflow/tfjs-core'
import { define, runKernel, sumTo, type Tensor } from './define'
import { resizeMatrices } from './resize-matrices'

type Attributes = Record<string, unknown>

const product = (a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean): Tensor =>
  tf.matMul(a, b, transposeA, transposeB)

function defineMatMul(): void {
  define('BatchMatMul', ['a', 'b'], (dy, [a, b], { transposeA, transposeB }) => ({
    a: () => {
      const gradient = transposeA ? product(b!, dy, transposeB as boolean, true) : product(dy, b!, false, !transposeB)
      return sumTo(gradient, a!.shape)
    },
    b: () => {
      const gradient = transposeB ? product(dy, a!, true, transposeA as boolean) : product(a!, dy, !transposeA, false)
      return sumTo(gradient, b!.shape)
    },
  }))
}

/** An axis of the filter as the second of three: rank 4 is what every backend takes. */
const around = (shape: readonly number[], axis: number): [before: number, after: number] => [
  tf.util.sizeFromShape(shape.slice(0, axis)),
  tf.util.sizeFromShape(shape.slice(axis + 1)),
]

/** A filter `[taps …, in, out]` with zeros between its taps: what dilation means. */
function spreadTaps(filter: Tensor, rates: readonly number[]): Tensor {
  let spread = filter
  for (const [axis, rate] of rates.entries()) {
    if (rate === 1) continue
    const { shape } = spread
    const taps = shape[axis]!
    const [before, after] = around(shape, axis)
    const cells = tf.pad(tf.reshape(spread, [before, taps, 1, after]), [
      [0, 0],
      [0, 0],
      [0, rate - 1],
      [0, 0],
    ])
    const reach = (taps - 1) * rate + 1
    const kept = tf.slice(tf.reshape(cells, [before, taps * rate, after]), [0, 0, 0], [before, reach, after])
    spread = tf.reshape(
      kept,
      shape.map((size, index) => (index === axis ? reach : size)),
    )
  }
  return spread
}

/** The taps of a spread filter again. */
function gatherTaps(spread: Tensor, shape: number[], rates: readonly number[]): Tensor {
  let taps = spread
  for (const [axis, rate] of rates.entries()) {
    if (rate === 1) continue
    const count = shape[axis]!
    const [before, after] = around(taps.shape, axis)
    const whole = tf.pad(tf.reshape(taps, [before, taps.shape[axis]!, after]), [
      [0, 0],
      [0, rate - 1],
      [0, 0],
    ])
    const first = tf.slice(tf.reshape(whole, [before, count, rate, after]), [0, 0, 0, 0], [before, count, 1, after])
    taps = tf.reshape(
      first,
      taps.shape.map((size, index) => (index === axis ? count : size)),
    )
  }
  return taps
}

/** Dilations for each axis of the filter but the last two. */
const ratesOf = (dilations: unknown, axes: number): number[] =>
  Array.from({ length: axes }, (_, axis) =>
    Array.isArray(dilations) ? ((dilations[axis] ?? dilations[0]) as number) : ((dilations ?? 1) as number),
  )

/** The two gradient kernels of a convolution; a dilated one is that of the spread kernel. */
function defineConvolution(forward: string, inputKernel: string, filterKernel: string): void {
  const inputGradient = (dy: Tensor, filter: Tensor, inputShape: number[], attributes: Attributes): Tensor =>
    runKernel(inputKernel, { dy, filter }, { ...attributes, inputShape })
  const filterGradient = (x: Tensor, dy: Tensor, filterShape: number[], attributes: Attributes): Tensor =>
    runKernel(filterKernel, { x, dy }, { ...attributes, filterShape })
  define(forward, ['x', 'filter'], (dy, [x, filter], attributes) => {
    const rates = ratesOf(attributes.dilations, filter!.rank - 2)
    const plain = { ...attributes, dilations: 1 }
    if (rates.every((rate) => rate === 1)) {
      return {
        x: () => inputGradient(dy, filter!, x!.shape, plain),
        filter: () => filterGradient(x!, dy, filter!.shape, plain),
      }
    }
    const spread = spreadTaps(filter!, rates)
    return {
      x: () => inputGradient(dy, spread, x!.shape, plain),
      filter: () => gatherTaps(filterGradient(x!, dy, spread.shape, plain), filter!.shape, rates),
    }
  })
  define(inputKernel, ['dy', 'filter'], (ddx, [dy, filter], attributes) => ({
    dy: () => runKernel(forward, { x: ddx, filter: filter! }, { ...attributes, dilations: 1 }),
    filter: () => filterGradient(ddx, dy!, filter!.shape, attributes),
  }))
  define(filterKernel, ['x', 'dy'], (ddw, [x, dy], attributes) => ({
    x: () => inputGradient(dy!, ddw, x!.shape, attributes),
    dy: () => runKernel(forward, { x: x!, filter: ddw }, { ...attributes, dilations: 1 }),
  }))
}

/**
 * Average pooling divides by the cells that lie inside, but its gradient kernels divide by the whole window, on every backend.
 * Scaling dy first makes up for it: a map of window / cells inside, 1 where nothing is padded.
 */
function edgeScale(x: Tensor, attributes: Attributes): Tensor | null {
  if (attributes.pad === 'valid' || attributes.pad === 0) return null
  const [, height, width] = x.shape as [number, number, number]
  const { filterSize, strides, pad, dimRoundingMode } = attributes as unknown as {
    filterSize: [number, number]
    strides: [number, number]
    pad: 'same'
    dimRoundingMode?: 'floor'
  }
  const info = tf.backend_util.computePool2DInfo([1, height, width, 1], filterSize, strides, 1, pad, dimRoundingMode)
  const inside = (size: number, start: number, window: number) => Math.min(size, start + window) - Math.max(0, start)
  const scales = new Float32Array(info.outHeight * info.outWidth)
  const window = info.filterHeight * info.filterWidth
  for (let row = 0; row < info.outHeight; row++) {
    const rows = inside(height, row * info.strideHeight - info.padInfo.top, info.filterHeight)
    for (let column = 0; column < info.outWidth; column++) {
      const columns = inside(width, column * info.strideWidth - info.padInfo.left, info.filterWidth)
      scales[row * info.outWidth + column] = window / (rows * columns)
    }
  }
  return tf.tensor4d(scales, [1, info.outHeight, info.outWidth, 1])
}

function definePooling(): void {
  define('AvgPool', ['x'], (dy, [x], attributes) => ({
    x: () => {
      const scale = edgeScale(x!, attributes)
      return runKernel('AvgPoolGrad', { dy: scale ? tf.mul(dy, scale) : dy, input: x! }, attributes)
    },
  }))
  define('AvgPoolGrad', ['dy', 'input'], (ddx, [, input], attributes) => ({
    dy: () => {
      const pooled = runKernel('AvgPool', { x: ddx }, attributes)
      const scale = edgeScale(input!, attributes)
      return scale ? tf.div(pooled, scale) : pooled
    },
    input: () => tf.zeros(input!.shape),
  }))
  define('AvgPool3D', ['x'], (dy, [x], attributes) => ({
    x: () => runKernel('AvgPool3DGrad', { dy, input: x! }, attributes),
  }))
  for (const [forward, backward] of [
    ['MaxPool', 'MaxPoolGrad'],
    ['MaxPool3D', 'MaxPool3DGrad'],
  ] as const) {
    define(forward, ['x'], (dy, [x], attributes) => ({
      x: () => runKernel(backward, { dy, input: x!, output: runKernel(forward, { x: x! }, attributes) }, attributes),
    }))
  }
}

/** Resizing is a matrix along the rows and one along the columns, so its gradient is their transposes: exact for all flags. */
function defineResizing(): void {
  for (const kernel of ['ResizeBilinear', 'ResizeNearestNeighbor'] as const) {
    define(kernel, ['images'], (dy, [images], { alignCorners, halfPixelCenters }) => ({
      images: () => {
        const [batch, height, width, channels] = images!.shape as [number, number, number, number]
        const [, outHeight, outWidth] = dy.shape as [number, number, number]
        const flags = { alignCorners: Boolean(alignCorners), halfPixelCenters: Boolean(halfPixelCenters) }
        const rows = resizeMatrices(kernel, height, outHeight, flags)
        const columns = resizeMatrices(kernel, width, outWidth, flags)
        // [N, OH, OW, C] → columns → rows, each with its axis brought to the front of a plain matrix product.
        const byColumn = tf.reshape(tf.transpose(dy, [2, 0, 1, 3]), [outWidth, batch * outHeight * channels])
        const narrowed = tf.reshape(tf.matMul(columns, byColumn, true), [width, batch, outHeight, channels])
        const byRow = tf.reshape(tf.transpose(narrowed, [2, 1, 0, 3]), [outHeight, batch * width * channels])
        const resized = tf.reshape(tf.matMul(rows, byRow, true), [height, batch, width, channels])
        return tf.transpose(resized, [1, 0, 2, 3])
      },
    }))
  }
}

/** Written out, for `tf.batchNorm`. */
function defineFusedBatchNorm(): void {
  define('FusedBatchNorm', ['x', 'mean', 'variance', 'scale'], (dy, [x, mean, variance, scale], attributes) => {
    const inverse = tf.rsqrt(tf.add(variance!, attributes.varianceEpsilon as number))
    const centred = tf.sub(x!, mean!)
    const gain = scale ?? tf.onesLike(variance!)
    const scaled = tf.mul(dy, tf.mul(inverse, gain))
    return {
      x: () => tf.clone(scaled),
      mean: () => tf.neg(sumTo(scaled, mean!.shape)),
      variance: () => sumTo(tf.mul(tf.mul(scaled, centred), tf.mul(-0.5, tf.square(inverse))), variance!.shape),
      scale: () => sumTo(tf.mul(dy, tf.mul(centred, inverse)), gain.shape),
      offset: () => sumTo(dy, gain.shape),
    }
  })
}

export function defineLinear(): void {
  defineMatMul()
  defineConvolution('Conv2D', 'Conv2DBackpropInput', 'Conv2DBackpropFilter')
  defineConvolution(
    'DepthwiseConv2dNative',
    'DepthwiseConv2dNativeBackpropInput',
    'DepthwiseConv2dNativeBackpropFilter',
  )
  defineConvolution('Conv3D', 'Conv3DBackpropInputV2', 'Conv3DBackpropFilterV2')
  definePooling()
  defineResizing()
  defineFusedBatchNorm()
}
