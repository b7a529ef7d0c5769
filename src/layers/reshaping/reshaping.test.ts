/** @file What moves values, by the values: shapes alone would not tell a row from a column. */
import type { Tensor4D } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { type OpenBackend, openBackend } from '../../backend/open-node'
import { shapeSize } from '../../tensor/shape'
import { buildExample } from '../contract'
import type { LayerDefinition } from '../layer'
import { pad } from './pad'
import { repeat } from './repeat'
import { slice } from './slice'

let tf: OpenBackend['tf']
beforeAll(async () => {
  tf = (await openBackend('cpu')).tf
})

/** The layer on 0, 1, 2, … as nested lists, for one sample. */
function onNumbers(layer: unknown, params: Record<string, unknown>, shape: readonly number[]) {
  const example = { params, inputs: { in: shape }, output: [] }
  const built = buildExample(tf, layer as LayerDefinition, example, 1)
  const input = tf.reshape(tf.range(0, shapeSize(shape)), [1, ...shape])
  return tf.squeeze(built.apply('inference', { in: input })).arraySync()
}

describe('pad', () => {
  it.each([
    ['reflect', [2, 1, 0, 1, 2, 1]],
    ['symmetric', [1, 0, 0, 1, 2, 2]],
    ['edge', [0, 0, 0, 1, 2, 2]],
    ['zeros', [0, 0, 0, 1, 2, 0]],
  ])('%s', (mode, expected) => expect(onNumbers(pad, { size: [0, 0, 2, 1], mode }, [1, 3, 1])).toEqual(expected))

  it.each(['reflect', 'symmetric'] as const)('%s is the mirror pad of TensorFlow.js', (mode) => {
    const example = { params: { mode, size: [1, 2, 2, 0] }, inputs: { in: [4, 3, 2] }, output: [7, 5, 2] }
    const built = buildExample(tf, pad as unknown as LayerDefinition, example)
    const borders: [number, number][] = [
      [0, 0],
      [1, 2],
      [2, 0],
      [0, 0],
    ]
    const expected = tf.mirrorPad(built.inputs.in as Tensor4D, borders, mode)
    expect(built.apply('inference').arraySync()).toEqual(expected.arraySync())
  })
})

describe('repeat', () => {
  it('puts whole copies one after the other', () => {
    expect(onNumbers(repeat, { counts: [2, 1] }, [2, 2])).toEqual([
      [0, 1],
      [2, 3],
      [0, 1],
      [2, 3],
    ])
    expect(onNumbers(repeat, { counts: [2] }, [2, 2])).toEqual([
      [0, 1, 0, 1],
      [2, 3, 2, 3],
    ])
  })

  it('puts a vector at every place', () => {
    expect(onNumbers(repeat, { counts: [2, 2, 1] }, [3])).toEqual([
      [
        [0, 1, 2],
        [0, 1, 2],
      ],
      [
        [0, 1, 2],
        [0, 1, 2],
      ],
    ])
  })
})

it('slice counts from either end', () => {
  expect(onNumbers(slice, { start: 1, length: 2 }, [4])).toEqual([1, 2])
  expect(onNumbers(slice, { start: -3 }, [4])).toEqual([1, 2, 3])
  expect(onNumbers(slice, { axis: 0, start: 1 }, [3, 2])).toEqual([
    [2, 3],
    [4, 5],
  ])
})
