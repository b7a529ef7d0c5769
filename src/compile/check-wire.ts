/**
 * @file Whether a wire may be drawn, asked for every port while the pointer moves. It looks at the two ends and at what is
 * known of the graph as it is; what follows further down is for the compiler to mark once the wire is there.
 */
import {
  type Endpoint,
  formatEndpoint,
  type GraphDocument,
  MAIN_CALL,
  type NodeId,
  parseEndpoint,
} from '../graph/document'
import { callsOf, freshCallName, reaches, roleOf, sourceOf } from '../graph/queries'
import { wireProblem } from '../graph/structure'
import { type Shape, sameShape } from '../tensor/shape'
import { type Analysis, analysisOf } from './analysis'
import type { Diagnostic } from './compilation'
import { report, reportProblem } from './diagnostics'
import { layerKindOf, objectiveKindOf, titleOf } from './resolve'
import { callShape } from './shapes'
import { wiredInputs } from './units'

/**
 * Why there may be no wire from the output `from` to the input `to`; `null` when there may be. A wire that `to` has already is
 * replaced, except at a network: there the new one makes a new call (`newCallFor`). A call in `to` that does not exist yet is
 * taken for a new one.
 */
export const checkWire = (document: GraphDocument, from: Endpoint, to: Endpoint): Diagnostic | null =>
  wireRefusalIn(document, () => analysisOf(document), from, to)

/** As `checkWire`, of a document that has been analysed, without its bypassed layers. */
export const wireRefusal = (analysis: Analysis, from: Endpoint, to: Endpoint): Diagnostic | null =>
  wireRefusalIn(analysis.resolved.document, () => analysis, from, to)

function wireRefusalIn(
  document: GraphDocument,
  analysed: () => Analysis,
  from: Endpoint,
  to: Endpoint,
): Diagnostic | null {
  const end = parseEndpoint(to)
  const start = parseEndpoint(from)
  if (!start || !end) return wireEnd(to, wireProblem(document, from, to))
  const isNetwork = roleOf(document, end.node) === 'network'
  const fresh =
    isNetwork && (newCallFor(document, to, from) !== null || !callsOf(document.nodes[end.node]!).includes(end.call))
  // A call that is yet to be made has the ports of those that there are.
  const like = fresh ? formatEndpoint(end.node, end.port, callsOf(document.nodes[end.node]!)[0]) : to
  const problem = wireProblem(document, from, like)
  if (problem) return levelProblem(document, from, to, start.node, end.node) ?? wireEnd(to, problem)

  const analysis = analysed()
  if (!fresh && reaches(document, to, from)) return closesCycle(analysis, start.node, end.node, isNetwork)
  const shape = analysis.shapes.values.get(from)
  if (!shape) return null
  const found = analysis.resolved.nodes.get(end.node)
  // A bypassed layer takes whatever comes.
  if (!found) return null
  switch (found.kind.role) {
    case 'layer':
      return refusedByLayer(analysis, end.node, end.port, shape)
    case 'objective':
      return refusedByObjective(analysis, end.node, end.port, shape)
    case 'network':
      return refusedByCalls(analysis, { ...end, call: fresh ? '' : end.call }, from, shape)
    default:
      return null
  }
}

function wireEnd(to: Endpoint, problem: string | null): Diagnostic {
  return report('wire-end', placeOf(to), problem ?? `"${to}" is no input.`, 'Begin at an output and end at an input.')
}

function placeOf(to: Endpoint): { node?: NodeId; port?: string } {
  const end = parseEndpoint(to)
  return end ? { node: end.node, port: to.slice(end.node.length + 1) } : {}
}

function levelProblem(
  document: GraphDocument,
  from: Endpoint,
  to: Endpoint,
  start: NodeId,
  end: NodeId,
): Diagnostic | null {
  const [a, b] = [document.nodes[start], document.nodes[end]]
  if (!a || !b || a.parent === b.parent) return null
  const place = (parent: NodeId | undefined) =>
    parent === undefined ? 'outside networks' : `in the network "${parent}"`
  const message = `A wire cannot cross a frame: "${from}" is ${place(a.parent)}, "${to}" ${place(b.parent)}.`
  return report(
    'wire-level',
    placeOf(to),
    message,
    'Wire to a port of the network, and inside from its Input or to its Output.',
  )
}

function closesCycle({ resolved }: Analysis, start: NodeId, end: NodeId, isNetwork: boolean): Diagnostic {
  const [source, target] = [titleOf(resolved, start), titleOf(resolved, end)]
  const message =
    start === end
      ? `${target} would read from itself.`
      : `${source} already reads from ${target}, so the wire would close a circle.`
  const fix = isNetwork ? `Make a new call of ${target} for it.` : 'Begin at something that does not depend on it.'
  return report('cycle', { node: end }, message, fix)
}

