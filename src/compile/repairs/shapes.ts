/**
 * @file What can be done about a shape that does not fit: the node's own params, a layer in the wire, other params of what comes
 * before, another kind in its place. The node's kind said what it would take (`ShapeProblem`); the ways there are found here.
 */
import {
  type Endpoint,
  type EndpointParts,
  formatEndpoint,
  MAIN_CALL,
  type NodeId,
  parseEndpoint,
} from '../../graph/document'
import type { Repair } from '../../graph/repair'
import type { ShapeProblem } from '../../tensor/problem'
import { type Shape, sameShape, shapeSize } from '../../tensor/shape'
import type { ValueName } from '../plan'
import { layerKindOf, type NetworkPort, type Resolved } from '../resolve'
import { completeInputs } from '../units'
import { repair, replacing, setting } from './labels'
import { namesOf, type Step, wayBetween } from './ways'

export interface ShapeContext {
  resolved: Resolved
  /** Shapes of values as far as they are known. */
  values: ReadonlyMap<ValueName, Shape>
}

/** What a problem of a node's own shapes offers, the likeliest first. */
export function shapeRepairs(context: ShapeContext, node: NodeId, problem: ShapeProblem): Repair[] {
  const { resolved } = context
  const { settings = [], wanted = [], instead = [], removable } = problem
  const fitting = wanted.flatMap(({ port, shape }) => fittingAt(context, formatEndpoint(node, port), shape))
  return [
    ...settings.map((params) => setting(resolved, node, params, true)).filter(({ edits }) => changes(edits[0])),
    ...fitting.filter(({ weighted }) => !weighted).map((found) => found.repair),
    ...fitting.filter(({ weighted }) => weighted).map((found) => found.repair),
    ...instead.map((other) => replacing(node, other)),
    ...(removable ? [repair('Remove it', { type: 'remove-layer', node })] : []),
  ]
}

const changes = (edit: Repair['edits'][number] | undefined): boolean =>
  edit?.type === 'set-params' && Object.keys(edit.params).length > 0

/** What brings a wanted shape to an input: other params upstream, or layers in the wire. */
export function fittingRepairs(context: ShapeContext, to: Endpoint, wanted: Shape): Repair[] {
  const found = fittingAt(context, to, wanted)
  return [...found].sort((a, b) => Number(a.weighted) - Number(b.weighted)).map((candidate) => candidate.repair)
}

function fittingAt(context: ShapeContext, to: Endpoint, wanted: Shape): { repair: Repair; weighted: boolean }[] {
  const { resolved, values } = context
  const from = resolved.wires.get(to)
  const shape = from === undefined ? undefined : values.get(from)
  if (from === undefined || !shape || sameShape(shape, wanted)) return []
  const way = wayBetween(shape, wanted, inNetwork(resolved, to))
  const inserted = way ? [{ repair: inserting(to, way), weighted: way.some(({ hasWeights }) => hasWeights) }] : []
  const changed = remade(context, from, wanted)
  const before = changed ? [{ repair: changed, weighted: false }] : []
  // The same values in another order of axes need but a layer; other values are better made where they come from.
  const plain = way?.length === 1 && shapeSize(shape) === shapeSize(wanted)
  return plain ? [...inserted, ...before] : [...before, ...inserted]
}

export const inNetwork = (resolved: Resolved, to: Endpoint): boolean =>
  resolved.document.nodes[parseEndpoint(to)?.node ?? '']?.parent !== undefined

/** Puts layers into a wire, one after the other. */
export const inserting = (to: Endpoint, steps: readonly Step[]): Repair =>
  repair(
    `Insert ${namesOf(steps)}`,
    ...steps.map(({ kind, params }) => ({ type: 'insert', to, kind, params }) as const),
  )

/** Other params of what makes a value, past layers that keep the shape, so that it has the wanted one; `null` when there are none. */
function remade({ resolved, values }: ShapeContext, value: Endpoint, wanted: Shape): Repair | null {
  const seen = new Set<Endpoint>()
  let current: Endpoint | undefined = value
  while (current !== undefined && !seen.has(current)) {
    seen.add(current)
    const { node, port }: EndpointParts = parseEndpoint(current)!
    const found = resolved.nodes.get(node)
    if (!found) return null
    const { kind } = found
    const network = resolved.networks.get(node)
    if (network) {
      const output: NetworkPort | undefined = network.outputs.find(({ name }) => name === port)
      current = output && resolved.wires.get(formatEndpoint(output.node, 'in'))
      continue
    }
    if (kind.role === 'source') {
      const params = kind.makes?.(wanted, found.node.params)
      return params ? setting(resolved, node, params) : null
    }
    if (kind.role !== 'layer') return null
    const [first, ...others] = completeInputs(resolved, { node, call: MAIN_CALL }) ?? []
    const input = first && values.get(first.from)
    if (!first || !input) return null
    const layer = layerKindOf(found)
    if (layer.makes) {
      const params = layer.makes(wanted, input, found.node.params)
      if (!params || Object.keys(params).length === 0 || others.length > 0) return null
      const made = layer.shape({ [first.port]: input }, { ...found.node.params, ...params })
      return made.ok && sameShape(made.value, wanted) ? setting(resolved, node, params) : null
    }
    const output = values.get(formatEndpoint(node, 'out'))
    if (!output || !sameShape(output, input)) return null
    current = first.from
  }
  return null
}
