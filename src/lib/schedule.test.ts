/** @file Schedules: their values at the ends and between, and their replacement inside params. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { resolveSchedules, type Schedule, scheduleSchema, valueAt } from './schedule'

const schedule = (parts: Partial<Schedule>): Schedule => ({
  schedule: 'linear',
  from: 1,
  to: 3,
  start: 10,
  end: 20,
  ...parts,
})

test('each form between its ends', () => {
  expect(valueAt(schedule({}), 15)).toBe(2)
  expect(valueAt(schedule({ schedule: 'cosine' }), 15)).toBeCloseTo(2, 12)
  expect(valueAt(schedule({ schedule: 'cosine' }), 12.5)).toBeCloseTo(3 - 2 * 0.5 * (1 + Math.cos(Math.PI / 4)), 12)
  expect(valueAt(schedule({ schedule: 'exponential', from: 1, to: 100 }), 15)).toBeCloseTo(10, 12)
  expect(valueAt(schedule({ schedule: 'step' }), 19)).toBe(1)
  expect(valueAt(schedule({ schedule: 'step' }), 20)).toBe(3)
})

test('every form holds its ends and stays between them', () => {
  const forms = fc.constantFrom('linear' as const, 'cosine' as const, 'exponential' as const, 'step' as const)
  const positive = fc.double({ min: 1e-6, max: 1e3, noNaN: true })
  fc.assert(
    fc.property(
      forms,
      positive,
      positive,
      fc.nat(1000),
      fc.nat(1000),
      fc.nat(3000),
      (form, from, to, start, length, step) => {
        const value = valueAt({ schedule: form, from, to, start, end: start + length }, step)
        const [low, high] = [Math.min(from, to), Math.max(from, to)]
        expect(value).toBeGreaterThanOrEqual(low * (1 - 1e-9))
        expect(value).toBeLessThanOrEqual(high * (1 + 1e-9))
        if (step >= start + length) expect(value).toBe(to)
        else if (step <= start) expect(value).toBe(from)
      },
    ),
  )
})

test('schedules inside params are replaced wherever they are', () => {
  const params = { optimizer: { kind: 'adam', learningRate: schedule({}) }, sizes: [1, 2], off: null }
  expect(resolveSchedules(params, 15)).toEqual({
    optimizer: { kind: 'adam', learningRate: 2 },
    sizes: [1, 2],
    off: null,
  })
})

test('an end before the start and an exponential through zero are refused at their key', () => {
  expect(scheduleSchema.safeParse(schedule({ end: 5 })).error?.issues[0]?.path).toEqual(['end'])
  expect(scheduleSchema.safeParse(schedule({ schedule: 'exponential', to: 0 })).error?.issues[0]?.path).toEqual(['to'])
})
