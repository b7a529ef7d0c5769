/** @file What is added while something is selected goes on where that ends. */
import { describe, expect, it } from 'vitest'
import { setParam } from '../../graph/edits'
import { findKind } from '../../graph/kinds'
import type { Editor } from '../store'
import { openEditor, templateNamed } from '../testing/open-editor'
import { placeOnGrid } from './adding'
import { addToSelection } from './appending'
import { insertNode } from './inserting'
import { currentFlow } from './pasting'

const add = (editor: Editor, kind: string) =>
  addToSelection(editor, currentFlow(editor), findKind(kind)!, { x: 0, y: 0 })!
const wires = (editor: Editor) => editor.document().wires

describe('adding behind what is selected', () => {
  it('builds a network by naming one layer after the other', () => {
    const editor = openEditor()
    add(editor, 'latent')
    const network = add(editor, 'network')
    add(editor, 'dense')
    editor.edit('Set', (draft) => setParam(draft, { node: 'dense_1', key: 'units', value: 98 }))
    add(editor, 'reshape')
    editor.edit('Set', (draft) => setParam(draft, { node: 'reshape_1', key: 'shape', value: [7, 7, 2] }))
    add(editor, 'batch-norm')
    expect(wires(editor)).toEqual({
      [`${network}.in`]: 'latent_1.out',
      'dense_1.in': 'input_1.out',
      'reshape_1.in': 'dense_1.out',
      'batch_norm_1.in': 'reshape_1.out',
      'output_1.in': 'batch_norm_1.out',
    })
    const { nodes } = editor.document()
    const xs = ['input_1', 'dense_1', 'reshape_1', 'batch_norm_1', 'output_1'].map((id) => nodes[id]!.position.x)
    expect(xs).toEqual([...xs].sort((a, b) => a - b))
    expect(new Set(xs).size).toBe(xs.length)
    editor.undo()
    expect(wires(editor)['output_1.in']).toBe('reshape_1.out')
  })

  it('forks where the selected node feeds several', () => {
    const editor = openEditor(templateNamed())
    editor.select({ nodes: ['z'] })
    const network = add(editor, 'network')
    expect(wires(editor)[`${network}.in`]).toBe('z.out')
    expect(wires(editor)['G.z']).toBe('z.out')
  })

  it('puts what stands outside networks there, unwired', () => {
    const editor = openEditor(templateNamed())
    editor.select({ nodes: ['G_dense1'] })
    const dataset = add(editor, 'dataset')
    expect(editor.document().nodes[dataset]!.parent).toBeUndefined()
    expect(wires(editor)).toEqual(templateNamed().wires)
  })
})

describe('inserting a node that is there already', () => {
  it('joins its old neighbours, and takes it into the other frame', () => {
    const editor = openEditor(templateNamed())
    expect(insertNode(editor, currentFlow(editor), 'G_dense2', 'D_dense3.in')).toBe(true)
    expect(wires(editor)).toMatchObject({
      'G_dense3.in': 'G_dense1.out',
      'G_dense2.in': 'D_dense2.out',
      'D_dense3.in': 'G_dense2.out',
    })
    expect(editor.document().nodes.G_dense2!.parent).toBe('D')
    editor.undo()
    expect(editor.document()).toEqual(templateNamed())
  })

  it('is refused where it would have to feed itself, or does not fit', () => {
    const editor = openEditor(templateNamed('dcgan-mnist'))
    expect(insertNode(editor, currentFlow(editor), 'G_dense', 'G_reshape.in')).toBe(false)
    expect(insertNode(editor, currentFlow(editor), 'D_conv1', 'G_reshape.in')).toBe(false)
    expect(editor.getState().history.done).toHaveLength(0)
  })
})

describe('a place on the grid', () => {
  it('is one of the canvas, in a frame too', () => {
    const document = templateNamed()
    const { x, y } = document.nodes.G!.position
    const { parent, position } = placeOnGrid(document, { parent: 'G', position: { x: 33 - x, y: 48 - y } })
    expect(parent).toBe('G')
    expect([x + position.x, y + position.y]).toEqual([40, 40])
    expect(placeOnGrid(document, { parent: undefined, position: { x: 9, y: -31 } }).position).toEqual({ x: 0, y: -40 })
  })
})
