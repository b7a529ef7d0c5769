/** @file Off the tape: the gradient around is untouched by what runs inside, whose own gradients are right. */
import { beforeAll, expect, test } from 'vitest'
import type { OpenBackend } from './open'
import { openBackend } from './open-node'
import { offTape } from './tape'

let tf: OpenBackend['tf']
beforeAll(async () => {
  ;({ tf } = await openBackend('cpu'))
})

test('a gradient inside a gradient, each right, and nothing left behind', async () => {
  const outer = tf.variable(tf.scalar(3))
  const inner = tf.variable(tf.scalar(2))
  const before = tf.memory().numTensors
  const { grads, value } = tf.variableGrads(() => {
    const square = tf.square(outer)
    offTape(tf, () => {
      const step = tf.variableGrads(() => tf.mul(square, tf.square(inner)) as never, [inner])
      inner.assign(step.grads[inner.name]! as never)
    })
    return tf.mul(square, inner) as never
  }, [outer])
  // d(9 · i²)/di = 36 at i = 2; d(o² · 36)/do = 216 at o = 3, though 36 came from o: that way is off the tape.
  expect([...(await inner.data())]).toEqual([36])
  expect([...(await grads[outer.name]!.data())]).toEqual([216])
  value.dispose()
  tf.dispose(grads)
  expect(tf.memory().numTensors).toBeLessThanOrEqual(before + 3)
})

test('an error inside gives the tape back', () => {
  const x = tf.variable(tf.scalar(3))
  const { grads } = tf.variableGrads(() => {
    const square = tf.square(x)
    expect(() =>
      offTape(tf, () => {
        throw new Error('inside')
      }),
    ).toThrow('inside')
    return square as never
  }, [x])
  expect(grads[x.name]!.dataSync()[0]).toBe(6)
})
