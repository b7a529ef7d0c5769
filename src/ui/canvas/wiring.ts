/** @file Drawing and changing wires, each as one step of undo. What may not be drawn is refused with the checker's words. */

import { callRenameFor, newCallFor } from '../../compile/check-wire'
import { wireRepairs } from '../../compile/repairs/wires'
import { applyRepairTo } from '../../editor/building/repairing'
import { type Endpoint, formatEndpoint, type GraphDocument, type NodeId, parseEndpoint } from '../../graph/document'
import { addCall, connect, removeWires, renameCall } from '../../graph/edits'
import { portsOf } from '../../graph/queries'
import type { Repair } from '../../graph/repair'
import { editor } from '../editor'
import { type PortEnd, refusalOf } from './connecting'

/** "What happened. How to mend it." */
export const sentence = ({ message, fix }: { message: string; fix: string }): string => `${message} ${fix}`.trim()

/** The two ends of a wire in the order of the document. */
export const ends = (origin: PortEnd, other: Endpoint): { from: Endpoint; to: Endpoint } =>
  origin.side === 'output' ? { from: origin.endpoint, to: other } : { from: other, to: origin.endpoint }

/**
 * Draws a wire. A used input gives its old wire up; a used input of a network keeps it, and the network is called once
 * more. `instead` is the wire that this one replaces because its end was dragged here. False when it was refused.
 */
export function drawWire({ from, to }: { from: Endpoint; to: Endpoint }, instead?: Endpoint): boolean {
  const document = editor.document()
  if (document.wires[to] === from) return true
  const refusal = refusalOf(document, { endpoint: from, side: 'output' }, to)
  if (refusal) {
    const repair = instead === undefined ? adapterFor(document, { from, to }) : null
    editor.notify({
      tone: 'error',
      text: sentence(refusal),
      ...(repair && { action: { label: repair.label, run: () => void applyRepairTo(editor, repair) } }),
    })
    return false
  }
  const name = instead === to ? null : newCallFor(document, to, from)
  const { node, port } = parseEndpoint(to)!
  const end = name === null ? to : formatEndpoint(node, port, name)
  const rename = name === null ? null : callRenameFor(document, to, from)
  editor.edit(instead === undefined ? 'Connect' : 'Reconnect', (draft) => {
    if (instead !== undefined) removeWires(draft, [instead])
    if (name !== null) addCall(draft, { network: node, name })
    if (rename) renameCall(draft, { network: node, ...rename })
    connect(draft, { from, to: end })
  })
  editor.announce(
    name === null ? `Connected ${from} to ${end}.` : `Connected ${from} to ${end}, a new call of ${node}.`,
  )
  return true
}

export function removeWire(wire: Endpoint): void {
  editor.edit('Disconnect', (draft) => removeWires(draft, [wire]))
}

/** What would make a refused wire possible; the likeliest, `null` when nothing is known to. */
export const adapterFor = (document: GraphDocument, { from, to }: { from: Endpoint; to: Endpoint }): Repair | null =>
  wireRepairs(document, from, to)[0] ?? null

/** The port of a node that a wire which was let go on the node itself means: the first free one that fits, else the first. */
export function portUnder(document: GraphDocument, origin: PortEnd, node: NodeId): Endpoint | null {
  const ports = portsOf(document, node)
  const names = origin.side === 'output' ? ports.inputs : ports.outputs
  const fitting = ports.calls
    .flatMap((call) => names.map(({ name }) => formatEndpoint(node, name, call)))
    .filter((endpoint) => refusalOf(document, origin, endpoint) === null)
  return fitting.find((endpoint) => !(endpoint in document.wires)) ?? fitting[0] ?? null
}
