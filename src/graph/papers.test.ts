/** @file What docs cite can be looked up: every id has its paper, and every paper is cited. */
import { expect, it } from 'vitest'
import { ARXIV_ID, findPaper, papersIn } from '../layers/papers'
import { fieldsOf } from '../lib/fields'
import { kinds } from './kinds'

const texts = kinds.map((kind) => [
  kind.kind,
  [kind.docs, ...fieldsOf(kind.params).map(({ description }) => description)].join('\n'),
])

it.each(texts)('%s cites papers that are known', (_, text) => {
  for (const id of text!.match(ARXIV_ID) ?? []) {
    const paper = findPaper(id)
    expect(paper, id).not.toBeNull()
    expect(paper?.url).toMatch(/^https:\/\/arxiv\.org\/abs\/\d{4}\.\d{4,5}$/)
    expect(paper?.title.trim()).not.toBe('')
    // The first two digits of an id are the year.
    expect(paper?.authors).toMatch(new RegExp(`, 20${id.slice(0, 2)}$`))
  }
})

it('reads lists of ids, each once', () => {
  const titles = papersIn('As in arXiv 1710.10196, 1704.00028; again 1710.10196, with γ = 1.386.').map(
    ({ title }) => title,
  )
  expect(titles).toEqual([
    'Progressive Growing of GANs for Improved Quality, Stability, and Variation',
    'WGAN-GP: Improved Training of Wasserstein GANs',
  ])
})
