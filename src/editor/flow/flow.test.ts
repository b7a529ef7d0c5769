/** @file What React Flow is told of a document, and what its changes mean: identities, places, frames, drags. */
import { describe, expect, test } from 'vitest'
import { compile } from '../../compile/compile'
import type { GraphDocument } from '../../graph/document'
import { addCall, addNode, connect, removeWires, setParam } from '../../graph/edits'
import { applyEdit, startHistory } from '../../graph/history'
import { emptyDocument } from '../../graph/schema'
import { NOTHING_SELECTED } from '../state'
import { createEditor, type Recipe } from '../store'
import { changedSelection, readEdgeChanges, readNodeChanges } from './changes'
import { type Flow, flowOf, rectOf } from './flow'
import { frameRect, sizeOf } from './geometry'
import { frameAt, landingsOf } from './landing'
import { createFlowStore } from './store'

const edited = (document: GraphDocument, recipe: Recipe): GraphDocument =>
  applyEdit(startHistory(document), { label: 'test', atMs: 0 }, recipe).document

/** An MLP GAN on eight Gaussians, with the least that it needs. */
const gan = edited(emptyDocument(), (draft) => {
  const add = (id: string, kind: string, x: number, y: number, params = {}, parent?: string) =>
    addNode(draft, { id, kind, params, position: { x, y }, ...(parent !== undefined && { parent }) })
  add('z', 'latent', 0, 0, { shape: [2] })
  add('data', 'dataset', 0, 500, { dataset: 'ring' })
  add('G', 'network', 250, 0, { name: 'Generator' })
  add('G_in', 'input', 40, 84, { name: 'z' }, 'G')
  add('G_fc', 'dense', 200, 84, { units: 2 }, 'G')
  add('G_out', 'output', 400, 84, { name: 'point' }, 'G')
  add('D', 'network', 250, 500, { name: 'Discriminator', calls: ['real', 'fake'] })
  add('D_in', 'input', 40, 104, { name: 'point' }, 'D')
  add('D_fc', 'dense', 200, 104, { units: 1 }, 'D')
  add('D_out', 'output', 400, 104, { name: 'score' }, 'D')
  add('loss', 'adversarial', 1000, 500)
  const wires = {
    'G.z': 'z.out',
    'G_fc.in': 'G_in.out',
    'G_out.in': 'G_fc.out',
    'D.point@real': 'data.point',
    'D.point@fake': 'G.point',
    'D_fc.in': 'D_in.out',
    'D_out.in': 'D_fc.out',
    'loss.real': 'D.score@real',
    'loss.fake': 'D.score@fake',
  }
  for (const [to, from] of Object.entries(wires)) connect(draft, { from, to })
})

const draw = (document: GraphDocument, previous: Flow | null = null, more: Partial<Flow['input']> = {}): Flow =>
  flowOf(
    { document, compilation: compile(document), selection: NOTHING_SELECTED, dragged: {}, entered: null, ...more },
    previous,
  )

const nodeOf = (flow: Flow, id: string) => flow.nodes.find((node) => node.id === id)!
const edgeOf = (flow: Flow, id: string) => flow.edges.find((edge) => edge.id === id)!

