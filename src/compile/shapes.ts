/**
 * @file Shapes, forward from the sources: through layers, into networks by their calls, and out again. What cannot be known
 * stays unknown and silent; whoever made it unknown has been reported.
 */
import { type Endpoint, formatEndpoint, MAIN_CALL, type NodeId } from '../graph/document'
import type { WeightSpec } from '../layers/layer'
import { formatShape, MAX_DIMENSION, MAX_RANK, type Shape, sameShape } from '../tensor/shape'
import type { Diagnostic } from './compilation'
import { portAt, report, reportProblem } from './diagnostics'
import type { ValueName } from './plan'
import { fittingRepairs, shapeRepairs } from './repairs/shapes'
import { layerKindOf, type Network, type Resolved, type ResolvedNode, titleOf } from './resolve'
import { completeInputs, type Unit, type Units, type WiredInput, wiredInputs } from './units'

export interface Shapes {
  /** Of every value that could be inferred: `z.out`, `G_fc.out`, `D.score@fake`. */
  values: ReadonlyMap<ValueName, Shape>
  /** Of a network's input, the same for all calls: `G.z`. */
  inputs: ReadonlyMap<Endpoint, Shape>
  /** Which call gave a network's input its shape. */
  inputCalls: ReadonlyMap<Endpoint, string>
  weights: ReadonlyMap<NodeId, readonly WeightSpec[]>
  /** Of one sample, forward. */
  multiplyAdds: ReadonlyMap<NodeId, number>
  findings: readonly Diagnostic[]
}

interface State {
  values: Map<ValueName, Shape>
  inputs: Map<Endpoint, Shape>
  inputCalls: Map<Endpoint, string>
  weights: Map<NodeId, readonly WeightSpec[]>
  multiplyAdds: Map<NodeId, number>
  findings: Diagnostic[]
  /** Layers that have been tried, and calls' inputs that have been compared. */
  tried: Set<string>
  /** Of a document that is wired alike. */
  before: Before | null
}

/** What was inferred of the document before, and of which nodes. */
export interface Before {
  resolved: Resolved
  shapes: Shapes
}

/** Each layer is tried once, when all its inputs are known, so the passes end; the last one finds nothing new. */
export function inferShapes(resolved: Resolved, units: Units, before: Before | null = null): Shapes {
  const state: State = {
    values: new Map(),
    inputs: new Map(),
    inputCalls: new Map(),
    weights: new Map(),
    multiplyAdds: new Map(),
    findings: [],
    tried: new Set(),
    before,
  }
  for (const network of resolved.networks.values()) inferBody(resolved, units, network, state)
  for (let known = -1; known < state.values.size + state.inputs.size; ) {
    known = state.values.size + state.inputs.size
    for (const unit of units.top) inferUnit(resolved, units, unit, state)
  }
  const { values, inputs, inputCalls, weights, multiplyAdds, findings } = state
  return { values, inputs, inputCalls, weights, multiplyAdds, findings }
}

function inferUnit(resolved: Resolved, units: Units, unit: Unit, state: State): void {
  const found = resolved.nodes.get(unit.node)!
  const { kind, node } = found
  switch (kind.role) {
    case 'source':
      if (state.before?.resolved.nodes.get(unit.node) === found) {
        for (const port of Object.keys(kind.outputs(node.params)))
          takeOver(state, state.before, formatEndpoint(unit.node, port))
        return
      }
      for (const [port, { shape }] of Object.entries(kind.outputs(node.params)))
        state.values.set(formatEndpoint(unit.node, port), shape)
      return
    case 'layer':
      inferLayer(resolved, unit.node, state)
      return
    case 'network':
      inferCall(resolved, units, resolved.networks.get(unit.node)!, unit, state)
  }
}

function inferCall(resolved: Resolved, units: Units, network: Network, unit: Unit, state: State): void {
  let news = false
  for (const { port, from } of wiredInputs(resolved, unit)) {
    const shape = state.values.get(from)
    const to = formatEndpoint(unit.node, port, unit.call)
    if (!shape || state.tried.has(to)) continue
    state.tried.add(to)
    const name = formatEndpoint(unit.node, port)
    const others = state.inputs.get(name)
    if (!others) {
      state.inputs.set(name, shape)
      state.inputCalls.set(name, unit.call)
      news = true
    } else if (!sameShape(others, shape))
      state.findings.push(
        callShape(
          resolved,
          unit,
          port,
          from,
          shape,
          { shape: others, call: state.inputCalls.get(name)! },
          state.values,
        ),
      )
  }
  if (news) inferBody(resolved, units, network, state)
  for (const output of network.outputs) {
    const inner = resolved.wires.get(formatEndpoint(output.node, 'in'))
    const shape = inner === undefined ? undefined : state.values.get(inner)
    if (shape) state.values.set(formatEndpoint(unit.node, output.name, unit.call), shape)
  }
}