/** Shapes of a node's inputs, with one of them replaced; `null` while another one is unknown. */
function inputShapes(
  { resolved, shapes }: Analysis,
  node: NodeId,
  port: string,
  shape: Shape,
): Record<string, Shape> | null {
  const inputs: Record<string, Shape> = {}
  for (const wired of wiredInputs(resolved, { node, call: MAIN_CALL })) {
    const known = wired.port === port ? shape : shapes.values.get(wired.from)
    if (!known) return null
    inputs[wired.port] = known
  }
  inputs[port] = shape
  return inputs
}

function refusedByLayer(analysis: Analysis, node: NodeId, port: string, shape: Shape): Diagnostic | null {
  const found = analysis.resolved.nodes.get(node)!
  const kind = layerKindOf(found)
  const inputs = inputShapes(analysis, node, port, shape)
  const needed = kind.inputs === 'variadic' ? 2 : kind.inputs.length
  if (!inputs || Object.keys(inputs).length < needed) return null
  const ordered = Object.fromEntries(Object.entries(inputs).sort(([a], [b]) => (a < b ? -1 : 1)))
  const result = kind.shape(ordered, found.node.params)
  return result.ok ? null : reportProblem(node, result.problem)
}

/** A param that the objective refuses is no fault of the wire. */
function refusedByObjective(analysis: Analysis, node: NodeId, port: string, shape: Shape): Diagnostic | null {
  const found = analysis.resolved.nodes.get(node)!
  const kind = objectiveKindOf(found)
  const inputs = inputShapes(analysis, node, port, shape)
  if (!inputs || kind.inputs.some(({ name }) => !Object.hasOwn(inputs, name))) return null
  const problem = kind.check(inputs, found.node.params)
  return problem && problem.param === undefined ? reportProblem(node, problem) : null
}

function refusedByCalls(
  analysis: Analysis,
  { node, port, call }: { node: NodeId; port: string; call: string },
  from: Endpoint,
  shape: Shape,
): Diagnostic | null {
  const { resolved, shapes } = analysis
  for (const other of resolved.networks.get(node)!.calls) {
    if (other === call) continue
    const value = resolved.wires.get(formatEndpoint(node, port, other))
    const known = value === undefined ? undefined : shapes.values.get(value)
    if (!known) continue
    if (sameShape(known, shape)) return null
    return callShape(resolved, { node, call: call || 'new' }, port, from, shape, { shape: known, call: other })
  }
  return null
}

/**
 * Name of the call that has to be made for a wire to end at the input `to`; `null` when none has to: the input is free, or
 * belongs to no network. When one of the two wires brings data and the other does not, the call is `real` or `fake`
 * accordingly; otherwise, or without `from` and without data, `call2`.
 */
export function newCallFor(document: GraphDocument, to: Endpoint, from?: Endpoint): string | null {
  const end = parseEndpoint(to)
  const present = sourceOf(document, to)
  if (!end || present === null || present === from || roleOf(document, end.node) !== 'network') return null
  const names = callNames(document, present, from)
  return freshCallName(document, end.node, names?.added)
}

/**
 * A better name for the call `main` of a network that gets a second call by the wire from `from` to `to`; `null` when it has
 * another name already or none is better.
 */
export function callRenameFor(
  document: GraphDocument,
  to: Endpoint,
  from: Endpoint,
): { from: string; to: string } | null {
  const end = parseEndpoint(to)
  const present = sourceOf(document, to)
  if (newCallFor(document, to, from) === null || !end || present === null || end.call !== MAIN_CALL) return null
  const name = callNames(document, present, from)?.present
  const calls = callsOf(document.nodes[end.node]!)
  return name === undefined || calls.includes(name) ? null : { from: MAIN_CALL, to: name }
}

function callNames(
  document: GraphDocument,
  present: Endpoint,
  added?: Endpoint,
): { present: string; added: string } | null {
  const [first, second] = [isData(document, present), added === undefined ? null : isData(document, added)]
  if (first === second || (second === null && !first)) return null
  return first ? { present: 'real', added: 'fake' } : { present: 'fake', added: 'real' }
}

/** Straight from a dataset, or through layers only. */
function isData(document: GraphDocument, value: Endpoint): boolean {
  const { resolved, tracer } = analysisOf(document)
  const { networks, sources } = tracer.upstream(value, 'value')
  return (
    networks.size === 0 &&
    [...sources].some((source) => {
      const { kind } = resolved.nodes.get(parseEndpoint(source)!.node)!
      return kind.role === 'source' && kind.dataset !== undefined
    })
  )
}
