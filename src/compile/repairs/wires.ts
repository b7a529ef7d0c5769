/**
 * @file What makes a refused wire possible: an adapter in it, a new call, a port through the frame. The wire is drawn on a copy, and
 * what the compiler then offers against it is offered with the wire.
 */
import {
  type Endpoint,
  type EndpointParts,
  formatEndpoint,
  type GraphDocument,
  parseEndpoint,
} from '../../graph/document'
import { kinds } from '../../graph/kinds'
import { callsOf, freshCallName, freshPortName, nodeOf, roleOf } from '../../graph/queries'
import type { Repair, RepairEdit } from '../../graph/repair'
import { newCallFor } from '../check-wire'
import type { Diagnostic } from '../compilation'
import { compile } from '../compile'
import { placeOf, repaired, repairsOf } from './verify'

/** Edits that leave the wire as it was drawn. */
const KEEPING: readonly RepairEdit['type'][] = ['insert', 'set-params', 'set-training', 'replace']

/** Each draws the wire and what it needs, as one edit, and brings no error. Empty when nothing is known to help. */
export function wireRepairs(document: GraphDocument, from: Endpoint, to: Endpoint): Repair[] {
  const [start, end] = [parseEndpoint(from), parseEndpoint(to)]
  if (!start || !end) return []
  const before = compile(document).diagnostics
  const known = new Set(before.map(placeOf))
  const isNew = (finding: Diagnostic) => finding.severity === 'error' && !known.has(placeOf(finding))
  const ways = throughFrame(document, start, end) ?? [plain(document, from, to, end)]
  return ways.flatMap(({ label, edits }) => {
    const after = repaired(document, { label, edits })
    if (!after) return []
    const { diagnostics } = compile(after, document)
    const errors = diagnostics.filter(isNew)
    if (errors.length === 0) return [{ label, edits }]
    return errors
      .flatMap((error) => repairsOf(after, error, diagnostics))
      .filter(({ edits: extra }) =>
        extra.every((edit) => KEEPING.includes(edit.type) && !isBeside(document, edit, start, end)),
      )
      .map((repair) => ({ label: `${repair.label} and connect`, edits: [...edits, ...repair.edits] }))
      .filter((repair) => {
        const done = repaired(document, repair)
        return done !== null && !compile(done, document).diagnostics.some(isNew)
      })
  })
}

/**
 * Changes what the wire does not come from, so that an objective or another call may take it: whoever draws a wire to one score does not
 * mean the other. Nor does whoever draws one from the middle of a network mean that the middle is to be another.
 */
function isBeside(document: GraphDocument, edit: RepairEdit, start: EndpointParts, end: EndpointParts): boolean {
  if (edit.type !== 'set-params' && edit.type !== 'replace') return false
  const role = roleOf(document, end.node)
  if (role !== 'objective' && role !== 'network') return false
  const isStart = edit.node === start.node && nodeOf(document, start.node)?.parent === undefined
  return !isStart && nodeOf(document, edit.node)?.parent !== start.node
}

/** The wire itself; at an input of a network that has one already, or that it would close a circle with, by a new call. */
function plain(document: GraphDocument, from: Endpoint, to: Endpoint, end: EndpointParts): Repair {
  const isCircle = parseEndpoint(from)!.node === end.node && roleOf(document, end.node) === 'network'
  const name = newCallFor(document, to, from) ?? (isCircle ? freshCallName(document, end.node) : null)
  if (name === null) return { label: 'Connect', edits: [{ type: 'connect', from, to }] }
  return {
    label: `Connect to a new call ${name}`,
    edits: [
      { type: 'add-call', network: end.node, name },
      { type: 'connect', from, to: formatEndpoint(end.node, end.port, name) },
    ],
  }
}

/** Between the canvas and the inside of a network a wire goes by a port; `null` when both ends lie in one place. */
function throughFrame(document: GraphDocument, start: EndpointParts, end: EndpointParts): Repair[] | null {
  const [source, target] = [nodeOf(document, start.node), nodeOf(document, end.node)]
  if (!source || !target || source.parent === target.parent) return null
  const from = formatEndpoint(start.node, start.port, start.call)
  const to = formatEndpoint(end.node, end.port, end.call)
  if (source.parent === undefined) return [{ label: 'Connect by a new input', edits: [{ type: 'lead-in', from, to }] }]
  const output = kinds.find(({ role }) => role === 'output')
  if (target.parent !== undefined || !output) return []
  const name = freshPortName(document, source.parent, 'output', 'out')
  const [call] = callsOf(document.nodes[source.parent]!)
  return [
    {
      label: 'Connect by a new output',
      edits: [
        { type: 'add', kind: output.kind, params: { name }, wires: { in: from } },
        { type: 'connect', from: formatEndpoint(source.parent, name, call), to },
      ],
    },
  ]
}
