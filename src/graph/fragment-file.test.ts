/** @file Pieces of a graph as text: what is written is read back, and what anybody else wrote is judged as strictly as a file. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { GraphDocument } from './document'
import { addNode, connect, setCollapsed } from './edits'
import { copyFragment } from './fragment'
import { formatOf, loadFragment, saveFragment } from './fragment-file'
import { applyEdit, startHistory } from './history'
import { saveDocument } from './save'
import { emptyDocument } from './schema'
import { documents } from './testing/arbitrary'

const made = (recipe: (draft: GraphDocument) => void): GraphDocument =>
  applyEdit(startHistory(emptyDocument()), { label: 'make', atMs: 0 }, recipe).document

const example = made((draft) => {
  addNode(draft, { id: 'z', kind: 'latent', position: { x: 0, y: 0 } })
  addNode(draft, { id: 'G', kind: 'network', position: { x: 200, y: 0 } })
  addNode(draft, { id: 'in', kind: 'input', params: { name: 'z' }, parent: 'G', position: { x: 40, y: 90 } })
  addNode(draft, { id: 'a', kind: 'dense', parent: 'G', position: { x: 200, y: 90 } })
  addNode(draft, { id: 'b', kind: 'dense', parent: 'G', position: { x: 400, y: 90 } })
  connect(draft, { from: 'z.out', to: 'G.z' })
  connect(draft, { from: 'in.out', to: 'a.in' })
  connect(draft, { from: 'a.out', to: 'b.in' })
  setCollapsed(draft, { nodes: ['G'], collapsed: true })
})

/** A text as anybody might have written it. */
interface Loose {
  format: unknown
  version: unknown
  name?: unknown
  wire?: unknown
  nodes: { a: { kind: unknown; params: { units: unknown } } }
  wires: Record<string, unknown>
  incoming: Record<string, unknown>
}

const parts = (text: string): Loose => JSON.parse(text)
const problemOf = (text: string) => {
  const loaded = loadFragment(text)
  return loaded.ok ? null : loaded.problem[0]!
}

describe('text of a fragment', () => {
  it('is read back as it was, wires that come in included', () => {
    const fragment = copyFragment(example, ['a', 'b'])
    expect(fragment.incoming).toEqual({ 'a.in': 'in.out' })
    const loaded = loadFragment(saveFragment(fragment, { name: 'Two', description: 'Why' }))
    expect(loaded).toEqual({ ok: true, value: { name: 'Two', description: 'Why', fragment } })
  })

  it('of any part of any document is read back', () => {
    fc.assert(
      fc.property(documents(), fc.nat(), (document, by) => {
        const ids = Object.keys(document.nodes).filter((_, index) => (index + by) % 3 !== 0)
        const fragment = copyFragment(document, ids)
        const loaded = loadFragment(saveFragment(fragment))
        expect(loaded).toEqual({ ok: true, value: { name: '', description: '', fragment } })
      }),
      { numRuns: 60 },
    )
  })

  it('says what it is', () => {
    expect(formatOf(saveFragment(copyFragment(example, ['a'])))).toBe('fragment')
    expect(formatOf(saveDocument(example))).toBe('document')
    expect(formatOf('{"format": "other"}')).toBeNull()
    expect(formatOf('Have you seen my format?')).toBeNull()
  })
})

describe('foreign text', () => {
  const text = saveFragment(copyFragment(example, ['a', 'b']))
  const changed = (change: (value: Loose) => void) => {
    const value = parts(text)
    change(value)
    return JSON.stringify(value)
  }

  it.each([
    ['cut off', text.slice(0, -20), 'incoming', /Line \d+/],
    ['newer', changed((v) => (v.version = 99)), 'version', /version 99/],
    ['another format', changed((v) => (v.format = 'ganvas')), 'format', /"ganvas-fragment"/],
    ['an unknown kind', changed((v) => (v.nodes.a.kind = 'dens')), 'nodes.a.kind', /nearest known one is "dense"/],
    ['a param out of range', changed((v) => (v.nodes.a.params.units = -1)), 'nodes.a.params.units', /at least 1/],
    ['an unknown key', changed((v) => (v.wire = {})), 'wire', /nearest known key is "wires"/],
    ['a wire to nowhere', changed((v) => (v.wires['c.in'] = 'a.out')), 'wires["c.in"]', /does not exist/],
    ['an incoming wire to nowhere', changed((v) => (v.incoming['c.in'] = 'x.out')), 'incoming["c.in"]', /no node "c"/],
    ['two wires to one input', changed((v) => (v.incoming['b.in'] = 'x.out')), 'incoming["b.in"]', /Two wires/],
    ['no endpoint', changed((v) => (v.incoming['a.in'] = 7)), 'incoming["a.in"]', /node\.port/],
    ['a name that is none', changed((v) => (v.name = [])), 'name', /text of at most/],
    ['a reserved key', text.replace('"a":', '"__proto__":'), 'nodes.__proto__', /reserved/],
    ['a reserved parent', text.replaceAll('"parent": "G"', '"parent": "constructor"'), 'nodes.constructor', /reserved/],
  ])('with %s is refused at its place', (_, broken, path, message) => {
    const problem = problemOf(broken)
    expect(problem?.path).toContain(path)
    expect(problem?.message).toMatch(message)
  })

  it('of any kind never throws', () => {
    fc.assert(fc.property(fc.json(), (json) => void loadFragment(json)))
    fc.assert(fc.property(fc.string(), (any) => void loadFragment(any)))
  })
})