describe('what React Flow is told', () => {
  const flow = draw(gan)

  test('every node and wire, parents before their children', () => {
    expect(flow.nodes.map((node) => node.id).sort()).toEqual(Object.keys(gan.nodes).sort())
    expect(flow.edges.map((edge) => edge.id).sort()).toEqual(Object.keys(gan.wires).sort())
    for (const node of flow.nodes) {
      const parent = flow.nodes.findIndex((other) => other.id === node.parentId)
      if (node.parentId !== undefined) expect(parent).toBeLessThan(flow.nodes.indexOf(node))
    }
  })

  test('a node is a group named by its title and id; a wire names its ends and its shape', () => {
    expect(nodeOf(flow, 'G_fc')).toMatchObject({ ariaRole: 'group', ariaLabel: 'Dense G_fc' })
    expect(nodeOf(flow, 'G')).toMatchObject({ ariaLabel: 'Generator G' })
    expect(edgeOf(flow, 'D.point@fake').ariaLabel).toBe('Wire from G.point to D.point@fake, shape [2]')
    expect(edgeOf(flow, 'D.point@fake').data?.shape).toBe('[2]')
  })

  test('node and handle are the endpoint', () => {
    for (const edge of flow.edges) {
      expect(`${edge.target}.${edge.targetHandle}`).toBe(edge.id)
      expect(`${edge.source}.${edge.sourceHandle}`).toBe(gan.wires[edge.id])
      const ids = (node: string) => nodeOf(flow, node).handles!.map((handle) => handle.id)
      expect(ids(edge.source)).toContain(edge.sourceHandle)
      expect(ids(edge.target)).toContain(edge.targetHandle)
    }
  })

  test('a frame has a row of ports for each call, and the colour of its side', () => {
    const { inputs, outputs, frame } = nodeOf(flow, 'D').data
    expect(inputs.map((port) => [port.handle, port.call])).toEqual([
      ['point@real', 'real'],
      ['point@fake', 'fake'],
    ])
    expect(inputs.map((port) => port.y)).toEqual(outputs.map((port) => port.y))
    expect(frame?.side).toBe('critic')
    expect(nodeOf(flow, 'G').data.frame?.side).toBe('player')
  })

  test('a frame holds its children with room to spare, and follows them', () => {
    const frame = rectOf(flow, 'G')!
    for (const id of ['G_in', 'G_fc', 'G_out']) {
      const child = rectOf(flow, id)!
      expect(child.x).toBeGreaterThan(frame.x)
      expect(child.x + child.width).toBeLessThan(frame.x + frame.width)
      expect(child.y).toBeGreaterThan(frame.y)
      expect(child.y + child.height).toBeLessThan(frame.y + frame.height)
    }
    const wider = draw(
      edited(gan, (draft) => {
        draft.nodes.G_out!.position.x += 100
      }),
    )
    expect(rectOf(wider, 'G')!.width).toBe(frame.width + 100)
  })

  test('what React Flow draws is where the document has it', () => {
    for (const id of Object.keys(gan.nodes)) {
      const { position, parentId } = nodeOf(flow, id)
      const parent = parentId === undefined ? { x: 0, y: 0 } : nodeOf(flow, parentId).position
      expect({ x: position.x + parent.x, y: position.y + parent.y }).toMatchObject(
        (({ x, y }) => ({ x, y }))(rectOf(flow, id)!),
      )
    }
  })

  test('an error stands at its node and on its wire', () => {
    const broken = draw(edited(gan, (draft) => setParam(draft, { node: 'G_fc', key: 'units', value: 3 })))
    const wrong = broken.nodes.filter((node) => node.data.problem?.severity === 'error')
    expect(wrong.length).toBeGreaterThan(0)
    expect(edgeOf(broken, 'D.point@fake').data?.error).toContain('[3]')
    expect(edgeOf(broken, 'D.point@real').data?.error).toBeNull()
  })
})

test('the summary of a card is its first param and what differs from the defaults', () => {
  const changed = edited(gan, (draft) => setParam(draft, { node: 'G_fc', key: 'activation', value: 'tanh' }))
  expect(nodeOf(draw(changed), 'G_fc').data.summary.replaceAll('\u00a0', ' ')).toBe('units 2 · Tanh')
})

test('a node keeps its size while a mistake elsewhere hides its shape', () => {
  const before = draw(gan)
  const after = draw(
    edited(gan, (draft) => removeWires(draft, ['D_fc.in'])),
    before,
  )
  expect(rectOf(after, 'D')).toEqual(rectOf(before, 'D'))
})

