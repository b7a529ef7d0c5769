/** @file Sums that people type into number fields. */
import { describe, expect, it } from 'vitest'
import { calculate, calculateList, numberText } from './arithmetic'

describe('calculate', () => {
  it.each([
    ['64', 64],
    ['4*4*256', 4096],
    ['4 × 4 × 256', 4096],
    ['2^10', 1024],
    ['2**3**2', 512],
    ['(28 - 4) / 2', 12],
    ['-3 + 5', 2],
    ['2e-4', 0.0002],
    ['.5', 0.5],
    ['-(1+1)', -2],
    ['-2^2', -4],
  ])('%s = %d', (text, value) => expect(calculate(text)).toBeCloseTo(value, 12))

  it.each(['', '4*', '4 4', 'abc', '1/0', '(1', '1)', '2^^2', `${'1+'.repeat(80)}1`])('%s is none', (text) =>
    expect(calculate(text)).toBeNull(),
  )
})

describe('calculateList', () => {
  it.each([
    ['28, 28, 1', [28, 28, 1]],
    ['28x28x1', [28, 28, 1]],
    ['4 4 2', [4, 4, 2]],
    ['[100]', [100]],
    ['4, 4, 2*128', [4, 4, 256]],
  ])('%s', (text, values) => expect(calculateList(text)).toEqual(values))

  it('refuses what is no list of numbers', () => {
    expect(calculateList('28, a')).toBeNull()
    expect(calculateList('')).toBeNull()
  })
})

describe('numberText', () => {
  it('reads back as the same number', () => {
    for (const value of [0, 1, -1, 0.0002, 1e-8, 0.1 + 0.2, 123456789, 1 / 3])
      expect(Number(numberText(value))).toBe(value)
  })
})
