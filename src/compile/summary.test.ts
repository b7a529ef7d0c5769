/** @file The summary says what the compilation says, in the order in which layers are computed. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { loadDocument } from '../graph/load'
import { compile } from './compile'
import { networkText, summarise, summaryText } from './summary'
import { pointGan } from './testing-graphs'

describe('on every template', () => {
  for (const file of readdirSync('templates').filter((name) => name.endsWith('.json')))
    test(file, () => {
      const loaded = loadDocument(readFileSync(`templates/${file}`, 'utf8'))
      if (!loaded.ok) throw new Error(JSON.stringify(loaded.problem))
      const compilation = compile(loaded.value)
      const summary = summarise(loaded.value, compilation)
      const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
      for (const network of summary.networks) {
        const facts = compilation.networks[network.network]!
        expect(sum(network.layers.map(({ parameters }) => parameters))).toBe(facts.parameters)
        expect(sum(network.layers.map(({ trainable }) => trainable))).toBe(facts.trainable)
        expect(network.layers.map(({ layer }) => layer)).toEqual(
          compilation.plan!.networks[network.network]!.body.map(({ node }) => node),
        )
      }
      expect(4 * summary.parameters).toBe(compilation.bytes.weights)
      expect(summary.trainable).toBe(sum(Object.values(compilation.networks).map(({ trainable }) => trainable)))
      expect(sum([...summary.networks, ...summary.outside].map(({ share }) => share))).toBeCloseTo(1, 12)
      expect(summaryText(summary)).toContain(networkText(summary.networks[0]!))
    })
})

test('as text: layers below each other, totals, calls, the whole', () => {
  const document = pointGan({ training: { batchSize: 1 } })
  const text = summaryText(summarise(document, compile(document)))
  expect(text).toContain(
    [
      'D (D): point [2] → score [1]',
      '     Layer  Kind   Output  Parameters  Trainable  FLOPs a step  Share',
      '  ───────────────────────────────────────────────────────────────────',
      '  1  D_1    Dense  [8]             24         24      192 FLOP   40 %',
      '  2  D_2    Dense  [1]              9          9      128 FLOP   27 %',
      '  ───────────────────────────────────────────────────────────────────',
      '     Total                         33         33      320 FLOP   67 %',
      '  Calls: real 112 FLOP (23 %), fake 208 FLOP (43 %)',
    ].join('\n'),
  )
  expect(text).toContain('Work in one step                 ')
})
