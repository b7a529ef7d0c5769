/** @file Our kernels against direct sums in double precision. Run in Node and in Chromium, on every backend that has them. */
import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { runKernel } from '../gradients/define'
import { tensor } from './random'

interface ConvolutionCase {
  x: [number, number, number, number]
  filters: number
  kernel: [number, number]
  strides: [number, number]
  pad: 'same' | 'valid' | tf.backend_util.ExplicitPadding
}

const explicit = (top: number, bottom: number, left: number, right: number): tf.backend_util.ExplicitPadding => [
  [0, 0],
  [top, bottom],
  [left, right],
  [0, 0],
]

/** Strides that do not divide the size, strides beyond the kernel, few and many channels, paddings that reach past the kernel. */
const CONVOLUTIONS: ConvolutionCase[] = [
  { x: [2, 8, 8, 3], filters: 4, kernel: [3, 3], strides: [1, 1], pad: 'same' },
  { x: [2, 8, 8, 6], filters: 5, kernel: [5, 5], strides: [2, 2], pad: 'same' },
  { x: [3, 7, 9, 6], filters: 8, kernel: [4, 4], strides: [2, 2], pad: 'same' },
  { x: [2, 7, 6, 1], filters: 40, kernel: [5, 5], strides: [2, 2], pad: 'same' },
  { x: [2, 9, 8, 7], filters: 3, kernel: [4, 3], strides: [3, 2], pad: 'valid' },
  { x: [2, 10, 10, 6], filters: 3, kernel: [2, 2], strides: [3, 3], pad: 'valid' },
  { x: [1, 11, 5, 6], filters: 1, kernel: [1, 1], strides: [2, 2], pad: 'same' },
  { x: [2, 6, 6, 5], filters: 4, kernel: [3, 3], strides: [1, 1], pad: explicit(2, 1, 0, 2) },
  { x: [2, 6, 7, 5], filters: 4, kernel: [2, 3], strides: [2, 2], pad: explicit(3, 2, 4, 1) },
  { x: [2, 1, 12, 5], filters: 4, kernel: [1, 5], strides: [1, 2], pad: 'same' },
  { x: [4, 4, 4, 8], filters: 1, kernel: [4, 4], strides: [1, 1], pad: 'valid' },
  { x: [2, 8, 8, 3], filters: 4, kernel: [1, 4], strides: [2, 2], pad: 'same' },
  { x: [2, 8, 8, 3], filters: 4, kernel: [4, 1], strides: [2, 3], pad: 'same' },
  { x: [1, 15, 16, 2], filters: 3, kernel: [2, 4], strides: [3, 3], pad: 'same' },
]

type Visit = (x: number, dy: number, filter: number) => void

/** Every product of a convolution, as indices into x, dy and the filter. */
function products(info: tf.backend_util.Conv2DInfo, depthwise: boolean, visit: Visit): void {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, padInfo } = info
  const perChannel = depthwise ? outChannels / inChannels : outChannels
  for (let n = 0; n < batchSize; n++)
    for (let i = 0; i < outHeight; i++)
      for (let j = 0; j < outWidth; j++)
        for (let a = 0; a < info.filterHeight; a++)
          for (let b = 0; b < info.filterWidth; b++) {
            const y = i * info.strideHeight - padInfo.top + a
            const x = j * info.strideWidth - padInfo.left + b
            if (y < 0 || x < 0 || y >= inHeight || x >= inWidth) continue
            for (let c = 0; c < inChannels; c++)
              for (let k = 0; k < perChannel; k++) {
                const out = depthwise ? c * perChannel + k : k
                visit(
                  ((n * inHeight + y) * inWidth + x) * inChannels + c,
                  ((n * outHeight + i) * outWidth + j) * outChannels + out,
                  ((a * info.filterWidth + b) * inChannels + c) * perChannel + k,
                )
              }
          }
}

async function expectClose(actual: tf.Tensor, expected: ArrayLike<number>, tolerance = 1e-5): Promise<void> {
  const got = await actual.data()
  const scale = Math.max(1, ...Array.from(expected, Math.abs))
  let worst = 0
  for (let index = 0; index < expected.length; index++)
    worst = Math.max(worst, Math.abs(got[index]! - expected[index]!))
  expect(got.length).toBe(expected.length)
  expect(worst / scale).toBeLessThan(tolerance)
}

