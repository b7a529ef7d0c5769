/** @file Output sizes of windows, against counting them. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { perAxis, transposedLength, windowCount } from './convolution'

const small = fc.integer({ min: 1, max: 12 })

/** Places where a window fits into `length` when it starts at 0 and moves by `stride`. */
function counted(length: number, size: number, stride: number): number {
  let count = 0
  for (let start = 0; start + size <= length; start += stride) count++
  return count
}

it('counts valid windows', () => {
  fc.assert(
    fc.property(small, small, small, (length, size, stride) => {
      expect(Math.max(windowCount(length, size, stride, 'valid'), 0)).toBe(counted(length, size, stride))
    }),
  )
})

it('counts same windows as the strides that begin inside', () => {
  fc.assert(
    fc.property(small, small, small, (length, size, stride) => {
      expect(windowCount(length, size, stride, 'same')).toBe(counted(length, 1, stride))
    }),
  )
})

it('transposes: a convolution of the longer axis comes back to the shorter', () => {
  fc.assert(
    fc.property(
      small,
      small,
      small,
      fc.constantFrom('same' as const, 'valid' as const),
      (length, size, stride, padding) => {
        const long = transposedLength(length, size, stride, padding)
        expect(windowCount(long, size, stride, padding)).toBe(length)
      },
    ),
  )
})

it('repeats one number for every axis', () => {
  expect(perAxis(3, 2)).toEqual([3, 3])
  expect(perAxis([1, 2], 2)).toEqual([1, 2])
})
