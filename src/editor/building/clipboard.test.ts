/** @file Copying and pasting between editors, where copies land, and healing: through the editor, without a page. */
import { describe, expect, it } from 'vitest'
import { addNode, connect } from '../../graph/edits'
import { saveDocument } from '../../graph/save'
import type { Editor } from '../store'
import { attachPointer, openEditor, templateNamed } from '../testing/open-editor'
import { copySelection, cutSelection, duplicateSelection, pasteText } from './clipboard'
import { removeAndHeal, toggleBypass } from './removing'

const plain = { withIncoming: false }
const selected = (editor: Editor) => [...editor.getState().selection.nodes]
const counts = (editor: Editor) => ({
  nodes: Object.keys(editor.document().nodes).length,
  wires: Object.keys(editor.document().wires).length,
})

describe('paste', () => {
  it('reads what another tab copied, with a greeting around it', () => {
    const [here, there] = [openEditor(templateNamed()), openEditor()]
    here.select({ nodes: ['G'] })
    const text = copySelection(here)!
    expect(pasteText(there, `Look at this:\n\`\`\`json\n${text}\`\`\`\nBye!`, plain)).toBe('pasted')
    const [network] = selected(there)
    expect(there.document().nodes[network!]?.params).toEqual(here.document().nodes.G!.params)
    there.undo()
    expect(counts(there)).toEqual({ nodes: 0, wires: 0 })
  })

  it('steps aside when the same is pasted again', () => {
    const editor = openEditor(templateNamed())
    attachPointer(editor, { x: 5000, y: 5000 })
    editor.select({ nodes: ['loss'] })
    const text = copySelection(editor)!
    const places = [0, 1, 2].map(() => {
      pasteText(editor, text, plain)
      return editor.document().nodes[selected(editor)[0]!]!.position
    })
    expect(places).toEqual([
      { x: 5000, y: 5000 },
      { x: 5032, y: 5032 },
      { x: 5064, y: 5064 },
    ])
  })

  it('puts layers where they came from, into the network that is selected, or into the one under the pointer', () => {
    const editor = openEditor(templateNamed())
    const document = editor.document()
    editor.select({ nodes: ['G_dense1'] })
    const text = copySelection(editor)!
    const parentOfPasted = () => editor.document().nodes[selected(editor)[0]!]!.parent
    pasteText(editor, text, plain)
    expect(parentOfPasted()).toBe('G')
    editor.select({ nodes: ['D_dense1'] })
    pasteText(editor, text, plain)
    expect(parentOfPasted()).toBe('D')
    const at = document.nodes.D!.position
    const inside = document.nodes.D_dense1!.position
    attachPointer(editor, { x: at.x + inside.x, y: at.y + inside.y })
    editor.select({ nodes: ['G_dense1'] })
    pasteText(editor, text, plain)
    expect(parentOfPasted()).toBe('D')
  })

  it('draws incoming wires again where they fit, and only when asked', () => {
    const editor = openEditor(templateNamed())
    editor.select({ nodes: ['G_dense2'] })
    const text = copySelection(editor)!
    const before = counts(editor)
    pasteText(editor, text, plain)
    expect(counts(editor)).toEqual({ nodes: before.nodes + 1, wires: before.wires })
    pasteText(editor, text, { withIncoming: true })
    expect(counts(editor)).toEqual({ nodes: before.nodes + 2, wires: before.wires + 1 })
    const [copy] = selected(editor)
    expect(editor.document().wires[`${copy}.in`]).toBe('G_dense1.out')
  })

  it('leaves an incoming wire out whose source no longer fits', () => {
    const editor = openEditor(templateNamed())
    editor.edit('Sum', (draft) => {
      addNode(draft, { id: 'sum', kind: 'add', parent: 'G', position: { x: 900, y: 400 } })
      connect(draft, { from: 'G_dense1.out', to: 'sum.a' })
      connect(draft, { from: 'G_dense2.out', to: 'sum.b' })
    })
    editor.select({ nodes: ['sum'] })
    const text = copySelection(editor)!.replaceAll('G_dense2.out', 'gone.out')
    pasteText(editor, text, { withIncoming: true })
    const [copy] = selected(editor)
    expect(Object.keys(editor.document().wires).filter((to) => to.startsWith(`${copy}.`))).toEqual([`${copy}.a`])
  })

  it('takes a whole graph, and opens it instead when asked', () => {
    const editor = openEditor()
    const text = saveDocument(templateNamed())
    expect(pasteText(editor, text, plain)).toBe('pasted')
    expect(counts(editor).nodes).toBe(Object.keys(templateNamed().nodes).length)
    editor.getState().notices.at(-1)!.action!.run()
    expect(editor.documentText()).toBe(text)
    expect(editor.getState().history.done).toHaveLength(0)
  })

  it('leaves a network that cannot hold what is pasted, so that it is seen', () => {
    const editor = openEditor(templateNamed())
    editor.select({ nodes: ['G_dense2', 'loss'] })
    const both = copySelection(editor)!
    editor.select({ nodes: ['G_dense2'] })
    const layer = copySelection(editor)!
    editor.enter('G')
    pasteText(editor, layer, plain)
    expect(editor.getState().entered).toBe('G')
    pasteText(editor, both, plain)
    expect(editor.getState().entered).toBeNull()
    expect(selected(editor)).toHaveLength(2)
    expect(editor.getState().notices.at(-1)?.text).toMatch(/^Generator was left/)
  })

  it('changes nothing for text that is none, or is broken', () => {
    const editor = openEditor(templateNamed())
    const before = editor.getState().history
    expect(pasteText(editor, 'Dear all, …', plain)).toBe('foreign')
    editor.selectAll()
    expect(pasteText(editor, copySelection(editor)!.replace('"units": 64', '"units": "many"'), plain)).toBe('refused')
    expect(editor.getState().dialog).toMatchObject({ kind: 'load-failed' })
    expect(editor.getState().history).toBe(before)
  })
})