/** Fails when `body` leaves a tensor behind, the backend's own count included. */
async function expectNoLeak(body: () => Promise<void>): Promise<void> {
  const before = tf.memory().numTensors
  const stored = tf.engine().backend.numDataIds()
  await body()
  expect(tf.memory().numTensors).toBe(before)
  expect(tf.engine().backend.numDataIds()).toBe(stored)
}

async function checkKernel(
  kernel: string,
  inputs: Record<string, tf.Tensor>,
  attributes: object,
  expected: Float64Array,
) {
  await expectNoLeak(async () => {
    const result = runKernel(kernel, inputs, attributes)
    await expectClose(result, expected)
    result.dispose()
  })
}

async function checkConvolution(test: ConvolutionCase, depthwise: boolean): Promise<void> {
  const { x: inputShape, filters, kernel, strides, pad } = test
  const filterShape: [number, number, number, number] = [...kernel, inputShape[3], depthwise ? 2 : filters]
  const info = tf.backend_util.computeConv2DInfo(inputShape, filterShape, strides, 1, pad, undefined, depthwise)
  const x = tensor(inputShape, 1)
  const filter = tensor(filterShape, 2)
  const dy = tensor(info.outShape, 3)
  const [xs, filters64, dys] = [await x.data(), await filter.data(), await dy.data()]
  const y = new Float64Array(dys.length)
  const dx = new Float64Array(xs.length)
  const dw = new Float64Array(filters64.length)
  products(info, depthwise, (xAt, dyAt, filterAt) => {
    y[dyAt]! += xs[xAt]! * filters64[filterAt]!
    dx[xAt]! += dys[dyAt]! * filters64[filterAt]!
    dw[filterAt]! += dys[dyAt]! * xs[xAt]!
  })
  const attributes = { strides, pad, dataFormat: 'NHWC', dilations: 1 }
  const name = depthwise ? 'DepthwiseConv2dNativeBackprop' : 'Conv2DBackprop'
  const forward = depthwise ? 'DepthwiseConv2dNative' : 'Conv2D'
  // Elsewhere the forward pass is as TensorFlow.js has it.
  if (tf.getBackend() === 'wasm') await checkKernel(forward, { x, filter }, attributes, y)
  await checkKernel(`${name}Input`, { dy, filter }, { ...attributes, inputShape }, dx)
  await checkKernel(`${name}Filter`, { x, dy }, { ...attributes, filterShape }, dw)
  tf.dispose([x, filter, dy])
}

async function checkMatMul(a: number[], b: number[], transposeA: boolean, transposeB: boolean): Promise<void> {
  const [left, right] = [tensor(a, 4), tensor(b, 5)]
  const [lefts, rights] = [await left.data(), await right.data()]
  const [aRows, aColumns, bRows, bColumns] = [a.at(-2)!, a.at(-1)!, b.at(-2)!, b.at(-1)!]
  const [rows, inner] = transposeA ? [aColumns, aRows] : [aRows, aColumns]
  const columns = transposeB ? bRows : bColumns
  const [countA, countB] = [lefts.length / (rows * inner), rights.length / (inner * columns)]
  const count = Math.max(countA, countB)
  const expected = new Float64Array(count * rows * columns)
  for (let n = 0; n < count; n++)
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < columns; j++)
        for (let k = 0; k < inner; k++) {
          const leftAt = (countA === 1 ? 0 : n) * rows * inner + (transposeA ? k * rows + i : i * inner + k)
          const rightAt = (countB === 1 ? 0 : n) * inner * columns + (transposeB ? j * inner + k : k * columns + j)
          expected[(n * rows + i) * columns + j]! += lefts[leftAt]! * rights[rightAt]!
        }
  await expectNoLeak(async () => {
    const product = tf.matMul(left, right, transposeA, transposeB)
    await expectClose(product, expected)
    product.dispose()
  })
  tf.dispose([left, right])
}

/** Checks an operation against numbers computed from the values of its operands. */
async function checkAgainst(
  operands: tf.Tensor[],
  operation: () => tf.Tensor,
  expected: (values: number[][]) => number[],
): Promise<void> {
  const numbers = await Promise.all(operands.map(async (operand) => Array.from(await operand.data())))
  await expectNoLeak(async () => {
    const result = operation()
    await expectClose(result, expected(numbers))
    result.dispose()
  })
  tf.dispose(operands)
}

