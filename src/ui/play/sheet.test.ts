/** @file The rows of a sample sheet: drawn as the preview draws them, or a row for each class with the same latents in each column. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { compile } from '../../compile/compile'
import { loadDocument } from '../../graph/load'
import { drawRows, playableOutputs, previewKey } from '../../train/play'
import { firstSheet, sheetCount, sheetRows } from './sheet'

const loaded = loadDocument(readFileSync(new URL('../../../graphs/conditional-digits.json', import.meta.url), 'utf8'))
if (!loaded.ok) throw new Error('the graph does not load')
const { plan } = compile(loaded.value)
const [found] = playableOutputs(plan!)

test('where each row is a class, latents repeat and labels count up', () => {
  const wanted = { side: 3, draw: 0, byClass: true }
  expect(sheetCount(wanted, 10)).toBe(30)
  const given = sheetRows(plan!, found!, wanted, 10)
  const [latent] = found!.latents
  const first = drawRows(plan!, found!, 3, previewKey(plan!))[latent!.value]!
  const rows = given[latent!.value]!
  expect(rows).toHaveLength(30 * latent!.size)
  for (let row = 0; row < 10; row++)
    expect(rows.slice(row * 3 * latent!.size, (row + 1) * 3 * latent!.size)).toEqual(first)
  const labels = given[found!.labels[0]!.value]!
  const classes = Array.from({ length: 30 }, (_, index) => labels.subarray(index * 10, (index + 1) * 10).indexOf(1))
  expect(classes).toEqual(Array.from({ length: 30 }, (_, index) => Math.floor(index / 3)))
})

test('else it begins with what the preview shows, and another draw is another', () => {
  const wanted = { side: 4, draw: 0, byClass: false }
  expect(sheetCount(wanted, 10)).toBe(16)
  expect(sheetRows(plan!, found!, wanted, 10)).toEqual(drawRows(plan!, found!, 16, previewKey(plan!)))
  expect(sheetRows(plan!, found!, { ...wanted, draw: 1 }, 10)).not.toEqual(sheetRows(plan!, found!, wanted, 10))
})

test('so many classes that no row of each can be asked for are drawn without rows', () => {
  expect(firstSheet(plan!, found!, 10, true)).toMatchObject({ byClass: true, side: 10, weights: 'ema', scale: 8 })
  expect(firstSheet(plan!, found!, 1000, false)).toMatchObject({ byClass: true, side: 4, weights: 'live' })
  expect(firstSheet(plan!, found!, 5000, false)).toMatchObject({ byClass: false, side: 8 })
})
