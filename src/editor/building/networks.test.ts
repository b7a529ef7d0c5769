/** @file Closed networks, and networks that are looked into: what is drawn, what is selected, what undo gives back. */
import { describe, expect, test } from 'vitest'
import { roleOf } from '../../graph/queries'
import { flowOf, rectOf } from '../flow/flow'
import { overlap } from '../flow/geometry'
import { frameAt } from '../flow/landing'
import type { Editor } from '../store'
import { openEditor, templateNamed } from '../testing/open-editor'
import { enterNetwork, leaveNetwork, networksInHand, setNetworksCollapsed, toggleCollapsed } from './networks'

const drawn = (editor: Editor) => {
  const { history, compilation, selection, entered } = editor.getState()
  return flowOf({ document: history.document, compilation, selection, dragged: {}, entered }, null)
}

const gan = () => {
  const editor = openEditor(templateNamed())
  const networks = Object.keys(editor.document().nodes).filter((id) => roleOf(editor.document(), id) === 'network')
  return { editor, networks, network: networks[0]! }
}

const childrenIn = (editor: Editor, network: string) =>
  Object.keys(editor.document().nodes).filter((id) => editor.document().nodes[id]!.parent === network)

describe('a closed network', () => {
  test('is one box in the corner of its frame: nothing of its inside is drawn, all its ports are', () => {
    const { editor, network } = gan()
    const open = drawn(editor)
    const frame = rectOf(open, network)!
    const ports = open.nodes.find(({ id }) => id === network)!.handles!.map(({ id }) => id)
    setNetworksCollapsed(editor, [network], true)
    const closed = drawn(editor)
    const box = closed.nodes.find(({ id }) => id === network)!
    expect(box.type).toBe('box')
    expect(box.handles!.map(({ id }) => id)).toEqual(ports)
    expect(rectOf(closed, network)).toMatchObject({ x: frame.x, y: frame.y })
    expect(rectOf(closed, network)!.width).toBeLessThan(frame.width)
    const inside = new Set(childrenIn(editor, network))
    expect(closed.nodes.filter(({ id }) => inside.has(id))).toEqual([])
    expect(closed.edges.filter(({ source, target }) => inside.has(source) || inside.has(target))).toEqual([])
    expect(box.data.frame!.outputs.map((id) => editor.document().nodes[id]!.parent)).toContain(network)
  })

  test('means the same, and opens where it was in one step of undo', () => {
    const { editor, networks } = gan()
    const before = editor.document()
    const { compilation } = editor.getState()
    setNetworksCollapsed(editor, networks, true)
    expect(editor.getState().compilation).toBe(compilation)
    const roots = drawn(editor).nodes.map(({ id }) => rectOf(drawn(editor), id)!)
    for (const [index, one] of roots.entries())
      for (const other of roots.slice(index + 1)) expect(overlap(one, other)).toBe(false)
    editor.undo()
    expect(editor.document()).toEqual(before)
    editor.redo()
    toggleCollapsed(editor, networks)
    const frames = networks.map((id) => rectOf(drawn(editor), id)!)
    for (const [index, one] of frames.entries())
      for (const other of frames.slice(index + 1)) expect(overlap(one, other)).toBe(false)
  })

  test('says what is wrong in it, and how often', () => {
    const { editor, network } = gan()
    const layer = childrenIn(editor, network).find((id) => roleOf(editor.document(), id) === 'layer')!
    const wire = Object.keys(editor.document().wires).find((to) => to.startsWith(`${layer}.`))!
    editor.edit('Disconnect', (draft) => {
      delete draft.wires[wire]
    })
    setNetworksCollapsed(editor, [network], true)
    const { data } = drawn(editor).nodes.find(({ id }) => id === network)!
    expect(data.frame!.hiddenProblems).toBeGreaterThan(0)
    expect(data.problem?.severity).toBe('error')
    editor.reveal(layer)
    expect(editor.document().nodes[network]!.collapsed).toBeUndefined()
    expect([...editor.getState().selection.nodes]).toEqual([layer])
  })

  test('is selected for what was selected in it, and Select all takes only what is seen', () => {
    const { editor, network } = gan()
    editor.select({ nodes: childrenIn(editor, network).slice(0, 2) })
    expect(networksInHand(editor.getState())).toEqual([network])
    setNetworksCollapsed(editor, [network], true)
    expect([...editor.getState().selection.nodes]).toEqual([network])
    editor.selectAll()
    expect([...editor.getState().selection.nodes]).not.toEqual(
      expect.arrayContaining(childrenIn(editor, network).slice(0, 1)),
    )
  })

  test('takes nothing that is dropped on it', () => {
    const { editor, network } = gan()
    setNetworksCollapsed(editor, [network], true)
    const { x, y } = rectOf(drawn(editor), network)!
    expect(frameAt(drawn(editor), { x: x + 20, y: y + 20 })).toBeNull()
  })
})

describe('inside a network', () => {
  test('there is its inside and nothing else, where it lies on the canvas', () => {
    const { editor, network } = gan()
    const outside = drawn(editor)
    enterNetwork(editor, network)
    const inside = drawn(editor)
    expect(inside.nodes.map(({ id }) => id).sort()).toEqual(childrenIn(editor, network).sort())
    for (const { id, position, parentId } of inside.nodes) {
      expect(parentId).toBeUndefined()
      const { x, y } = rectOf(outside, id)!
      expect(position).toEqual({ x, y })
    }
    for (const { source, target } of inside.edges) {
      expect(editor.document().nodes[source]!.parent).toBe(network)
      expect(editor.document().nodes[target]!.parent).toBe(network)
    }
    expect(frameAt(inside, { x: -1e5, y: -1e5 })).toBe(network)
    editor.selectAll()
    expect([...editor.getState().selection.nodes].sort()).toEqual(childrenIn(editor, network).sort())
    leaveNetwork(editor)
    expect(editor.getState().entered).toBeNull()
    expect([...editor.getState().selection.nodes]).toEqual([network])
    expect(drawn(editor).nodes.length).toBe(outside.nodes.length)
  })

  test('one is outside again when the network is gone, when another document opens, or for a node elsewhere', () => {
    const { editor, networks } = gan()
    const [first, second] = networks as [string, string]
    enterNetwork(editor, first)
    editor.reveal(childrenIn(editor, second)[0]!)
    expect(editor.getState().entered).toBeNull()
    enterNetwork(editor, first)
    editor.select({ nodes: [first] })
    editor.removeSelection()
    expect(editor.getState().entered).toBeNull()
    editor.undo()
    enterNetwork(editor, first)
    editor.newDocument()
    expect(editor.getState().entered).toBeNull()
  })
})
