/** @file Every diagnostic: a graph with one mistake, and the one finding that it gives. */
import { describe, expect, test } from 'vitest'
import { checkWire } from './check-wire'
import type { Diagnostic } from './compilation'
import { compile } from './compile'
import { type DiagnosticCode, diagnosticTable } from './diagnostics'
import { pointGan } from './testing-graphs'
import { mistakes } from './testing-mistakes'

const placeOf = ({ node, port }: Diagnostic): string | null =>
  node === undefined ? null : port === undefined ? node : `${node}.${port}`

const explicitlyTested: DiagnosticCode[] = ['wire-end', 'wire-level']

describe('one mistake gives one message', () => {
  test.each(mistakes)('$code: $title', ({ code, document, at, says = [], fix = '' }) => {
    const { diagnostics: all, plan } = compile(document)
    // Advice on what else could be better is no part of a mistake.
    const advice = diagnosticTable[code].severity === 'info'
    const diagnostics = all.filter(({ severity }) => severity !== 'info' || advice)
    expect(diagnostics.map((diagnostic) => [diagnostic.code, placeOf(diagnostic)])).toEqual([[code, at]])
    const [found] = diagnostics
    expect(found!.severity).toBe(diagnosticTable[code].severity)
    for (const text of says) expect(found!.message).toContain(text)
    expect(found!.fix).toContain(fix)
    expect(found!.fix).toMatch(/\.$/)
    expect(found!.message).toMatch(/\.$/)
    expect(plan === null).toBe(found!.severity === 'error')
  })

  test('wire-level and wire-end come from the check of a wire', () => {
    expect(checkWire(pointGan(), 'G_1.out', 'D_1.in')).toMatchObject({ code: 'wire-level', node: 'D_1', port: 'in' })
    expect(checkWire(pointGan(), 'z.out', 'G.nothing')).toMatchObject({ code: 'wire-end' })
  })
})

test('every code of the table is produced by a case above', () => {
  const tested = new Set([...mistakes.map(({ code }) => code), ...explicitlyTested])
  expect(Object.keys(diagnosticTable).filter((code) => !tested.has(code as DiagnosticCode))).toEqual([])
})

test('advice says who gives it', () => {
  for (const { severity, source } of Object.values(diagnosticTable))
    expect(source?.url.startsWith('https://') ?? false).toBe(severity === 'info')
})

test('every code has a heading and an explanation', () => {
  for (const { title, explanation } of Object.values(diagnosticTable)) {
    expect(title).not.toMatch(/\.$/)
    expect(explanation).toMatch(/\.$/)
  }
})
