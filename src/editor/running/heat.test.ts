/** @file Where the scale of heat lies, and what is remarked. */
import { expect, test } from 'vitest'
import type { WeightMotion } from '../../train/life'
import { gradientWarmth, heatOfNodes, remarkOf, shareText, updateWarmth } from './heat'

const motion = (share: number, gradientNorm = 1): WeightMotion => ({
  gradientNorm,
  weightNorm: 10,
  updateNorm: 10 * share,
  weights: 100,
})
const remark = (of: WeightMotion | null, dead: [dead: number, count: number] | null = null, others = [motion(1e-3)]) =>
  remarkOf({ motion: of, units: dead && { dead: dead[0], count: dead[1] } }, others)

test('the scale: a thousandth in the middle, two powers of ten to each end', () => {
  expect(updateWarmth(motion(1e-3))).toBeCloseTo(0, 12)
  expect(updateWarmth(motion(1e-2))).toBeCloseTo(0.5, 12)
  expect([updateWarmth(motion(1)), updateWarmth(motion(1e-9)), updateWarmth(motion(0))]).toEqual([1, -1, -1])
  expect(updateWarmth({ ...motion(1), weightNorm: 0 })).toBeNull()
})

test('of the gradient: the mean of the network in the middle, two powers of ten to each end', () => {
  const network = [1e-4, 1e-2, 1].map((norm) => motion(1e-3, norm))
  const warmth = network.map((layer) => gradientWarmth(layer, network)!)
  expect(warmth[0]).toBeCloseTo(-1, 12)
  expect(warmth[1]).toBeCloseTo(0, 12)
  expect(warmth[2]).toBeCloseTo(1, 12)
  expect(gradientWarmth(motion(0, 0), [...network, motion(0, 0)])).toBe(-1)
  expect(gradientWarmth(motion(0, Number.NaN), network)).toBeNull()
  expect(gradientWarmth(motion(0, 0), [motion(0, 0)])).toBeNull()
})

test('the ordinary is not remarked; what is out of it is, with the figure', () => {
  expect(remark(motion(2e-3), [1, 64])).toBeNull()
  expect(remark(motion(0.25))).toMatch(/^Exploding: .* 25 % /)
  expect(remark(motion(1e-3, 1e-4))).toMatch(/^Vanishing: .* 10,000 times smaller/)
  expect(remark(motion(1e-7))).toMatch(/hardly move/)
  expect(remark(motion(0, 0))).toMatch(/^No gradient/)
  expect(remark(motion(1, Number.NaN))).toMatch(/no finite number/)
  expect(remark(null, [40, 64])).toMatch(/^40 of its 64 units are dead/)
  expect(remark(null, [64, 64])).toMatch(/^All of its units/)
})

test('a layer is compared with those of its own network', () => {
  const layers = {
    D0: { motion: motion(1e-3, 1e-5), units: null },
    D1: { motion: motion(1e-3, 1e-5), units: null },
    G0: { motion: motion(1e-3), units: null },
    G1: { motion: motion(1e-3, 1e-5), units: null },
  }
  const found = heatOfNodes({ step: 7, layers }, (node) => node[0])
  expect(found.filter((heat) => heat.remark !== null).map(({ node }) => node)).toEqual(['G1'])
})

test('shares in percent, in two digits', () => {
  expect([0.00123, 0.25, 0.00034, 4e-7, 0].map(shareText)).toEqual(['0.12 %', '25 %', '0.034 %', '4e−5 %', '0 %'])
})
