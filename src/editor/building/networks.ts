/** @file What is done with whole networks: closing them to a box, opening them, looking inside, making and dissolving them. */
import { type NodeId, parseEndpoint } from '../../graph/document'
import { setCollapsed } from '../../graph/edits'
import { dissolveNetwork, makeNetwork } from '../../graph/network-edits'
import { childrenOf, nodeOf, roleOf } from '../../graph/queries'
import { type Flow, flowOf, rectOf } from '../flow/flow'
import { boundsOf } from '../flow/geometry'
import { titleOf } from '../flow/view'
import { editMakingWay, giveWay, partFrames } from '../placing/making-way'
import type { EditorState } from '../state'
import type { Editor } from '../store'

/** Networks that are selected, or in which something is selected; the one that was entered when nothing is. */
export function networksInHand({ selection, entered, history: { document } }: EditorState): NodeId[] {
  const chosen = [...selection.nodes].flatMap((id) =>
    roleOf(document, id) === 'network' ? [id] : (document.nodes[id]?.parent ?? []),
  )
  return [...new Set(chosen.length === 0 && entered !== null ? [entered] : chosen)]
}

export const allNetworks = ({ history: { document } }: Pick<EditorState, 'history'>): NodeId[] =>
  Object.keys(document.nodes).filter((id) => roleOf(document, id) === 'network')

/** Draws networks as one box each, or as frames around their layers; what stands beside them moves. */
export function setNetworksCollapsed(editor: Editor, networks: readonly NodeId[], collapsed: boolean): void {
  const { document } = editor.getState().history
  const changed = networks.filter((id) => (nodeOf(document, id)?.collapsed === true) !== collapsed)
  if (changed.length === 0) return
  const what = changed.length === 1 ? titleOf(document.nodes[changed[0]!]!) : `${changed.length} networks`
  editMakingWay(editor, `${collapsed ? 'Collapse' : 'Open'} ${what}`, (draft) =>
    setCollapsed(draft, { nodes: changed, collapsed }),
  )
  const { selection } = editor.getState()
  // What is no longer seen is not selected either: its network is.
  const nodes = [...selection.nodes].map((id) => {
    const { parent } = document.nodes[id] ?? {}
    return collapsed && parent !== undefined && changed.includes(parent) ? parent : id
  })
  editor.select({ nodes, wires: collapsed ? [] : selection.wires })
  editor.announce(`${collapsed ? 'Collapsed' : 'Opened'} ${what}.`)
}

/** Collapses the networks in hand, or opens them if all of them are collapsed. */
export function toggleCollapsed(editor: Editor, networks: readonly NodeId[]): void {
  const { document } = editor.getState().history
  setNetworksCollapsed(editor, networks, !networks.every((id) => document.nodes[id]?.collapsed === true))
}

/** Fills the canvas with the inside of a network. */
export function enterNetwork(editor: Editor, network: NodeId): void {
  const node = nodeOf(editor.document(), network)
  if (!node || editor.getState().entered === network) return
  editor.enter(network)
  editor.announce(`Inside ${titleOf(node)}. Escape leaves it.`)
}

/** Shows all of the graph again, with the network that was left selected. */
export function leaveNetwork(editor: Editor): void {
  const { entered } = editor.getState()
  if (entered === null) return
  editor.enter(null)
  editor.select({ nodes: [entered] })
  editor.announce('All of the graph is shown.')
}

/** Opens the network that hides a node, or leaves the one that does not hold it. */
export function makeVisible(editor: Editor, node: NodeId): void {
  const { entered, history } = editor.getState()
  const parent = history.document.nodes[node]?.parent ?? null
  if (entered !== null && parent !== entered) editor.enter(null)
  if (parent !== null && editor.getState().entered !== parent) setNetworksCollapsed(editor, [parent], false)
}

/** Makes a network of the selected layers, and selects it. Says why not when that cannot be. */
export function makeNetworkOfSelection(editor: Editor): void {
  const { selection, compilation, entered } = editor.getState()
  const nodes = [...selection.nodes]
  const document = editor.document()
  const rects = nodes.flatMap((id) => rectOf(drawn(editor), id) ?? [])
  const home = nodes.map((id) => document.nodes[id]?.parent).find((parent) => parent !== undefined)
  const was = home === undefined ? null : rectOf(drawn(editor), home)
  let made: NodeId | null = null
  editor.edit('Make a network', (draft) => {
    const id = makeNetwork(draft, nodes)
    made = id
    if (home === undefined || !was) {
      giveWay(draft, compilation, (frame) => (frame === id ? boundsOf(rects) : null))
      return
    }
    const reads = Object.entries(draft.wires).some(
      ([to, from]) => parseEndpoint(to)?.node === id && parseEndpoint(from)?.node === home,
    )
    partFrames(draft, compilation, reads ? { left: home, right: id, was } : { left: id, right: home, was })
  })
  if (made === null || !nodeOf(editor.document(), made)) return
  if (entered !== null) editor.enter(null)
  editor.select({ nodes: [made] })
  editor.announce(`Made a network of ${counted(nodes.length)}: ${titleOf(editor.document().nodes[made]!)}.`)
}

const counted = (count: number): string => `${count} ${count === 1 ? 'node' : 'nodes'}`

/** What is drawn while all of the graph is shown and nothing is dragged. */
function drawn(editor: Editor): Flow {
  const { history, compilation, selection } = editor.getState()
  return flowOf({ document: history.document, compilation, selection, dragged: {}, entered: null }, null)
}

/** Puts the layers of the networks in hand onto the canvas, and selects them. */
export function dissolveNetworksInHand(editor: Editor): void {
  const { document } = editor.getState().history
  const networks = networksInHand(editor.getState())
  const layers = networks.flatMap((id) => childrenOf(document, id)).filter((id) => roleOf(document, id) === 'layer')
  const names = networks.map((id) => titleOf(document.nodes[id]!)).join(' and ')
  const done = editor.edit(`Dissolve ${names}`, (draft) => {
    for (const network of networks) dissolveNetwork(draft, network)
  })
  if (!done) return
  editor.select({ nodes: layers })
  editor.announce(`Dissolved ${names}. Its layers lie on the canvas.`)
}
