/** @file What removed layers joined, through one of them and through several. */
import { describe, expect, it } from 'vitest'
import type { GraphDocument } from './document'
import { addNode, connect } from './edits'
import { joinsAcross } from './heal'
import { applyEdit, startHistory } from './history'
import { emptyDocument } from './schema'

/** in → a → b → c → out, and a → add ← b. */
const chain = applyEdit(startHistory(emptyDocument()), { label: 'make', atMs: 0 }, (draft: GraphDocument) => {
  addNode(draft, { id: 'G', kind: 'network', position: { x: 0, y: 0 } })
  const add = (id: string, kind: string) => addNode(draft, { id, kind, parent: 'G', position: { x: 40, y: 90 } })
  add('in', 'input')
  for (const id of ['a', 'b', 'c']) add(id, 'dense')
  add('sum', 'add')
  add('out', 'output')
  for (const [from, to] of [
    ['in.out', 'a.in'],
    ['a.out', 'b.in'],
    ['b.out', 'c.in'],
    ['c.out', 'out.in'],
    ['a.out', 'sum.a'],
    ['b.out', 'sum.b'],
  ] as const)
    connect(draft, { from, to })
}).document

const sorted = (ids: string[]) => joinsAcross(chain, ids).sort((a, b) => (a.to < b.to ? -1 : 1))

describe('joins across removed layers', () => {
  it('lead past one, to everything that it fed', () => {
    expect(sorted(['b'])).toEqual([
      { from: 'a.out', to: 'c.in' },
      { from: 'a.out', to: 'sum.b' },
    ])
  })

  it('lead past several in a row', () => {
    expect(sorted(['a', 'b', 'c'])).toEqual([
      { from: 'in.out', to: 'out.in' },
      { from: 'in.out', to: 'sum.a' },
      { from: 'in.out', to: 'sum.b' },
    ])
  })

  it('do not lead past what is no layer, nor out of a network that goes', () => {
    expect(joinsAcross(chain, ['in'])).toEqual([])
    expect(joinsAcross(chain, ['G'])).toEqual([])
    expect(joinsAcross(chain, ['in', 'a'])).toEqual([])
  })
})
