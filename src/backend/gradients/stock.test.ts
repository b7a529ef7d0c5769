/**
 * @file What TensorFlow.js' own gradients get wrong, by the cases that ours pass: the reason for this folder, and a word when a new
 * version needs less of it. `npm run docs:gradients` keeps the list for the docs.
 */
import '@tensorflow/tfjs-backend-cpu'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-core/dist/register_all_gradients'
import { beforeAll, expect, it } from 'vitest'
import { REPORTING, reportPath, reportText } from '../../layers/gradient-report'
import { GRADIENT_CASES, gradientError, TOLERANCE } from '../contract/gradient-cases'

type Verdict = 'right' | 'wrong' | 'throws'

async function judge(test: (typeof GRADIENT_CASES)[number], order: 1 | 2): Promise<Verdict> {
  tf.engine().startScope()
  try {
    return (await gradientError(test, order)) < TOLERANCE ? 'right' : 'wrong'
  } catch {
    return 'throws'
  } finally {
    tf.engine().endScope()
  }
}

beforeAll(async () => {
  await tf.setBackend('cpu')
})

it('differentiates these wrongly, or not at all', async () => {
  const faults: Record<string, { first: Verdict; second: Verdict }> = {}
  for (const test of GRADIENT_CASES) {
    const [first, second] = [await judge(test, 1), await judge(test, 2)]
    if (first !== 'right' || (test.order === 2 && second !== 'right')) faults[test.name] = { first, second }
  }
  if (REPORTING) {
    const path = reportPath('stock', 'all')
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, reportText(faults))
  }
  const named = (order: 'first' | 'second', verdict: Verdict) =>
    Object.keys(faults).filter((name) => faults[name]![order] === verdict)
  expect({
    'first wrong': named('first', 'wrong'),
    'first throws': named('first', 'throws'),
    'second wrong': named('second', 'wrong'),
    'second throws': named('second', 'throws'),
  }).toMatchInlineSnapshot(`
    {
      "first throws": [
        "where",
        "stridedSlice",
        "maximum, broadcast",
        "minimum, broadcast",
        "squaredDifference, broadcast",
        "conv2d dilated",
        "depthwiseConv2d dilated",
        "conv3dTranspose",
        "conv1d dilated",
        "conv2d dilated, valid",
        "conv3d dilated",
        "where of rank 5",
        "prod",
        "depthToSpace",
        "tile of rank 5",
      ],
      "first wrong": [
        "mirrorPad reflect",
        "mirrorPad symmetric",
        "mirrorPad of a map",
        "mirrorPad of a volume",
        "avgPool overlapping, same",
        "avgPool stride 1, same",
        "resizeBilinear up, half pixel centers: true",
        "resizeBilinear down, half pixel centers: true",
        "resizeNearestNeighbor, half pixel centers: true",
        "resizeNearestNeighbor, half pixel centers: false",
      ],
      "second throws": [
        "relu6",
        "leakyRelu",
        "elu",
        "selu",
        "clipByValue",
        "logSumExp",
        "max",
        "min",
        "where",
        "stridedSlice",
        "minimum",
        "maximum, broadcast",
        "minimum, broadcast",
        "squaredDifference, broadcast",
        "prelu",
        "conv2d dilated",
        "depthwiseConv2d",
        "depthwiseConv2d stride 2, multiplier 2",
        "depthwiseConv2d dilated",
        "conv3d",
        "conv3d stride 2",
        "conv3dTranspose",
        "conv1d dilated",
        "conv2d dilated, valid",
        "conv3d dilated",
        "maximum of rank 5",
        "where of rank 5",
        "avgPool",
        "avgPool overlapping, same",
        "avgPool stride 1, same",
        "prod",
        "resizeBilinear up, half pixel centers: true",
        "resizeBilinear down, half pixel centers: true",
        "resizeNearestNeighbor, half pixel centers: true",
        "resizeBilinear up, half pixel centers: false",
        "resizeBilinear down, half pixel centers: false",
        "resizeNearestNeighbor, half pixel centers: false",
        "resizeBilinear, corners aligned",
        "depthToSpace",
        "tile of rank 5",
      ],
      "second wrong": [
        "tanh",
        "sigmoid",
        "exp",
        "softmax",
        "swish",
        "distances between rows",
        "attention",
      ],
    }
  `)
})
