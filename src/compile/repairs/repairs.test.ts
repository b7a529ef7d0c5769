/** @file Repairs: every one that is offered for a mistake removes its finding, brings no error, and can be undone. */
import { describe, expect, test } from 'vitest'
import { parseDocument } from '../../graph/load'
import { compile } from '../compile'
import { mistakes } from '../testing-mistakes'
import { placeOf, repaired, repairsOf } from './verify'

describe.each(mistakes)('$code: $title', ({ document, open, reveals }) => {
  const { diagnostics } = compile(document)
  const [found] = diagnostics
  const repairs = repairsOf(document, found!, diagnostics)

  test(open ? 'is for the author to mend' : 'offers repairs', () => {
    expect(repairs.length > 0).toBe(open !== true)
    expect(new Set(repairs.map(({ label }) => label)).size).toBe(repairs.length)
  })

  test.each(repairs.map((repair) => [repair.label, repair] as const))('%s', (label, repair) => {
    const after = repaired(document, repair)!
    // What is saved can be opened again.
    expect(parseDocument(JSON.parse(JSON.stringify(after))).ok).toBe(true)
    const left = compile(after).diagnostics
    expect(left.map(placeOf)).not.toContain(placeOf(found!))
    expect(left.flatMap(({ severity, code }) => (severity === 'error' ? [code] : []))).toEqual(reveals ? [reveals] : [])
    expect(label).toMatch(/^[A-Z]/)
  })
})

test('a document that has changed meanwhile refuses what can no longer be done', () => {
  const { document } = mistakes.find(({ code }) => code === 'reshape-size')!
  expect(
    repaired(document, { label: 'Insert', edits: [{ type: 'insert', to: 'gone.in', kind: 'flatten', params: {} }] }),
  ).toBeNull()
})