describe('identities', () => {
  const before = draw(gan)

  test('the same input gives the same arrays', () => {
    const after = draw(gan, before)
    expect(after.nodes).toBe(before.nodes)
    expect(after.edges).toBe(before.edges)
  })

  test('moving one node makes one new node', () => {
    const after = draw(gan, before, { compilation: before.input.compilation, dragged: { G_fc: { x: 210, y: 90 } } })
    expect(after.nodes.filter((node, index) => node !== before.nodes[index]).map((node) => node.id)).toEqual(['G_fc'])
    expect(nodeOf(after, 'G_fc').data).toBe(nodeOf(before, 'G_fc').data)
    expect(after.edges).toBe(before.edges)
  })

  test('selecting touches what is selected', () => {
    const selection = { nodes: new Set(['z']), wires: new Set(['G.z']) }
    const after = draw(gan, before, { selection })
    expect(after.nodes.filter((node) => !before.nodes.includes(node)).map((node) => node.id)).toEqual(['z'])
    expect(after.edges.filter((edge) => !before.edges.includes(edge)).map((edge) => edge.id)).toEqual(['G.z'])
  })

  test('an edit leaves what it does not concern', () => {
    const after = draw(
      edited(gan, (draft) => removeWires(draft, ['loss.fake'])),
      before,
    )
    expect(nodeOf(after, 'G_fc')).toBe(nodeOf(before, 'G_fc'))
    expect(nodeOf(after, 'loss')).not.toBe(nodeOf(before, 'loss'))
  })
})

describe('changes', () => {
  const flow = draw(gan)

  test('sizes are no edits, and a selection is only a selection', () => {
    const outcome = readNodeChanges(
      [
        { type: 'dimensions', id: 'z', dimensions: { width: 1, height: 1 } },
        { type: 'select', id: 'z', selected: true },
        { type: 'remove', id: 'G' },
      ],
      flow,
    )
    expect(outcome).toEqual({ dragged: {}, moved: {}, selected: new Map([['z', true]]) })
    expect(readEdgeChanges([{ type: 'remove', id: 'G.z' }])).toEqual(new Map())
    expect(
      changedSelection(
        new Set(['a', 'b']),
        new Map([
          ['a', false],
          ['c', true],
        ]),
      ),
    ).toEqual(new Set(['b', 'c']))
  })

  test('positions come back as the document has them', () => {
    for (const node of flow.nodes) {
      const { dragged, moved } = readNodeChanges(
        [{ type: 'position', id: node.id, position: node.position, dragging: true }],
        flow,
      )
      expect(dragged).toEqual({ [node.id]: gan.nodes[node.id]!.position })
      expect(moved).toEqual({})
    }
  })
})

describe('letting go', () => {
  const flow = draw(gan)

  test('a node that did not move is no edit', () => {
    expect(landingsOf(flow, { G_fc: gan.nodes.G_fc!.position })).toEqual({ moved: {}, reparented: [] })
  })

  test('inside its frame, and just beyond its border, a node stays in it', () => {
    const { moved, reparented } = landingsOf(flow, { G_fc: { x: 220, y: 300 } })
    expect(moved).toEqual({ G_fc: { x: 220, y: 300 } })
    expect(reparented).toEqual([])
  })

  test('far out it leaves its frame, and over another it enters that one', () => {
    expect(landingsOf(flow, { G_fc: { x: 200, y: -600 } }).reparented).toEqual([
      { node: 'G_fc', parent: null, position: { x: 450, y: -600 } },
    ])
    expect(landingsOf(flow, { G_fc: { x: 200, y: 640 } }).reparented).toEqual([
      { node: 'G_fc', parent: 'D', position: { x: 450, y: 640 } },
    ])
  })

  test('inputs, outputs, sources and networks belong where they are', () => {
    const { moved, reparented } = landingsOf(flow, {
      G_in: { x: 40, y: 900 },
      z: { x: 400, y: 640 },
      G: { x: 250, y: 480 },
    })
    expect(Object.keys(moved).sort()).toEqual(['G', 'G_in', 'z'])
    expect(reparented).toEqual([])
  })

  test('the frame under a point', () => {
    expect(frameAt(flow, { x: 500, y: 120 })).toBe('G')
    expect(frameAt(flow, { x: 500, y: 620 })).toBe('D')
    expect(frameAt(flow, { x: 0, y: 0 })).toBeNull()
  })
})

