/** @file docs/conventions.md promises a journey for each convention: every one that it names has to exist, under that name. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const E2E = new URL('../../e2e/', import.meta.url)
const read = (name: string, from = E2E) => readFileSync(new URL(name, from), 'utf8')

it('names journeys that exist', () => {
  const specs = readdirSync(E2E).filter((name) => name.endsWith('.spec.ts'))
  const titles = specs.flatMap((name) => [...read(name).matchAll(/^\s*test\(\s*'([^']+)'/gm)].map(([, title]) => title))
  const table = read('../docs/conventions.md').matchAll(/^\|.*\|$/gm)
  const rows = [...table].slice(2).map(([row]) => [...row.matchAll(/“([^”]+)”/g)].map(([, title]) => title))
  expect(rows.length).toBeGreaterThan(25)
  for (const named of rows) expect(named.length).toBeGreaterThan(0)
  expect(rows.flat().filter((title) => !titles.includes(title))).toEqual([])
})
