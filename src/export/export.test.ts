/** @file The contract of every exporter, over every template: files with fitting names, or a refusal that says how to mend it. */
import { describe, expect, test } from 'vitest'
import { exporters } from '.'
import { mainNetwork } from './exporter'
import { inputOf, templatePaths } from './testing/templates'

const inputs = templatePaths().map((path) => ({ path, input: inputOf(path) }))

test('names are unique and can be typed', () => {
  const names = exporters.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9-]*$/)
})

describe.each(exporters)('$name', (exporter) => {
  test('says what it is in one sentence', () => {
    expect(exporter.describe()).toMatch(/^[A-Z].*\.$/)
    expect(exporter.extension).toMatch(/^\.[a-z0-9]+$/)
  })

  test.each(inputs)('$path', async ({ input }) => {
    const network = exporter.takes.network ? (mainNetwork(input)?.id ?? null) : null
    for (const chosen of new Set([null, network])) {
      const exported = await exporter.files({ ...input, network: chosen })
      if (!exported.ok) {
        expect(exported.problem).toEqual({
          message: expect.stringMatching(/^[A-Z].*\.$/),
          fix: expect.stringMatching(/^[A-Z].*\.$/),
          ...(exported.problem.node !== undefined && { node: exported.problem.node }),
        })
        if (exported.problem.node !== undefined) expect(input.document.nodes).toHaveProperty(exported.problem.node)
        continue
      }
      const files = exported.value
      expect(new Set(files.map(({ name }) => name)).size).toBe(files.length)
      expect(files.some(({ name }) => name.endsWith(exporter.extension))).toBe(true)
      for (const { name, bytes } of files) {
        expect(name).toMatch(/^[a-z0-9][a-z0-9._-]*$/)
        expect(bytes.length).toBeGreaterThan(0)
      }
    }
    for (const note of exporter.notes?.(input) ?? []) expect(note).toMatch(/^[A-Z].*\.$/)
    const snippet = exporter.snippet({ ...input, network })
    if (snippet) expect(snippet.code.trim().split('\n').length).toBeLessThanOrEqual(16)
  })
})
