/** @file Every graph that is shipped is in canonical form and has nothing to complain about. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { loadDocument } from '../graph/load'
import { saveDocument } from '../graph/save'
import { compile } from './compile'

for (const folder of ['templates', 'graphs'])
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json')))
    test(`${folder}/${file}`, () => {
      const text = readFileSync(`${folder}/${file}`, 'utf8')
      const loaded = loadDocument(text)
      if (!loaded.ok) throw new Error(JSON.stringify(loaded.problem))
      expect(saveDocument(loaded.value)).toBe(text)
      const { diagnostics, plan } = compile(loaded.value)
      expect(diagnostics).toEqual([])
      expect(plan).not.toBeNull()
    })