/** The index into a smaller operand that broadcasts over `shape`. */
function broadcastIndex(at: number, shape: number[], small: number[]): number {
  let [rest, index, scale] = [at, 0, 1]
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const position = rest % shape[axis]!
    rest = Math.floor(rest / shape[axis]!)
    const size = small[axis - (shape.length - small.length)] ?? 1
    if (size > 1) index += position * scale
    scale *= size
  }
  return index
}

/** Tests of the kernels on the backend that is set. */
export function describeKernels(): void {
  describe('convolutions and their gradients', () => {
    for (const test of CONVOLUTIONS) {
      const name = `${test.x} to ${test.filters}, kernel ${test.kernel}, strides ${test.strides}, ${test.pad}`
      it(`conv2d ${name}`, () => checkConvolution(test, false))
      it(`depthwise ${name}`, () => checkConvolution(test, true))
    }
  })

  describe('matMul', () => {
    for (const [transposeA, transposeB] of [
      [false, false],
      [false, true],
      [true, false],
      [true, true],
    ] as const) {
      const swap = (shape: number[], swapped: boolean) =>
        swapped ? [...shape.slice(0, -2), shape.at(-1)!, shape.at(-2)!] : shape
      for (const [a, b] of [
        [
          [7, 5],
          [5, 9],
        ],
        [
          [3, 4, 6],
          [3, 6, 2],
        ],
        [
          [3, 4, 6],
          [1, 6, 2],
        ],
        [
          [1, 4, 6],
          [3, 6, 2],
        ],
      ] as const) {
        const [left, right] = [swap([...a], transposeA), swap([...b], transposeB)]
        it(`[${left}] × [${right}], transposed: ${transposeA}, ${transposeB}`, () =>
          checkMatMul(left, right, transposeA, transposeB))
      }
    }
  })

  describe('arithmetic of a large with a small tensor', () => {
    const pairs: [number[], number[]][] = [
      [[8, 7, 7, 12], [12]],
      [
        [8, 7, 7, 12],
        [8, 1, 1, 12],
      ],
      [
        [64, 50],
        [64, 1],
      ],
      [
        [8, 7, 7, 12],
        [7, 1, 12],
      ],
      [[5, 500], [500]],
      [[6, 400], [1]],
      [
        [6, 5, 4, 30],
        [6, 1, 4, 1],
      ],
    ]
    const operations: [string, (a: tf.Tensor, b: tf.Tensor) => tf.Tensor, (a: number, b: number) => number][] = [
      ['add', tf.add, (a, b) => a + b],
      ['sub', tf.sub, (a, b) => a - b],
      ['mul', tf.mul, (a, b) => a * b],
      ['div', tf.div, (a, b) => a / b],
    ]
    for (const [large, small] of pairs)
      for (const [name, operation, number] of operations)
        it(`${name} of [${large}] and [${small}], both ways`, async () => {
          const size = tf.util.sizeFromShape(large)
          const at = [...Array(size).keys()]
          const small64 = (index: number) => broadcastIndex(index, large, small)
          const [x, y] = [tensor(large, 6), tensor(small, 7)]
          await checkAgainst(
            [x, y],
            () => operation(x, y),
            ([a, b]) => at.map((i) => number(a![i]!, b![small64(i)]!)),
          )
          const [u, v] = [tensor(small, 8), tensor(large, 9)]
          await checkAgainst(
            [u, v],
            () => operation(u, v),
            ([a, b]) => at.map((i) => number(a![small64(i)]!, b![i]!)),
          )
        })
  })

  describe('sums and means', () => {
    const cases: [number[], number[]][] = [
      [
        [9, 7, 6, 10],
        [0, 1, 2],
      ],
      [
        [9, 7, 6, 10],
        [1, 2],
      ],
      [[9, 7, 6, 10], [3]],
      [
        [9, 7, 6, 10],
        [1, 2, 3],
      ],
      [
        [9, 7, 6, 10],
        [0, 1, 2, 3],
      ],
      [
        [9, 7, 6, 3],
        [0, 1, 2],
      ],
      [
        [9, 7, 6, 10],
        [0, 2],
      ],
      [[640, 20], [0]],
      [[640, 20], [1]],
      [[13], [0]],
    ]
    for (const [shape, axes] of cases)
      it(`of [${shape}] over ${axes}`, async () => {
        const kept = shape.map((size, axis) => (axes.includes(axis) ? 1 : size))
        const count = axes.reduce((product, axis) => product * shape[axis]!, 1)
        const sums = (values: number[]) => {
          const result: number[] = Array(values.length / count).fill(0)
          for (const [index, value] of values.entries()) result[broadcastIndex(index, shape, kept)]! += value
          return result
        }
        const x = tensor(shape, 10)
        await checkAgainst(
          [x],
          () => tf.sum(x, axes),
          ([a]) => sums(a!),
        )
        const y = tensor(shape, 11)
        await checkAgainst(
          [y],
          () => tf.mean(y, axes, true),
          ([a]) => sums(a!).map((sum) => sum / count),
        )
      })
  })

  describe('moving numbers', () => {
    for (const [shape, reps] of [
      [[3], [4]],
      [
        [1, 1, 5],
        [6, 7, 1],
      ],
      [
        [2, 3, 1],
        [2, 1, 40],
      ],
      [
        [4, 3],
        [3, 2],
      ],
      [
        [1, 1],
        [50, 3],
      ],
    ] as const)
      it(`tiles [${shape}] by ${reps}`, async () => {
        const x = tensor([...shape], 12)
        const whole = shape.map((size, axis) => size * reps[axis]!)
        await checkAgainst(
          [x],
          () => tf.tile(x, [...reps]),
          ([a]) =>
            [...Array(tf.util.sizeFromShape(whole)).keys()].map((at) => {
              const place = tf.util
                .indexToLoc(at, whole.length, tf.util.computeStrides(whole))
                .map((p, axis) => p % shape[axis]!)
              return a![tf.util.locToIndex(place, shape.length, tf.util.computeStrides([...shape]))]!
            }),
        )
      })
    for (const [shape, begin, size] of [
      [
        [5, 4, 3],
        [1, 0, 0],
        [3, 4, 3],
      ],
      [
        [5, 4, 3],
        [1, 2, 1],
        [3, 2, 2],
      ],
      [
        [3, 4, 50],
        [0, 1, 5],
        [3, 2, 40],
      ],
      [
        [3, 4, 50],
        [2, 1, 5],
        [1, 1, 1],
      ],
      [[40], [7], [20]],
    ] as const)
      it(`slices [${shape}] from ${begin}, ${size}`, async () => {
        const x = tensor([...shape], 13)
        const strides = tf.util.computeStrides([...shape])
        await checkAgainst(
          [x],
          () => tf.slice(x, [...begin], [...size]),
          ([a]) =>
            [...Array(tf.util.sizeFromShape([...size])).keys()].map((at) => {
              const place = tf.util
                .indexToLoc(at, size.length, tf.util.computeStrides([...size]))
                .map((p, axis) => p + begin[axis]!)
              return a![tf.util.locToIndex(place, shape.length, strides)]!
            }),
        )
      })
    it('splits and unstacks', async () => {
      const x = tensor([4, 6, 2], 14)
      const [first, second] = tf.split(x, [2, 4], 1)
      const parts = tf.unstack(x, 1)
      const joined = tf.concat([first!, second!], 1)
      const stacked = tf.stack(parts, 1)
      await expectClose(joined, await x.data())
      await expectClose(stacked, await x.data())
      tf.dispose([x, first!, second!, ...parts, joined, stacked])
    })
    it('gives a clone that outlives its original', async () => {
      const x = tensor([6], 15)
      const expected = await x.data()
      const clone = tf.clone(x)
      x.dispose()
      await expectClose(clone, expected)
      clone.dispose()
    })
    it('sums rows by segment', async () => {
      const x = tensor([5, 3], 16)
      const ids = tf.tensor1d([2, 0, 2, 1, 0], 'int32')
      await checkAgainst(
        [x],
        () => tf.unsortedSegmentSum(x, ids, 4),
        ([a]) => {
          const rows = [[1, 4], [3], [0, 2], []]
          return rows.flatMap((members) =>
            [0, 1, 2].map((e) => members.reduce((sum, row) => sum + a![row * 3 + e]!, 0)),
          )
        },
      )
      ids.dispose()
    })
  })

  it('keeps below zero only the slope of leaky ReLU', async () => {
    const x = tensor([7, 5], 17)
    await checkAgainst(
      [x],
      () => tf.leakyRelu(x, 0.3),
      ([a]) => a!.map((value) => (value > 0 ? value : 0.3 * value)),
    )
  })
}
