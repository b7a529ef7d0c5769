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
import { createTracer, layersWithWeights, type Sides, sidesOf, type Tracer } from './tracing'
import { orderUnits, type Units } from './units'

export interface Analysis {
  resolved: Resolved
  units: Units
  shapes: Shapes
  ranges: Ranges
  batches: Batches
  live: Liveness
  /** Layers that training may move. */
  withWeights: ReadonlySet<NodeId>
  /** The same as that of the document before, if nobody else stands behind any value. */
  tracer: Tracer
  /** By objective, in the document's order. */
  sides: ReadonlyMap<NodeId, Sides>
}

/** One finding of the whole graph, or many: each rule is one file in `rules/`. */
export type Rule = (analysis: Analysis) => Diagnostic[]

/** `before`: of the document that this one was edited from. What only wires tell is taken from there, while they are the same. */
export function analyse(document: GraphDocument, before?: Analysis): Analysis {
  const resolved = resolve(withoutBypassed(document), before?.resolved)
  const alike = before && before.resolved.wires === resolved.wires ? before : null
  const units = alike?.units ?? orderUnits(resolved)
  const shapes = inferShapes(resolved, units, alike)
  const withWeights = layersWithWeights(resolved, shapes)
  const tracesAlike = alike !== null && sameMembers(withWeights, alike.withWeights)
  const tracer = tracesAlike ? alike.tracer : createTracer(resolved, units, withWeights)
  return {
    resolved,
    units,
    shapes,
    ranges: inferRanges(resolved, units),
    batches: inferBatches(resolved, units),
    live: alike?.live ?? findLive(resolved),
    withWeights,
    tracer,
    sides: new Map(nodesOfRole(resolved, 'objective').map(({ id }) => [id, sidesOf(resolved, tracer, id)])),
  }
}

/**
 * Whether two documents differ in nothing but params of layers, none of which changes who stands behind a value: then they have the same
 * objectives, rounds and gradients.
 */
export const isSameGame = (a: Analysis, b: Analysis): boolean =>
  a.tracer === b.tracer &&
  a.resolved.document.training.reuseDraw === b.resolved.document.training.reuseDraw &&
  sameParams(nodesOfRole(a.resolved, 'source'), nodesOfRole(b.resolved, 'source')) &&
  sameParams(nodesOfRole(a.resolved, 'objective'), nodesOfRole(b.resolved, 'objective'))

const sameParams = (a: readonly ResolvedNode[], b: readonly ResolvedNode[]): boolean =>
  a.every(({ node }, index) => node.params === b[index]!.node.params)

const analyses = new WeakMap<GraphDocument, Analysis>()

/** What is remembered of a document. */
export const knownAnalysis = (document: GraphDocument): Analysis | undefined => analyses.get(document)

/** As `analyse`. One document is compiled, and asked about many wires. Only a frozen one is remembered: nothing can have changed it since. */
export function analysisOf(document: GraphDocument, before?: Analysis): Analysis {
  const known = analyses.get(document)
  if (known) return known
  const analysis = analyse(document, before)
  if (Object.isFrozen(document)) analyses.set(document, analysis)
  return analysis
}

const sameMembers = <Member>(a: ReadonlySet<Member>, b: ReadonlySet<Member>): boolean =>
  a.size === b.size && [...a].every((member) => b.has(member))

type Role = ResolvedNode['kind']['role']
const roles = new WeakMap<Resolved['nodes'], Map<Role, ResolvedNode[]>>()

/** In the document's order. */
export function nodesOfRole(resolved: Resolved, role: Role): readonly ResolvedNode[] {
  let byRole = roles.get(resolved.nodes)
  if (!byRole) {
    byRole = new Map()
    for (const node of resolved.nodes.values()) {
      const others = byRole.get(node.kind.role)
      if (others) others.push(node)
      else byRole.set(node.kind.role, [node])
    }
    roles.set(resolved.nodes, byRole)
  }
  return byRole.get(role) ?? []
}

/** Shape of what is wired to an input; `null` without a wire or while it is unknown. */
export function shapeAt({ resolved, shapes }: Analysis, node: NodeId, port: string, call?: string): Shape | null {
  const from = resolved.wires.get(formatEndpoint(node, port, call))
  return (from !== undefined && shapes.values.get(from)) || null
}
