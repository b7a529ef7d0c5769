/** @file The editor as a whole, without a page: edits, undo, selection, runs, and what it keeps of them. */
import { describe, expect, it } from 'vitest'
import type { GraphDocument } from '../graph/document'
import { connect, moveNodes, renameDocument, setParam } from '../graph/edits'
import type { FromWorker, ToWorker } from '../train/protocol'
import { copySelection, duplicateSelection, pasteText } from './building/clipboard'
import { FIRST_TEMPLATE, findTemplate } from './choosing/templates'
import { createEditor, type Editor } from './store'

const first = (): GraphDocument => findTemplate(FIRST_TEMPLATE)!.document

/** An editor whose worker is played by the test. */
function open(document: GraphDocument = first()) {
  const sent: ToWorker[] = []
  let answer: (message: FromWorker) => void = () => {}
  let now = 0
  const editor = createEditor({
    document,
    origin: { kind: 'template', name: 'test' },
    services: {
      createClient(onMessage) {
        answer = onMessage
        return { send: (message) => sent.push(message), dispose: () => {} }
      },
      nowMs: () => {
        now += 1000
        return now
      },
    },
  })
  const runId = () => sent.findLast((message) => message.type === 'start')!.runId
  return {
    editor,
    sent,
    say: (message: FromWorker) => answer(message),
    runId,
    types: () => sent.map(({ type }) => type),
  }
}

const backend = { name: 'wasm', reason: 'No GPU.', threads: 2, adapter: null } as const

function started() {
  const opened = open()
  opened.editor.train()
  opened.say({ type: 'started', runId: opened.runId(), step: 0, backend })
  return opened
}

const anyDense = (document: GraphDocument): string =>
  Object.keys(document.nodes).find((id) => document.nodes[id]!.kind === 'dense')!

const widen = (editor: Editor, units: number) => {
  const node = anyDense(editor.document())
  editor.edit('Set units', (draft) => setParam(draft, { node, key: 'units', value: units }))
}

describe('edits', () => {
  it('compile what changed in meaning, and only that', () => {
    const { editor } = open()
    const before = editor.getState().compilation
    editor.edit('Move', (draft) => moveNodes(draft, { [anyDense(draft)]: { x: 999, y: 999 } }))
    expect(editor.getState().compilation).toBe(before)
    widen(editor, 7)
    expect(editor.getState().compilation).not.toBe(before)
    expect(editor.getState().dirty).toBe(true)
  })

  it('that the document refuses become a notice and change nothing', () => {
    const { editor } = open()
    const before = editor.document()
    const done = editor.edit('Wire', (draft) => connect(draft, { from: 'nowhere.out', to: 'nothing.in' }))
    expect(done).toBe(false)
    expect(editor.document()).toBe(before)
    expect(editor.getState().notices.at(-1)?.tone).toBe('error')
  })

  it('take the selection of what is gone with them, and undo brings nodes back', () => {
    const { editor } = open()
    const before = editor.document()
    editor.selectAll()
    editor.removeSelection()
    expect(Object.keys(editor.document().nodes)).toHaveLength(0)
    expect(editor.getState().selection.nodes.size).toBe(0)
    editor.undo()
    expect(editor.document()).toEqual(before)
  })

  it('paste and duplicate select what they added', () => {
    const { editor } = open()
    const count = Object.keys(editor.document().nodes).length
    const node = anyDense(editor.document())
    editor.select({ nodes: [node] })
    duplicateSelection(editor)
    expect(Object.keys(editor.document().nodes)).toHaveLength(count + 1)
    expect(editor.getState().selection.nodes.has(node)).toBe(false)
    pasteText(editor, copySelection(editor)!, { withIncoming: false })
    expect(Object.keys(editor.document().nodes)).toHaveLength(count + 2)
  })
})

describe('opening', () => {
  it('takes offers about the document before away, and keeps what lasts', () => {
    const { editor } = open()
    const action = { label: 'Undo', run: () => editor.undo() }
    editor.notify({ tone: 'info', text: 'a word' })
    editor.notify({ tone: 'info', text: 'an offer', action })
    editor.notify({ tone: 'info', text: 'an offer that lasts', lasting: true, action })
    editor.newDocument()
    expect(editor.getState().notices.map(({ text }) => text)).toEqual(['a word', 'an offer that lasts'])
  })

  it('leaves the canvas alone when the file is bad, and says where', () => {
    const { editor } = open()
    const before = editor.getState().history
    expect(editor.openText('{ "format": "ganvas", "version": 99 }', { kind: 'file', name: 'x.json' })).toBe(false)
    expect(editor.getState().history).toBe(before)
    const { dialog } = editor.getState()
    expect(dialog?.kind).toBe('load-failed')
    expect(dialog?.kind === 'load-failed' && dialog.errors.length).toBeGreaterThan(0)
  })

  it('reads back what it saves', () => {
    const { editor } = open()
    const text = editor.documentText()
    editor.newDocument()
    expect(editor.openText(text, { kind: 'file', name: 'x.json' })).toBe(true)
    expect(editor.documentText()).toBe(text)
    expect(editor.getState().dirty).toBe(false)
  })
})

