/** @file Laws of layouts, on every template, on networks of papers and on random documents, with the very ELK that the page runs. */
import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compile } from '../../compile/compile'
import { type GraphDocument, type NodeId, parseEndpoint } from '../../graph/document'
import { addNode, connect, moveNodes } from '../../graph/edits'
import { applyEdit, startHistory } from '../../graph/history'
import { loadDocument } from '../../graph/load'
import { saveDocument } from '../../graph/save'
import { emptyDocument } from '../../graph/schema'
import { documents } from '../../graph/testing/arbitrary'
import { type Flow, flowOf, rectOf } from '../flow/flow'
import { overlap } from '../flow/geometry'
import { sameMeaning } from '../same-meaning'
import { NOTHING_SELECTED } from '../state'
import { layoutEngine } from './engine'
import { layOut } from './layout'

const engine = await layoutEngine()

const draw = (document: GraphDocument): Flow =>
  flowOf({ document, compilation: compile(document), selection: NOTHING_SELECTED, dragged: {}, entered: null }, null)

const moved = (document: GraphDocument, positions: Parameters<typeof moveNodes>[1]): GraphDocument =>
  applyEdit(startHistory(document), { label: 'test', atMs: 0 }, (draft) => moveNodes(draft, positions)).document

async function laidOut(document: GraphDocument, chosen: ReadonlySet<NodeId> | null = null): Promise<GraphDocument> {
  const result = await layOut(draw(document), chosen, engine)
  return result.ok ? moved(document, result.positions) : document
}

/** Pairs of siblings that lie on each other. */
function overlaps(document: GraphDocument): string[] {
  const flow = draw(document)
  const found: string[] = []
  const rects = flow.nodes.map(({ id }) => ({ id, parent: document.nodes[id]!.parent, rect: rectOf(flow, id)! }))
  rects.forEach((a, index) => {
    for (const b of rects.slice(index + 1))
      if (a.parent === b.parent && overlap(a.rect, b.rect)) found.push(`${a.id} ${b.id}`)
  })
  return found
}

/** Wires inside networks that lead neither to the right nor to a later line. */
function backward(document: GraphDocument): string[] {
  const flow = draw(document)
  return Object.entries(document.wires).flatMap(([to, from]) => {
    const [source, target] = [parseEndpoint(from)!.node, parseEndpoint(to)!.node]
    if (document.nodes[source]!.parent === undefined) return []
    const [start, end] = [rectOf(flow, source)!, rectOf(flow, target)!]
    return end.x >= start.x + start.width || end.y >= start.y + start.height ? [] : [`${from} → ${to}`]
  })
}

async function expectGood(document: GraphDocument): Promise<void> {
  const after = await laidOut(document)
  expect(overlaps(after)).toEqual([])
  expect(backward(after)).toEqual([])
  expect(sameMeaning(document, after)).toBe(true)
  expect(loadDocument(saveDocument(after)).ok).toBe(true)
  expect((await layOut(draw(after), null, engine)) as object).toEqual({ ok: true, positions: {} })
}

const open = (path: string): GraphDocument => {
  const loaded = loadDocument(readFileSync(path, 'utf8'))
  if (!loaded.ok) throw new Error(`${path} does not load.`)
  return loaded.value
}

describe('a layout of everything leaves no overlap, leads on, keeps the meaning, and is its own layout', () => {
  const files = ['templates', 'graphs/published'].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => `${folder}/${name}`),
  )

  test.each(files)('%s', (file) => expectGood(open(file)))

  test('random documents', () => fc.assert(fc.asyncProperty(documents(60), expectGood), { numRuns: 30 }))
})

describe('a layout of a selection', () => {
  const chosenOf = (document: GraphDocument, bits: readonly boolean[]) =>
    new Set(Object.keys(document.nodes).filter((_, index) => bits[index % bits.length]))

  test('leaves the rest alone, and makes no overlap', () =>
    fc.assert(
      fc.asyncProperty(
        documents(60),
        fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }),
        async (document, bits) => {
          const chosen = chosenOf(document, bits)
          const after = await laidOut(document, chosen)
          const [before, now] = [draw(document), draw(after)]
          for (const { id } of before.nodes) {
            const { parent } = document.nodes[id]!
            // A frame follows its nodes; it is they that have to stay.
            if (chosen.has(id) || (parent && chosen.has(parent)) || before.layout.frames.has(id)) continue
            expect(rectOf(now, id), id).toEqual(rectOf(before, id))
          }
          const old = new Set(overlaps(document))
          expect(overlaps(after).filter((pair) => !old.has(pair))).toEqual([])
          expect(await laidOut(after, chosen)).toEqual(after)
        },
      ),
      { numRuns: 30 },
    ))

  test('says which network has no room for it', async () => {
    const document = applyEdit(startHistory(emptyDocument()), { label: 'test', atMs: 0 }, (draft) => {
      addNode(draft, { id: 'N', kind: 'network', position: { x: 0, y: 0 } })
      for (const [index, id] of ['a', 'b', 'c', 'd'].entries())
        addNode(draft, { id, kind: 'flatten', parent: 'N', position: { x: 40, y: 84 + 100 * index } })
      connect(draft, { from: 'a.out', to: 'b.in' })
      connect(draft, { from: 'b.out', to: 'c.in' })
      addNode(draft, { id: 'left', kind: 'latent', position: { x: -160, y: 384 } })
    }).document
    const chosen = new Set(['a', 'b', 'c'])
    const { x, width } = rectOf(draw(document), 'N')!
    expect((await layOut(draw(document), chosen, engine)).ok).toBe(true)
    const shut = applyEdit(startHistory(document), { label: 'test', atMs: 0 }, (draft) =>
      addNode(draft, { id: 'right', kind: 'latent', position: { x: x + width + 8, y: 384 } }),
    ).document
    expect(await layOut(draw(shut), chosen, engine)).toEqual({ ok: false, crowded: 'N' })
  })
})
