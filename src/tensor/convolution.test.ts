/** @file Output sizes of windows, against counting them. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { perAxis, transposedLength, windowCount, windowPadding, windowReach } from './convolution'

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

it('pads same windows with no more than they need, the odd zero at the end', () => {
  fc.assert(
    fc.property(small, small, small, (length, size, stride) => {
      const [before, after] = windowPadding(length, size, stride, 'same')
      expect(windowCount(length + before + after, size, stride, 'valid')).toBe(
        windowCount(length, size, stride, 'same'),
      )
      expect(after - before === 0 || after - before === 1).toBe(true)
      if (before + after > 0) {
        expect(windowCount(length + before + after - 1, size, stride, 'valid')).toBeLessThan(
          windowCount(length, size, stride, 'same'),
        )
      }
    }),
  )
  expect(windowPadding(5, 3, 1, 'valid')).toEqual([0, 0])
})

it('spans the taps and what lies between them', () => {
  expect([windowReach(3, 1), windowReach(3, 2), windowReach(1, 4)]).toEqual([3, 5, 1])
})

it('repeats one number for every axis', () => {
  expect(perAxis(3, 2)).toEqual([3, 3])
  expect(perAxis([1, 2], 2)).toEqual([1, 2])
})