describe('a drag', () => {
  const open = () => {
    const editor = createEditor({
      document: gan,
      origin: { kind: 'new', name: 'test' },
      services: {
        createClient: () => ({ send: () => {}, dispose: () => {} }) as never,
        nowMs: () => 0,
      },
    })
    return { editor, canvas: createFlowStore(editor) }
  }

  test('is one step of undo, however many pictures it had', () => {
    const { editor, canvas } = open()
    for (let x = 1; x <= 20; x++) canvas.drag({ G_fc: { x: 200 + x, y: 84 } })
    expect(editor.document()).toBe(gan)
    expect(rectOf(canvas.flow(), 'G_fc')!.x).toBe(250 + 220)
    canvas.drop({ G_fc: { x: 221, y: 84 } })
    expect(editor.getState().history.done.length).toBe(1)
    expect(editor.document().nodes.G_fc!.position).toEqual({ x: 221, y: 84 })
    expect(canvas.flow().input.dragged).toEqual({})
    editor.undo()
    expect(editor.document()).toEqual(gan)
  })

  test('out of a frame takes the node out and its wires away, in the same step', () => {
    const { editor, canvas } = open()
    const before = editor.document().nodes.G!.position
    canvas.drop({ G_fc: { x: 200, y: -600 } })
    expect(editor.document().nodes.G_fc).toMatchObject({ position: { x: 450, y: -600 } })
    expect(editor.document().nodes.G_fc!.parent).toBeUndefined()
    expect(editor.document().nodes.G!.position).toEqual(before)
    expect(Object.keys(editor.document().wires)).not.toContain('G_fc.in')
    editor.undo()
    expect(editor.document()).toEqual(gan)
  })

  test('into a frame does not stretch the frame after where it came from', () => {
    const { editor, canvas } = open()
    const before = rectOf(canvas.flow(), 'D')!
    canvas.drop({ G_fc: { x: 200, y: 640 } })
    expect(editor.document().nodes.G_fc!.parent).toBe('D')
    expect(rectOf(canvas.flow(), 'G_fc')).toMatchObject({ x: 450, y: 640 })
    expect(rectOf(canvas.flow(), 'D')!.width).toBe(before.width)
  })

  test('that ends where it began is no edit', () => {
    const { editor, canvas } = open()
    canvas.drag({ z: { x: 5, y: 5 } })
    canvas.drop({ z: { x: 0, y: 0 } })
    expect(editor.getState().history.done).toEqual([])
  })
})

describe('arithmetic', () => {
  test('a new call makes its frame one row higher', () => {
    const more = draw(edited(gan, (draft) => addCall(draft, { network: 'D', name: 'third' })))
    const before = rectOf(draw(gan), 'D')!
    expect(rectOf(more, 'D')!.height - before.height).toBe(22)
  })

  test('an empty frame is not nothing', () => {
    expect(frameRect([], 0)).toMatchObject({ x: 0, y: 0, width: expect.any(Number) })
  })

  test('a long summary takes a second line', () => {
    const ports = { inputs: 1, outputs: 1, calls: 1 }
    const height = (summary: string, facts = false) =>
      sizeOf('card', { ports, summary, facts, previews: ['square'] }).height
    expect(height('filters 64 · kernel size 4 · strides 2')).toBeGreaterThan(height('units 64'))
    expect(height('units 64', true)).toBeGreaterThan(height('units 64'))
  })
})