/** The call that brings another shape than the first one did. */
export function callShape(
  resolved: Resolved,
  { node, call }: Unit,
  port: string,
  from: Endpoint,
  shape: Shape,
  other: { shape: Shape; call: string },
  values: ReadonlyMap<ValueName, Shape> = new Map(),
): Diagnostic {
  const message =
    `${titleOf(resolved, node)} receives ${formatShape(shape)} from "${from}" at its input ${port} in the call ${call}, ` +
    `but ${formatShape(other.shape)} in the call ${other.call}. All calls of a network must bring the same shape.`
  const fix = `Make what is wired to ${portAt(port, call)} of shape ${formatShape(other.shape)}.`
  const context = { resolved, values }
  const repairs = [
    ...fittingRepairs(context, formatEndpoint(node, port, call), other.shape),
    ...fittingRepairs(context, formatEndpoint(node, port, other.call), shape),
  ]
  return {
    ...report('call-shape', { node, port: portAt(port, call) }, message, fix, repairs),
    received: formatShape(shape),
    expected: formatShape(other.shape),
  }
}

function inferBody(resolved: Resolved, units: Units, network: Network, state: State): void {
  for (const { name, node } of network.inputs) {
    const shape = state.inputs.get(formatEndpoint(network.id, name))
    if (shape) state.values.set(resolved.nodes.get(node)!.out, shape)
  }
  for (const id of units.bodies.get(network.id) ?? [])
    if (resolved.nodes.get(id)!.kind.role === 'layer') inferLayer(resolved, id, state)
}

function inferLayer(resolved: Resolved, id: NodeId, state: State): void {
  if (state.tried.has(id)) return
  const wired = completeInputs(resolved, { node: id, call: MAIN_CALL })
  if (!wired) return
  const inputs: Record<string, Shape> = {}
  for (const { port, from } of wired) {
    const shape = state.values.get(from)
    if (!shape) return
    inputs[port] = shape
  }
  state.tried.add(id)
  const resolvedNode = resolved.nodes.get(id)!
  if (state.before && stays(state.before, resolvedNode, wired, state)) {
    const { shapes } = state.before
    takeOver(state, state.before, resolvedNode.out)
    state.weights.set(id, shapes.weights.get(id)!)
    state.multiplyAdds.set(id, shapes.multiplyAdds.get(id)!)
    return
  }
  const kind = layerKindOf(resolvedNode)
  const { params } = resolvedNode.node
  const result = kind.shape(inputs, params)
  if (!result.ok) {
    state.findings.push(
      reportProblem(
        id,
        result.problem,
        shapeRepairs({ resolved, values: state.values }, id, result.problem),
        result.problem.port === undefined ? undefined : inputs[result.problem.port],
      ),
    )
    return
  }
  const tooLarge = limitProblem(resolved, id, result.value)
  if (tooLarge) {
    state.findings.push(tooLarge)
    return
  }
  state.values.set(resolvedNode.out, result.value)
  const weights = kind.weights?.(inputs, params) ?? []
  // Outside of networks nobody owns weights, frozen or not, and a rule says so.
  const frozen = resolvedNode.node.frozen === true && resolvedNode.node.parent !== undefined
  state.weights.set(id, frozen ? weights.map((spec) => ({ ...spec, trainable: false })) : weights)
  state.multiplyAdds.set(id, kind.multiplyAdds?.(inputs, params) ?? 0)
}

/** Whether a layer that has a shape reads what it read before; so what follows from it is the same object again. */
const stays = (
  { resolved, shapes }: Before,
  found: ResolvedNode,
  wired: readonly WiredInput[],
  { values }: State,
): boolean =>
  resolved.nodes.get(found.id) === found &&
  shapes.values.has(found.out) &&
  wired.every(({ from }) => shapes.values.get(from) === values.get(from))

const takeOver = (state: State, { shapes }: Before, value: ValueName) =>
  state.values.set(value, shapes.values.get(value)!)

/** Kinds watch their own limits; this holds for all of them, so that nothing later has to ask. */
function limitProblem(resolved: Resolved, id: NodeId, shape: Shape): Diagnostic | null {
  const sound = shape.every((dimension) => Number.isInteger(dimension) && dimension >= 1 && dimension <= MAX_DIMENSION)
  if (sound && shape.length <= MAX_RANK) return null
  const message =
    `${titleOf(resolved, id)} would give ${formatShape(shape)}; ` +
    `at most ${MAX_RANK} axes of 1 to ${MAX_DIMENSION.toLocaleString('en-US')} are possible.`
  return report('output-too-large', { node: id }, message, 'Make its params, or what reaches it, smaller.')
}
