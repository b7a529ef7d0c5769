/** @file Convolutions and their gradients on WASM: stock tfjs against ours. `npm run bench`, or `npx tsx` with the threads as argument. */
import * as tf from '@tensorflow/tfjs-core'
import { runKernel } from '../gradients/define'
import { stockKernel } from '../kernels/call'
import { openBackend } from '../open-node'
import { printTable, timeMs } from './table'

/** Input size, input channels, filters, kernel, stride; batch 64, padding same. */
const LAYERS = [
  [28, 1, 32, 5, 2],
  [28, 3, 64, 4, 2],
  [14, 32, 64, 5, 2],
  [14, 64, 128, 5, 2],
  [7, 64, 128, 3, 1],
  [28, 32, 32, 3, 1],
] as const
const BATCH = 64

function cells(work: () => tf.Tensor, gigaFlops: number): string[] {
  const ms = timeMs(() => work().dispose())
  return [ms.toFixed(1), ((gigaFlops / ms) * 1000).toFixed(1)]
}

async function main() {
  const threads = process.argv[2] === undefined ? undefined : Number(process.argv[2])
  const { info } = await openBackend('wasm', threads)
  const rows = [
    ['layer', 'forward ms', 'GFLOP/s', 'dFilter ms', 'GFLOP/s', 'dInput ms', 'GFLOP/s', 'stock dInput ms', 'GFLOP/s'],
  ]
  for (const [size, channels, filters, kernel, stride] of LAYERS) {
    const out = Math.ceil(size / stride)
    const gigaFlops = (2 * BATCH * out * out * kernel * kernel * channels * filters) / 1e9
    const inputShape = [BATCH, size, size, channels] as [number, number, number, number]
    const filterShape = [kernel, kernel, channels, filters] as [number, number, number, number]
    const x = tf.randomNormal(inputShape)
    const filter = tf.randomNormal(filterShape)
    const dy = tf.randomNormal([BATCH, out, out, filters])
    const attributes = { strides: stride, pad: 'same', dataFormat: 'NHWC', dilations: 1 }
    const input = { ...attributes, inputShape }
    const stock = () => stockKernel('Conv2DBackpropInput', { dy, filter }, input)
    rows.push([
      `${size}×${size}×${channels} → ${filters}, k${kernel} s${stride}`,
      ...cells(() => runKernel('Conv2D', { x, filter }, attributes), gigaFlops),
      ...cells(() => runKernel('Conv2DBackpropFilter', { x, dy }, { ...attributes, filterShape }), gigaFlops),
      ...cells(() => runKernel('Conv2DBackpropInput', { dy, filter }, input), gigaFlops),
      ...cells(stock, gigaFlops),
    ])
    tf.dispose([x, filter, dy])
  }
  printTable(
    `Convolutions, batch ${BATCH}, WASM, ${info.threads} threads (tfjs has no filter gradient of its own there)`,
    rows,
  )

  const products = [['product', 'ms', 'GFLOP/s', 'stock ms', 'GFLOP/s']]
  for (const [rowsA, inner, columns, transposeA, transposeB] of [
    [1024, 1024, 1024, false, false],
    [64, 3136, 100, false, true],
    [100, 64, 3136, true, false],
  ] as const) {
    const a = tf.randomNormal(transposeA ? [inner, rowsA] : [rowsA, inner])
    const b = tf.randomNormal(transposeB ? [columns, inner] : [inner, columns])
    const gigaFlops = (2 * rowsA * inner * columns) / 1e9
    const attributes = { transposeA, transposeB }
    products.push([
      `${rowsA}×${inner}×${columns}${transposeA ? ', aᵀ' : ''}${transposeB ? ', bᵀ' : ''}`,
      ...cells(() => runKernel('BatchMatMul', { a, b }, attributes), gigaFlops),
      ...cells(() => stockKernel('BatchMatMul', { a, b }, attributes), gigaFlops),
    ])
    tf.dispose([a, b])
  }
  printTable(`Matrix products, WASM, ${info.threads} threads`, products)
}

await main()
