/** @file Steps of a DCGAN for 28×28 on WASM, by threads. */
import * as tf from '@tensorflow/tfjs-core'
import { openBackend } from '../open-node'
import { makeDcgan } from './dcgan'
import { printTable, timeMs } from './table'

const threads = process.argv[2] === undefined ? undefined : Number(process.argv[2])
const { info } = await openBackend('wasm', threads)
const rows = [['DCGAN-28, batch 64', 'ms a step', 'steps/s', 'tensors left by a step']]
for (const channels of [16, 32, 64]) {
  const model = makeDcgan({ batchSize: 64, channels })
  const step = () => tf.dispose(model.step())
  step()
  const before = tf.memory().numTensors
  const ms = timeMs(step)
  const left = tf.memory().numTensors - before
  rows.push([`channels ${channels}, ${2 * channels}`, ms.toFixed(0), (1000 / ms).toFixed(1), String(left)])
  model.dispose()
}
printTable(`One update of the critic and one of the generator, WASM, ${info.threads} threads`, rows)
