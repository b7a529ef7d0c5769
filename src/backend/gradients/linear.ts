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

/** A kernel `[k, k, …]` with zeros between its taps: what dilation means. */
function spreadTaps(filter: Tensor, [rows, columns]: [number, number]): Tensor {
  const [height, width, ...channels] = filter.shape as [number, number, number, number]
  const depth = tf.util.sizeFromShape(channels)
  const cells = tf.pad(tf.reshape(filter, [height, 1, width, depth]), [
    [0, 0],
    [0, rows - 1],
    [0, 0],
    [0, 0],
  ])
  const tall = tf.reshape(cells, [height * rows, width, 1, depth])
  const spread = tf.reshape(
    tf.pad(tall, [
      [0, 0],
      [0, 0],
      [0, columns - 1],
      [0, 0],
    ]),
    [height * rows, width * columns, ...channels],
  )
  return tf.slice(spread, [0, 0, 0, 0], [(height - 1) * rows + 1, (width - 1) * columns + 1, ...channels])
}

/** The taps of a spread kernel again. */
function gatherTaps(spread: Tensor, shape: number[], [rows, columns]: [number, number]): Tensor {
  const [height, width, ...channels] = shape as [number, number, number, number]
  const depth = tf.util.sizeFromShape(channels)
  const whole = tf.pad(spread, [
    [0, rows - 1],
    [0, columns - 1],
    [0, 0],
    [0, 0],
  ])
  const firstRows = tf.slice(tf.reshape(whole, [height, rows, width * columns, depth]), [0, 0, 0, 0], [-1, 1, -1, -1])
  const taps = tf.slice(tf.reshape(firstRows, [height, width, columns, depth]), [0, 0, 0, 0], [-1, -1, 1, -1])
  return tf.reshape(taps, shape)
}

const pair = (value: unknown): [number, number] =>
  Array.isArray(value)
    ? [value[0] as number, (value[1] ?? value[0]) as number]
    : [(value ?? 1) as number, (value ?? 1) as number]

/** The two gradient kernels of a convolution; a dilated one is that of the spread kernel. */
function defineConvolution(forward: string, inputKernel: string, filterKernel: string): void {
  const inputGradient = (dy: Tensor, filter: Tensor, inputShape: number[], attributes: Attributes): Tensor =>
    runKernel(inputKernel, { dy, filter }, { ...attributes, inputShape })
  const filterGradient = (x: Tensor, dy: Tensor, filterShape: number[], attributes: Attributes): Tensor =>
    runKernel(filterKernel, { x, dy }, { ...attributes, filterShape })
  define(forward, ['x', 'filter'], (dy, [x, filter], attributes) => {
    const dilations = pair(attributes.dilations)
    const plain = { ...attributes, dilations: 1 }
    if (dilations[0] === 1 && dilations[1] === 1) {
      return {
        x: () => inputGradient(dy, filter!, x!.shape, plain),
        filter: () => filterGradient(x!, dy, filter!.shape, plain),
      }
    }
    const spread = spreadTaps(filter!, dilations)
    return {
      x: () => inputGradient(dy, spread, x!.shape, plain),
      filter: () => gatherTaps(filterGradient(x!, dy, spread.shape, plain), filter!.shape, dilations),
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
