/** @file Taking layers out of a network: away for good with the gap healed, or bypassed for a while. */
import { produce } from 'immer'
import { checkWire } from '../../compile/check-wire'
import type { GraphDocument, NodeId } from '../../graph/document'
import { connect, removeNodes, removeWires, setBypassed } from '../../graph/edits'
import { type Join, joinsAcross } from '../../graph/heal'
import { roleOf } from '../../graph/queries'
import type { EditorState } from '../state'
import { countedSelection, type Editor } from '../store'

/** Wires past nodes that are taken away, as far as shapes allow: each is tried on what the document would then be. */
export function fittingJoins(document: GraphDocument, nodes: readonly NodeId[]): Join[] {
  const joins = joinsAcross(document, nodes)
  let rest = produce(document, (draft) => removeNodes(draft, nodes))
  return joins.filter((join) => {
    if (checkWire(rest, join.from, join.to) !== null) return false
    rest = produce(rest, (draft) => connect(draft, join))
    return true
  })
}

/** Deletes what is selected and joins what it joined. Where shapes do not allow that, the gap stays and is said. */
export function removeAndHeal(editor: Editor): void {
  const { nodes, wires } = editor.getState().selection
  const document = editor.document()
  const chosen = [...nodes]
  const all = joinsAcross(document, chosen).filter(({ to }) => !wires.has(to))
  const joins = fittingJoins(document, chosen).filter(({ to }) => !wires.has(to))
  const done = editor.edit(`Delete ${countedSelection(nodes.size, wires.size)} and heal`, (draft) => {
    removeWires(draft, [...wires])
    removeNodes(draft, chosen)
    for (const join of joins) connect(draft, join)
  })
  if (!done) return
  const [missed] = all.filter(({ to }) => !joins.some((join) => join.to === to))
  if (missed)
    editor.notify({
      tone: 'warning',
      text: `${missed.from} does not fit ${missed.to}, so there is a gap between them. Wire them through a layer that changes the shape.`,
    })
  else editor.announce(`Deleted, and joined ${joins.length} ${joins.length === 1 ? 'wire' : 'wires'}.`)
}

/** Layers that are selected. */
export function selectedLayers({ selection, history }: EditorState): NodeId[] {
  return [...selection.nodes].filter((id) => roleOf(history.document, id) === 'layer')
}

export const areBypassed = (state: EditorState): boolean => {
  const layers = selectedLayers(state)
  return layers.length > 0 && layers.every((id) => state.history.document.nodes[id]!.bypassed === true)
}

/** Lets values past the selected layers, or through them again when they all are bypassed. */
export function toggleBypass(editor: Editor): void {
  const state = editor.getState()
  const layers = selectedLayers(state)
  const bypassed = !areBypassed(state)
  editor.edit(bypassed ? 'Bypass' : 'Stop bypassing', (draft) => setBypassed(draft, { nodes: layers, bypassed }))
  editor.announce(`${countedSelection(layers.length, 0)} ${bypassed ? 'bypassed' : 'no longer bypassed'}.`)
}
