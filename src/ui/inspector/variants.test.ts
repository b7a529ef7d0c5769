/** @file What an object keeps when its kind is changed. */
import { expect, test } from 'vitest'
import { fieldsOf } from '../../lib/fields'
import { adversarial } from '../../objectives/adversarial'
import { asVariant } from './variants'

const penalty = fieldsOf(adversarial.params).find(({ key }) => key === 'penalty')!
const variants = penalty.control.type === 'variants' ? penalty.control.variants : []
const named = (value: string) => variants.find((variant) => variant.value === value)!

const change = (from: string, to: string, settings: Record<string, unknown>) =>
  asVariant('kind', named(to), named(from), { kind: from, ...settings })

test('what was set is kept, what stood at its default takes the new one', () => {
  expect(change('gradient-penalty', 'r1', { weight: 10, every: 1, center: 1 })).toEqual({
    kind: 'r1',
    weight: 1,
    every: 1,
  })
  expect(change('gradient-penalty', 'r1', { weight: 3, every: 16, center: 1 })).toEqual({
    kind: 'r1',
    weight: 3,
    every: 16,
  })
  expect(change('r1', 'none', { weight: 3, every: 16 })).toEqual({ kind: 'none' })
})

test('whatever it becomes is taken by the kind', () => {
  for (const { value: from } of variants) {
    for (const { value: to } of variants) {
      const { penalty: before } = adversarial.params.parse({ penalty: { kind: from } })
      const after = asVariant('kind', named(to), named(from), before)
      expect(adversarial.params.parse({ penalty: after }).penalty).toMatchObject(after)
    }
  }
})

test('from nothing it takes the defaults', () => {
  expect(asVariant('kind', named('r2'), undefined, null)).toEqual({ kind: 'r2', weight: 1, every: 1 })
})
