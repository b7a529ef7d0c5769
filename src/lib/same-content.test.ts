/** @file Plain values are compared by what they say. */
import { expect, test } from 'vitest'
import { sameContent } from './same-content'

test.each([
  [1, 1, true],
  [Number.NaN, Number.NaN, true],
  ['1', 1, false],
  [null, undefined, false],
  [null, {}, false],
  [[1, [2]], [1, [2]], true],
  [[1, 2], [1], false],
  [[], {}, false],
  [{ a: 1, b: { c: [] } }, { b: { c: [] }, a: 1 }, true],
  [{ a: 1 }, { a: 1, b: 2 }, false],
  [{ a: 1, b: undefined }, { a: 1 }, true],
  [{ a: null }, {}, false],
])('%j and %j', (a, b, same) => {
  expect(sameContent(a, b)).toBe(same)
  expect(sameContent(b, a)).toBe(same)
})