describe('duplicate', () => {
  it('keeps the wires that come in, as one step', () => {
    const editor = openEditor(templateNamed())
    editor.select({ nodes: ['G_dense2', 'G_dense3'] })
    duplicateSelection(editor)
    const copies = selected(editor)
    expect(copies).toHaveLength(2)
    const incoming = copies.map((id) => editor.document().wires[`${id}.in`])
    expect(incoming).toContain('G_dense1.out')
    expect(editor.getState().history.done).toHaveLength(1)
  })
})

describe('cut', () => {
  it('takes away what paste brings back', () => {
    const editor = openEditor(templateNamed())
    const before = counts(editor)
    editor.selectAll()
    const text = cutSelection(editor)!
    expect(counts(editor)).toEqual({ nodes: 0, wires: 0 })
    pasteText(editor, text, plain)
    expect(counts(editor)).toEqual(before)
  })
})

describe('delete and heal', () => {
  it('joins what the layers joined, through several', () => {
    const editor = openEditor(templateNamed())
    editor.select({ nodes: ['G_dense1', 'G_dense2'] })
    removeAndHeal(editor)
    expect(editor.document().wires['G_dense3.in']).toBe('G_z.out')
    editor.undo()
    expect(editor.document()).toEqual(templateNamed())
  })

  it('leaves a gap where shapes do not allow it, and says so', () => {
    const editor = openEditor(templateNamed('dcgan-mnist'))
    editor.select({ nodes: ['G_reshape', 'G_norm1', 'G_relu1'] })
    removeAndHeal(editor)
    expect(editor.document().wires).not.toHaveProperty(['G_up1.in'])
    expect(editor.getState().notices.at(-1)?.text).toMatch(/G_dense.out does not fit G_up1.in/)
  })
})

describe('bypass', () => {
  it('is switched for all selected layers at once', () => {
    const editor = openEditor(templateNamed())
    editor.select({ nodes: ['G', 'G_dense1', 'G_dense2'] })
    toggleBypass(editor)
    expect(editor.document().nodes.G_dense2!.bypassed).toBe(true)
    editor.select({ nodes: ['G_dense2', 'G_dense3'] })
    toggleBypass(editor)
    expect(editor.document().nodes.G_dense3!.bypassed).toBe(true)
    toggleBypass(editor)
    expect(editor.document().nodes.G_dense2).not.toHaveProperty('bypassed')
  })
})
