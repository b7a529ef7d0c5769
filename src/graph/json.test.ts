/** @file The scanner against JSON.parse, which is its oracle. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonProblem, MAX_DEPTH } from './json'

const parses = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** Short texts of the characters that JSON is made of: many are JSON, most are nearly JSON. */
const nearlyJson = fc.string({
  unit: fc.constantFrom(
    ...'{}[]:,"\\/ \n\t-+.eE0123x',
    '"a"',
    '"b":',
    'true',
    'null',
    '\\u00e9',
    '\u0007',
    '\u2028',
    'é',
  ),
  maxLength: 12,
})

test('it finds nothing wrong with a text exactly if JSON.parse reads it', () => {
  fc.assert(
    fc.property(nearlyJson, (text) => {
      const problem = jsonProblem(text)
      if (!problem?.message.includes('twice')) expect(problem === null).toBe(parses(text))
    }),
    { numRuns: 20_000 },
  )
  fc.assert(
    fc.property(fc.json({ maxDepth: 5 }), fc.nat(), (text, at) => {
      expect(jsonProblem(text)).toBeNull()
      const cut = text.slice(0, at % text.length)
      expect(jsonProblem(cut) === null).toBe(parses(cut))
    }),
  )
})

test('it says line, column, what should be there and what is, and where in the document that is', () => {
  expect(jsonProblem('{\n  "a": [1, 2,\n    x]\n}')).toEqual({
    path: 'a[2]',
    message: 'Line 3, column 5: A value should stand here, but there is "x".',
  })
  expect(jsonProblem('{"a": {"b": 1')).toEqual({
    path: 'a',
    message: 'Line 1, column 14: "," or "}" should stand here, but the file ends.',
  })
})

test('it finds a key that stands twice, also when it is written differently', () => {
  expect(jsonProblem('{"a": 1,\n "\\u0061": 2}')).toEqual({
    path: 'a',
    message: 'Line 2, column 2: This key stands twice in the same object. Remove or rename one of them.',
  })
  expect(jsonProblem('[{"a": 1}, {"a": 2}]')).toBeNull()
})

test('it allows nesting up to the limit', () => {
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
  expect(jsonProblem(nested(MAX_DEPTH))).toBeNull()
  expect(jsonProblem(nested(MAX_DEPTH + 1))?.message).toContain('nested more than 32 deep')
})
