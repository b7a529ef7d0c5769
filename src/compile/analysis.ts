/** @file All that is inferred from a document, in one value that the rules, the lowering and the wire check read. */
import { formatEndpoint, type GraphDocument, type NodeId } from '../graph/document'
import type { Shape } from '../tensor/shape'
import { type Batches, inferBatches } from './batches'
import { withoutBypassed } from './bypass'
import type { Diagnostic } from './compilation'
import { findLive, type Liveness } from './liveness'
import { inferRanges, type Ranges } from './ranges'
import { type Resolved, type ResolvedNode, resolve } from './resolve'
import { inferShapes, type Shapes } from './shapes'
import { createTracer, type Sides, sidesOf, type Tracer } from './tracing'
import { orderUnits, type Units } from './units'

export interface Analysis {
  resolved: Resolved
  units: Units
  shapes: Shapes
  ranges: Ranges
  batches: Batches
  live: Liveness
  tracer: Tracer
  /** By objective, in the document's order. */
  sides: ReadonlyMap<NodeId, Sides>
}

/** One finding of the whole graph, or many: each rule is one file in `rules/`. */
export type Rule = (analysis: Analysis) => Diagnostic[]

export function analyse(document: GraphDocument): Analysis {
  const resolved = resolve(withoutBypassed(document))
  const units = orderUnits(resolved)
  const shapes = inferShapes(resolved, units)
  const tracer = createTracer(resolved, units, shapes)
  return {
    resolved,
    units,
    shapes,
    ranges: inferRanges(resolved, units),
    batches: inferBatches(resolved, units),
    live: findLive(resolved),
    tracer,
    sides: new Map(nodesOfRole(resolved, 'objective').map(({ id }) => [id, sidesOf(resolved, tracer, id)])),
  }
}

const analyses = new WeakMap<GraphDocument, Analysis>()

/** As `analyse`. One document is compiled, and asked about many wires. Only a frozen one is remembered: nothing can have changed it since. */
export function analysisOf(document: GraphDocument): Analysis {
  const known = analyses.get(document)
  if (known) return known
  const analysis = analyse(document)
  if (Object.isFrozen(document)) analyses.set(document, analysis)
  return analysis
}

export const nodesOfRole = (resolved: Resolved, role: ResolvedNode['kind']['role']): ResolvedNode[] =>
  [...resolved.nodes.values()].filter((node) => node.kind.role === role)

/** Shape of what is wired to an input; `null` without a wire or while it is unknown. */
export function shapeAt({ resolved, shapes }: Analysis, node: NodeId, port: string, call?: string): Shape | null {
  const from = resolved.wires.get(formatEndpoint(node, port, call))
  return (from !== undefined && shapes.values.get(from)) || null
}