describe('runs', () => {
  it('start, pause, go on and end', () => {
    const { editor, say, runId, types, sent } = started()
    expect(editor.getState().run.status).toBe('running')
    editor.pause()
    say({ type: 'paused', runId: runId(), step: 3 })
    expect(editor.getState().run).toMatchObject({ status: 'paused', step: 3 })
    editor.train()
    expect(types()).toEqual(['start', 'show', 'pause', 'resume'])
    editor.reset()
    expect(sent.at(-1)?.type).toBe('stop')
    expect(editor.getState().run.status).toBe('idle')
  })

  it('pause when the meaning is edited, and get the edit first when they go on', () => {
    const { editor, say, runId, types } = started()
    editor.edit('Rename', (draft) => renameDocument(draft, { name: 'Another' }))
    expect(types()).toEqual(['start', 'show'])
    widen(editor, 9)
    expect(types()).toEqual(['start', 'show', 'pause'])
    expect(editor.getState().runIsStale).toBe(true)
    say({ type: 'paused', runId: runId(), step: 5 })
    editor.train()
    expect(types()).toEqual(['start', 'show', 'pause', 'replace', 'resume'])
    say({ type: 'replaced', runId: runId(), kept: 6, fresh: [] })
    expect(editor.getState().notices.at(-1)?.text).toMatch(/Kept the weights of 6 layers/)
  })

  it('are not stale any more once the edit is undone', () => {
    const { editor, say, runId, types } = started()
    widen(editor, 9)
    say({ type: 'paused', runId: runId(), step: 5 })
    editor.undo()
    expect(editor.getState().runIsStale).toBe(false)
    editor.train()
    expect(types()).not.toContain('replace')
  })

  it('that were paused while starting wait once they have started', () => {
    const { editor, say, runId, types } = open()
    editor.train()
    editor.pause()
    say({ type: 'started', runId: runId(), step: 0, backend })
    expect(editor.getState().run.status).toBe('paused')
    expect(types()).toEqual(['start', 'show', 'pause'])
  })

  it('begin paused for one step, unless Train is pressed meanwhile', () => {
    const stepped = open()
    stepped.editor.step()
    stepped.say({ type: 'started', runId: stepped.runId(), step: 0, backend })
    expect(stepped.types()).toEqual(['start', 'show', 'step'])
    const trained = open()
    trained.editor.step()
    trained.editor.train()
    trained.say({ type: 'started', runId: trained.runId(), step: 0, backend })
    expect(trained.types()).toEqual(['start', 'show', 'resume'])
    expect(trained.editor.getState().run.status).toBe('running')
  })

  it('are refused while the graph has errors, and Problems is asked for', () => {
    const { editor, types } = open()
    editor.edit('Unwire', (draft) => {
      for (const key of Object.keys(draft.wires)) delete draft.wires[key]
    })
    editor.train()
    expect(types()).toEqual([])
    expect(editor.getState().problemsRequest).toBe(1)
  })

  it('that have had their steps offer more of them', () => {
    const { editor, say, runId, types } = started()
    const { steps } = editor.document().training
    say({ type: 'done', runId: runId(), step: steps })
    editor.train()
    expect(types()).toEqual(['start', 'show'])
    editor.getState().notices.at(-1)!.action!.run()
    expect(editor.document().training.steps).toBe(2 * steps)
    expect(types()).toEqual(['start', 'show', 'replace', 'resume'])
  })

  it('of old are not listened to', () => {
    const { editor, say, runId } = started()
    const old = runId()
    editor.reset()
    editor.train()
    say({ type: 'failed', runId: old, code: 'internal', message: 'late', node: null, step: 1 })
    expect(editor.getState().run.status).toBe('starting')
  })

  it('keep losses and previews until they end', () => {
    const { editor, say, runId } = started()
    const losses = { loss: { critic: 1, player: 2 } }
    say({
      type: 'progress',
      runId: runId(),
      step: 1,
      history: [{ step: 1, losses }],
      stepsPerSecond: 3,
      metrics: {},
      metricDetails: {},
    })
    expect(editor.losses.length).toBe(1)
    const preview = { type: 'histogram', minimum: 0, maximum: 1, series: [] } as const
    let woken = 0
    editor.previews.subscribe('G_out', () => woken++)
    say({
      type: 'previews',
      runId: runId(),
      previews: [{ node: 'G_out', step: 1, preview: { ...preview, series: [] } }],
    })
    expect(editor.previews.get('G_out')?.step).toBe(1)
    editor.reset()
    expect(editor.losses.length).toBe(0)
    expect(editor.previews.get('G_out')).toBeUndefined()
    expect(woken).toBe(2)
  })
})
