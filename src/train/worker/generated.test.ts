/** @file What is compared with what, in graphs of several kinds. */
import { expect, test } from 'vitest'
import { conditionalGan, cycleGan } from '../../compile/testing-graphs'
import type { GraphDocument } from '../../graph/document'
import { generatedValues } from './generated'
import { ganDocument, planFor } from './testing'

const pairs = (document: GraphDocument) =>
  generatedValues(planFor(document)).map(({ fake, real, form, dataset }) => [fake, real, form, dataset.name])

const dense = (units: number) => ({ kind: 'dense', params: { units } })

test('a GAN: the generator against the field that the critic sees', () => {
  const document = ganDocument({ generator: [dense(2)], critic: [dense(1)] })
  expect(pairs(document)).toEqual([['G.x', 'data.point', 'points', 'ring']])
})

test('a conditional GAN of pixels in a row: labels are no samples, and the pixels are the image', () => {
  expect(pairs(conditionalGan())).toEqual([['G.pixels', 'data.image', 'image', 'digits']])
})

test('two generators, each against the data of its own critic', () => {
  expect(pairs(cycleGan())).toEqual([
    ['BA.y@translate', 'a.point', 'points', 'ring'],
    ['AB.y@translate', 'b.point', 'points', 'two-moons'],
  ])
})
