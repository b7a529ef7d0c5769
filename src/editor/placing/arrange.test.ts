/** @file Laying out and aligning as a user sees them: one step of undo, said aloud, shown as a glide that anybody may interrupt. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { loadDocument } from '../../graph/load'
import { rectOf } from '../flow/flow'
import { createFlowStore } from '../flow/store'
import { createEditor } from '../store'
import { alignSelection, distributeSelection, layOutGraph } from './arrange'

function open() {
  const loaded = loadDocument(readFileSync('templates/gaussian-ring.json', 'utf8'))
  if (!loaded.ok) throw new Error('The template does not load.')
  const editor = createEditor({
    document: loaded.value,
    origin: { kind: 'new', name: 'Test' },
    services: {
      nowMs: () => 0,
      createClient: () => {
        throw new Error('Nothing is trained here.')
      },
    },
  })
  const frames: ((nowMs: number) => void)[] = []
  const canvas = createFlowStore(editor, (callback) => frames.push(callback))
  /** Shows the next picture of whatever moves. */
  const tick = (nowMs: number) => {
    for (const show of frames.splice(0)) show(nowMs)
  }
  const corner = (id: string) => {
    const { x, y } = rectOf(canvas.flow(), id)!
    return { x, y }
  }
  return { editor, canvas, tick, corner }
}

describe('laying out', () => {
  test('everything is one step of undo, and is said', async () => {
    const { editor } = open()
    const before = editor.document()
    await layOutGraph(editor, 'everything')
    expect(editor.getState().history.done.map(({ label }) => label)).toEqual(['Lay out everything'])
    expect(editor.getState().announcement.text).toMatch(/^Lay out everything: moved \d+ nodes\.$/)
    editor.undo()
    expect(editor.document()).toEqual(before)
  })

  test('twice changes nothing the second time, and says so', async () => {
    const { editor } = open()
    await layOutGraph(editor, 'everything')
    await layOutGraph(editor, 'everything')
    expect(editor.getState().history.done).toHaveLength(1)
    expect(editor.getState().announcement.text).toBe('Lay out everything: nothing had to move.')
  })

  test('takes what the user did meanwhile into account', async () => {
    const { editor } = open()
    const done = layOutGraph(editor, 'everything')
    editor.select({ nodes: ['z'] })
    editor.removeSelection()
    await done
    expect(editor.getState().history.done.map(({ label }) => label)).toEqual(['Delete 1 node', 'Lay out everything'])
  })

  test('of a selection moves nothing else', async () => {
    const { editor } = open()
    const before = editor.document()
    editor.select({ nodes: ['z', 'data'] })
    await layOutGraph(editor, 'selection')
    for (const [id, { position }] of Object.entries(editor.document().nodes))
      if (id !== 'z' && id !== 'data') expect(position, id).toEqual(before.nodes[id]!.position)
  })
})

describe('a glide', () => {
  test('shows nodes on their way while the document is there already', async () => {
    const { editor, canvas, tick, corner } = open()
    const [before, start] = [editor.document(), corner('z')]
    editor.edit('Move', (draft) => {
      draft.nodes.z!.position.x += 1000
    })
    const arrival = canvas.glideFrom(before, 200)
    expect(corner('z')).toEqual(start)
    tick(0)
    tick(100)
    expect(corner('z').x).toBeCloseTo(start.x + 500)
    tick(200)
    expect(corner('z').x).toBe(start.x + 1000)
    expect(await arrival).toBe(true)
    expect(canvas.flow().input.dragged).toEqual({})
  })

  test('ends where the document has the nodes as soon as somebody drags', async () => {
    const { editor, canvas, tick, corner } = open()
    const [before, start] = [editor.document(), corner('z')]
    editor.edit('Move', (draft) => {
      draft.nodes.z!.position.x += 1000
    })
    const arrival = canvas.glideFrom(before, 200)
    tick(0)
    canvas.drag({ data: { x: 5, y: 5 } })
    expect(corner('z').x).toBe(start.x + 1000)
    expect(await arrival).toBe(false)
    tick(100)
    canvas.drop({ data: { x: 5, y: 5 } })
    expect(corner('z').x).toBe(start.x + 1000)
  })

  test('is left out for those who want no motion', async () => {
    const { editor, canvas } = open()
    expect(await canvas.glideFrom(editor.document(), 0)).toBe(true)
    expect(canvas.flow().input.dragged).toEqual({})
  })
})

describe('aligning and spacing', () => {
  test('moves the selected nodes in one step', () => {
    const { editor, corner } = open()
    editor.select({ nodes: ['z', 'data', 'loss'] })
    alignSelection(editor, 'left')
    expect(corner('data').x).toBe(corner('z').x)
    expect(corner('loss').x).toBe(corner('z').x)
    expect(editor.getState().history.done.map(({ label }) => label)).toEqual(['Align left edges'])
    distributeSelection(editor, 'down')
    editor.undo()
    editor.undo()
    expect(editor.getState().history.done).toEqual([])
  })
})
