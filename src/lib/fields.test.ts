/** @file A params schema tells its form: titles, controls, defaults, what may be off. */
import { expect, test } from 'vitest'
import { z } from 'zod'
import { axesField, fieldsOf, integerField, rangeField, schedulableField, selectField, variantsField } from './fields'

const text = { title: 'T', description: 'D' }
const momentum = z.strictObject({
  kind: z.literal('sgd'),
  rate: schedulableField({ ...text, minimum: 0 }).default(0.1),
})
const plain = z.strictObject({ kind: z.literal('none') })

const schema = z.strictObject({
  kind: z.literal('fixed').default('fixed'),
  units: integerField({ ...text, minimum: 1, maximum: 9, unit: 'px' }).default(3),
  clip: integerField(text).nullable().default(null),
  mode: selectField({ ...text, options: { a: 'A', b: 'B' } }).default('b'),
  size: axesField({ ...text, axes: 2, minimum: 1, maximum: 5 }).default(2),
  optimizer: variantsField(z.discriminatedUnion('kind', [momentum, plain]), {
    ...text,
    key: 'kind',
    variants: { sgd: { title: 'SGD', schema: momentum }, none: { title: 'None', schema: plain } },
  }).default({ kind: 'none' }),
})

test('fields come in order, with defaults and what may be off; discriminators are left out', () => {
  const fields = fieldsOf(schema)
  expect(fields.map(({ key, initial, nullable }) => ({ key, initial, nullable }))).toEqual([
    { key: 'units', initial: 3, nullable: false },
    { key: 'clip', initial: null, nullable: true },
    { key: 'mode', initial: 'b', nullable: false },
    { key: 'size', initial: 2, nullable: false },
    { key: 'optimizer', initial: { kind: 'none' }, nullable: false },
  ])
  expect(fields[0]?.control).toEqual({ type: 'integer', minimum: 1, maximum: 9, unit: 'px' })
  expect(fields[4]?.control).toMatchObject({
    type: 'variants',
    variants: [
      { value: 'sgd', fields: [{ key: 'rate', initial: 0.1, control: { schedulable: true } }] },
      { value: 'none', fields: [] },
    ],
  })
})

test('the schema still holds its bounds', () => {
  expect(schema.safeParse({ units: 10 }).success).toBe(false)
  expect(schema.safeParse({ size: [1, 2, 3] }).success).toBe(false)
  expect(schema.parse({})).toMatchObject({ units: 3, size: 2 })
})

test('a range is one number, or two in order, within its limits', () => {
  const range = rangeField({ ...text, minimum: -1, maximum: 2 })
  for (const value of [0.9, [0.7, 1.2], [1, 1]]) expect(range.parse(value)).toEqual(value)
  for (const value of [3, [1.2, 0.7], [0.5], [0, 1, 2], [0, 3], 'x', null])
    expect(range.safeParse(value).success, JSON.stringify(value)).toBe(false)
  expect(fieldsOf(z.strictObject({ target: range.default(1) }))).toMatchObject([
    { key: 'target', initial: 1, control: { type: 'range', minimum: -1, maximum: 2 } },
  ])
})
