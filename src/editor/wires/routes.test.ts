/** @file Wires of documents run behind no node, and are looked at again only when something near them moves. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { GraphDocument } from '../../graph/document'
import { moveNodes, setParam } from '../../graph/edits'
import { loadDocument } from '../../graph/load'
import { rectOf } from '../flow/flow'
import { overlap, type Rect } from '../flow/geometry'
import { createFlowStore } from '../flow/store'
import { createEditor } from '../store'
import { pathOf } from './look'
import { isFree } from './path'
import { createWireRoutes } from './routes'
import { LEAST_WIRE_PX, MOST_WIRE_PX, wireWidthPx } from './width'

function open(path: string) {
  const loaded = loadDocument(readFileSync(path, 'utf8'))
  if (!loaded.ok) throw new Error(`${path} does not load.`)
  return canvasOf(loaded.value)
}

function canvasOf(document: GraphDocument) {
  const editor = createEditor({
    document,
    origin: { kind: 'new', name: 'Test' },
    services: {
      nowMs: () => 0,
      createClient: () => {
        throw new Error('Nothing is trained here.')
      },
    },
  })
  const canvas = createFlowStore(editor)
  return { editor, canvas, routes: createWireRoutes(canvas.store) }
}

const files = ['templates', 'graphs/published'].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => `${folder}/${name}`),
)

test.each(files)('%s: no wire runs behind a node, no label lies on one or on another label', (file) => {
  const { canvas, routes } = open(file)
  const flow = canvas.flow()
  const labels = new Map<string | undefined, Rect[]>()
  for (const edge of flow.edges) {
    const { points, label } = routes.routeOf(edge.id)!
    const [source, target] = [rectOf(flow, edge.source)!, rectOf(flow, edge.target)!]
    const parent = flow.input.document.nodes[edge.source]!.parent
    const siblings = flow.nodes.filter(({ id }) => flow.input.document.nodes[id]!.parent === parent)
    const rects = siblings.map(({ id }) => rectOf(flow, id)!)
    const start = {
      x: source.x + source.width + 6,
      y: source.y + flow.layout.views.get(edge.source)!.outputs.find(({ handle }) => handle === edge.sourceHandle)!.y,
    }
    if (points) {
      const absolute = points.map(({ x, y }) => ({ x: start.x + x, y: start.y + y }))
      expect(isFree(absolute, rects), edge.id).toBe(true)
      // It is drawn above the labels of the wires before it.
      const cores = (labels.get(parent) ?? []).map((rect) => ({ ...rect, y: rect.y + 4, height: 8 }))
      expect(isFree(absolute, cores), `${edge.id} runs through a label`).toBe(true)
    } else expect(target.x, edge.id).toBeGreaterThan(source.x + source.width)
    const { x, y, widthPx, fits } = label
    const box = { x: start.x + x - widthPx / 2, y: start.y + y - 8, width: widthPx, height: 16 }
    if (fits) {
      const others = labels.get(parent) ?? []
      expect(
        [...rects, ...others].filter((rect) => overlap(rect, box)),
        edge.id,
      ).toEqual([])
      labels.set(parent, [...others, box])
    }
  }
})

describe('what is looked at again', () => {
  test('while a node is dragged, only its own wires', () => {
    const { canvas, routes } = open('templates/dcgan-mnist.json')
    const before = routes.store.getState()
    canvas.drag({ G_norm1: { x: 420, y: 160 } })
    const changed = canvas.flow().edges.filter(({ id }) => routes.routeOf(id) !== before.get(id))
    expect(changed.map(({ id }) => id).sort()).toEqual(['G_norm1.in', 'G_relu1.in'])
  })

  test('while a frame is dragged, nothing inside it', () => {
    const { canvas, routes } = open('templates/dcgan-mnist.json')
    const before = routes.store.getState()
    const { x, y } = canvas.flow().input.document.nodes.G!.position
    canvas.drag({ G: { x: x + 10, y: y + 40 } })
    const changed = canvas.flow().edges.filter(({ id }) => routes.routeOf(id) !== before.get(id))
    expect(changed.map(({ id }) => id).sort()).toEqual(['D.image@fake', 'G.z'])
  })

  test('when a frame grows to the left, nothing inside it but near what moved', () => {
    const { editor, routes } = open('templates/gaussian-ring.json')
    const before = routes.store.getState()
    editor.edit('Move', (draft) => moveNodes(draft, { G_z: { x: -200, y: 84 } }))
    expect(routes.routeOf('G_dense3.in')).toBe(before.get('G_dense3.in'))
    expect(routes.routeOf('G_dense1.in')).not.toBe(before.get('G_dense1.in'))
  })

  test('after an edit, wires near what moved: a node laid on a wire pushes it aside', () => {
    const { editor, canvas, routes } = open('templates/gaussian-ring.json')
    const wire = 'loss.real'
    const before = routes.store.getState()
    expect(routes.routeOf(wire)!.points).toBeNull()
    const [critic, loss] = [rectOf(canvas.flow(), 'D')!, rectOf(canvas.flow(), 'loss')!]
    editor.edit('Move', (draft) => moveNodes(draft, { loss: { x: loss.x + 600, y: loss.y } }))
    editor.edit('Move', (draft) => moveNodes(draft, { z: { x: critic.x + critic.width + 200, y: loss.y + 10 } }))
    expect(routes.routeOf(wire)!.points!.length).toBeGreaterThan(2)
    expect(routes.routeOf('G_dense2.in')).toBe(before.get('G_dense2.in'))
  })
})

test('a path of round corners begins and ends where its wire does', () => {
  const path = pathOf(
    [
      { x: 0, y: 0 },
      { x: 40, y: 0 },
      { x: 40, y: 100 },
      { x: 90, y: 100 },
    ],
    { x: 10, y: 5 },
  )
  expect(path).toBe('M 10 5 L 38 5 Q 50 5 50 17 L 50 93 Q 50 105 62 105 L 100 105')
})

test('a wire is wider the more runs through it, within bounds', () => {
  const widths = [null, [1], [64], [28, 28, 1], [256, 256, 3], [1024, 1024, 64]].map(wireWidthPx)
  expect(widths).toEqual([...widths].sort((a, b) => a - b))
  expect([widths[0], widths[1], widths.at(-1)]).toEqual([LEAST_WIRE_PX, LEAST_WIRE_PX, MOST_WIRE_PX])
})

test('after edits ways and labels are those of a canvas that never saw another document', () => {
  const { editor, canvas, routes } = open('templates/dcgan-mnist.json')
  const params = Object.entries(editor.document().nodes).flatMap(([node, { params: its }]) =>
    ['filters', 'units'].filter((key) => typeof its[key] === 'number').map((key) => ({ node, key })),
  )
  expect(params.length).toBeGreaterThan(2)
  for (const { node, key } of params) {
    for (const value of [3, 1000]) {
      editor.edit('Set', (draft) => setParam(draft, { node, key, value }))
      const anew = createWireRoutes(canvas.store)
      for (const { id } of canvas.flow().edges) {
        const { points, label } = anew.routeOf(id)!
        expect(routes.routeOf(id), `${id} after ${node}`).toMatchObject({ points, label })
      }
    }
    editor.undo()
  }
  const [wire] = Object.keys(editor.document().wires).filter((to) => to.includes('dense') || to.includes('conv'))
  editor.select({ wires: [wire!] })
  editor.removeSelection()
  const anew = createWireRoutes(canvas.store)
  for (const { id } of canvas.flow().edges) expect(routes.routeOf(id)?.label).toEqual(anew.routeOf(id)!.label)
})
