/** @file What is set apart in docs, and that nothing of them is lost by it. */
import { describe, expect, it } from 'vitest'
import { kinds } from '../../graph/kinds'
import { readDocs } from './docs-text'

const formulas = (text: string) =>
  readDocs(text).flatMap(({ pieces }) => pieces.filter(({ type }) => type === 'formula').map((piece) => piece.text))

describe('docs', () => {
  it.each(kinds.map((kind) => [kind.kind, kind.docs] as const))('of %s keep every word', (_, docs) => {
    const read = readDocs(docs).map(
      ({ lead, pieces }) => (lead === null ? '' : `${lead}: `) + pieces.map(({ text }) => text).join(''),
    )
    expect(read).toEqual(docs.split('\n').filter((line) => line.trim() !== ''))
  })

  it('set formulas and shapes apart from the sentences around them', () => {
    expect(formulas('out = a − b. Both have the same number of axes.')).toEqual(['out = a − b'])
    expect(formulas('out = gamma · (in − mean) / √(variance + epsilon) + beta, for each channel; more.')).toEqual([
      'out = gamma · (in − mean) / √(variance + epsilon) + beta',
    ])
    expect(formulas('[n] becomes [units], and so on.')).toEqual(['[n]', '[units]'])
  })

  it('name the paper of a citation', () => {
    expect(readDocs('As in DCGAN (arXiv 1511.06434).')[0]?.pieces).toMatchObject([
      { type: 'text', text: 'As in DCGAN (arXiv ' },
      { type: 'paper', url: 'https://arxiv.org/abs/1511.06434', title: expect.stringMatching(/^DCGAN/) },
      { type: 'text', text: ').' },
    ])
  })

  it('begin with what a paragraph is about', () => {
    expect(readDocs('Weights: gamma [n].')[0]).toMatchObject({ lead: 'Weights' })
    expect(readDocs('No lead here.')[0]?.lead).toBeNull()
  })
})
