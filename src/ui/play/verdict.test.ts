/** @file What a distance is taken to say. */
import { expect, test } from 'vitest'
import { verdict } from './verdict'

const samples = { form: 'points', count: 0, points: new Float32Array() } as const
const say = (distance: number, usual = 10) => verdict({ measure: 'pixels', samples, distances: [distance], usual })

test('a distance is read against that of training images to each other', () => {
  expect(say(0)).toMatch(/^Looks copied: in pixels it is 0 %/)
  expect(say(5)).toMatch(/^Close: .* 50 %/)
  expect(say(12)).toMatch(/^No sign of a copy: .* 120 %/)
  expect(say(12, Number.POSITIVE_INFINITY)).toMatch(/Too few/)
})
