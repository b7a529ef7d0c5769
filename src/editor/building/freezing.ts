/** @file Freezing: layers, or whole networks, whose weights stay as they are while the rest learns. For fine-tuning what was trained before (FreezeD, Mo et al. 2020). */
import type { NodeId } from '../../graph/document'
import { setFrozen, setParams } from '../../graph/edits'
import { roleOf } from '../../graph/queries'
import type { EditorState } from '../state'
import { countedSelection, type Editor } from '../store'

interface Freezable {
  layers: NodeId[]
  networks: NodeId[]
}

/** What of the selection can learn: networks, and the layers of networks that have weights. */
export function freezable({ selection, history, compilation }: EditorState): Freezable {
  const { nodes } = history.document
  const ids = [...selection.nodes]
  const learns = (id: NodeId) =>
    nodes[id]!.parent !== undefined && (nodes[id]!.frozen === true || (compilation.nodes[id]?.parameters ?? 0) > 0)
  return {
    layers: ids.filter((id) => roleOf(history.document, id) === 'layer' && learns(id)),
    networks: ids.filter((id) => roleOf(history.document, id) === 'network'),
  }
}

export const hasFreezable = (state: EditorState): boolean => {
  const { layers, networks } = freezable(state)
  return layers.length + networks.length > 0
}

export const areFrozen = (state: EditorState): boolean => {
  const { nodes } = state.history.document
  const { layers, networks } = freezable(state)
  return (
    layers.length + networks.length > 0 &&
    layers.every((id) => nodes[id]!.frozen === true) &&
    networks.every((id) => nodes[id]!.params.trainable === false)
  )
}

/** Freezes what of the selection can learn, or lets all of it learn again when all of it is frozen. */
export function toggleFreeze(editor: Editor): void {
  const state = editor.getState()
  const { layers, networks } = freezable(state)
  const frozen = !areFrozen(state)
  editor.edit(frozen ? 'Freeze' : 'Let learn again', (draft) => {
    setFrozen(draft, { nodes: layers, frozen })
    for (const id of networks) setParams(draft, { node: id, params: { trainable: !frozen } })
  })
  const what = countedSelection(layers.length + networks.length, 0)
  editor.announce(`${what} ${frozen ? 'frozen: the weights stay as they are' : 'learning again'}.`)
}
