/** @file How an axis splits into phases: every product of the convolution exactly once. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { phasesOf } from './phases'

it('meets every tap of every output once', () => {
  const axis = fc.record({
    size: fc.integer({ min: 1, max: 12 }),
    kernel: fc.integer({ min: 1, max: 5 }),
    stride: fc.integer({ min: 1, max: 4 }),
    before: fc.integer({ min: 0, max: 6 }),
    after: fc.integer({ min: 0, max: 6 }),
  })
  fc.assert(
    fc.property(axis, ({ size, kernel, stride, before, after }) => {
      const outSize = Math.floor((size + before + after - kernel) / stride) + 1
      fc.pre(outSize >= 1)
      const expected: string[] = []
      for (let out = 0; out < outSize; out++) {
        for (let tap = 0; tap < kernel; tap++) {
          const x = out * stride + tap - before
          if (x >= 0 && x < size) expected.push(`x${x} tap${tap} dy${out}`)
        }
      }
      const met: string[] = []
      for (const phase of phasesOf(size, outSize, kernel, stride, before)) {
        if (phase.taps.length === 0) continue
        // The convolution of the padded dy gives at least the results that the phase takes.
        const results = outSize + phase.before + phase.after - phase.taps.length + 1
        expect(results).toBeGreaterThanOrEqual(phase.skip + phase.count)
        for (let t = 0; t < phase.count; t++) {
          for (const [u, tap] of phase.taps.entries()) {
            const dy = t + phase.skip + u - phase.before
            if (dy >= 0 && dy < outSize) met.push(`x${phase.first + t * stride} tap${tap} dy${dy}`)
          }
        }
      }
      expect(met.sort()).toEqual(expected.sort())
    }),
  )
})
