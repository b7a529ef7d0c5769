/** @file What is typed finds what was meant: over the catalogue itself, so that a new kind cannot hide an old one. */
import { describe, expect, it } from 'vitest'
import { kinds } from '../../graph/kinds'
import { kindItems } from './kind-choice'
import { search } from './search'

const found = (text: string, preferred: readonly string[] = []) =>
  search(kindItems, text, preferred).map(({ id }) => id)

describe('search', () => {
  it('finds every kind first by its whole title and by its name', () => {
    for (const { kind, title } of kinds) {
      expect(found(title)[0], title).toBe(kind)
      expect(found(kind)[0], kind).toBe(kind)
    }
  })

  it.each([
    ['conv', 'conv2d'],
    ['c2d', 'conv2d'],
    ['cvt', 'conv2d-transpose'],
    ['deconv', 'conv2d-transpose'],
    ['dence', 'dense'],
    ['batchnrom', 'batch-norm'],
    ['wgan', 'adversarial'],
    ['mse', 'distance'],
    ['relu', 'activation'],
    ['norm batch', 'batch-norm'],
  ])('%s finds %s', (text, kind) => {
    expect(found(text)).toContain(kind)
  })

  it('puts titles that hold the words as they were typed before those that hold them apart', () => {
    const items = [
      { id: 'a', title: 'Add data', detail: '', group: 'G', keywords: ['own'] },
      { id: 'b', title: 'Use your own data', detail: '', group: 'G' },
    ]
    expect(search(items, 'own da').map(({ id }) => id)).toEqual(['b', 'a'])
  })

  it('puts titles before keywords, and keywords before sentences', () => {
    const items = [
      { id: 'a', title: 'Alpha', detail: 'Takes noise.', group: 'G' },
      { id: 'b', title: 'Beta', detail: '', group: 'G', keywords: ['noise'] },
      { id: 'c', title: 'Noise', detail: '', group: 'G' },
      { id: 'd', title: 'Delta', detail: '', group: 'Noise' },
    ]
    expect(search(items, 'noise').map(({ id }) => id)).toEqual(['c', 'b', 'd', 'a'])
  })

  it('needs every word, and answers nothing for what is nowhere', () => {
    expect(found('dense zebra')).toEqual([])
    expect(found('qqqq')).toEqual([])
  })

  it('keeps the order for an empty text', () => {
    expect(found('  ')).toEqual(kinds.map(({ kind }) => kind))
  })

  it('lets what somebody likes win among equals only', () => {
    expect(found('conv')[0]).toBe('conv2d')
    expect(found('conv', ['conv3d'])[0]).toBe('conv3d')
    expect(found('dense', ['conv3d'])[0]).toBe('dense')
  })
})
