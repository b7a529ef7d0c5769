/** @file What an operation's values are called outside of it and, for a call, within the network's body; and paths through both. */
import { findKind } from '../graph/kinds'
import { layersOf, type Plan, type PlanLayer, type PlanOperation, type ValueName } from './plan'

/** Those of the values that an operation sees, by the names they have in it. */
export function enter(plan: Plan, operation: PlanOperation, values: ReadonlySet<ValueName>): Set<ValueName> {
  if (operation.type === 'layer') return new Set(Object.values(operation.inputs).filter((value) => values.has(value)))
  const { inputs } = plan.networks[operation.network]!
  return new Set(
    Object.entries(operation.inputs).flatMap(([port, value]) => (values.has(value) ? [inputs[port]!.value] : [])),
  )
}

/** Adds those of an operation's `inner` values that it gives, by the names they have outside, to `values`. */
export function leave(
  plan: Plan,
  operation: PlanOperation,
  inner: ReadonlySet<ValueName>,
  values: Set<ValueName>,
): void {
  for (const [within, outside] of outerNames(plan, operation)) if (inner.has(within)) values.add(outside)
}

/** What an operation gives: the name within it and the name outside. */
export function outerNames(plan: Plan, operation: PlanOperation): [inner: ValueName, outer: ValueName][] {
  if (operation.type === 'layer') return [[operation.output, operation.output]]
  const { outputs } = plan.networks[operation.network]!
  return Object.entries(operation.outputs).map(([port, outer]) => [outputs[port]!.value, outer])
}

interface Path {
  from: readonly ValueName[]
  /** In order, as indices into `Plan.operations`. */
  operations: readonly number[]
  to: readonly ValueName[]
}

/** Layers through which a gradient comes from `to` to `from`, those in networks included, each once. */
export function layersOnPath(plan: Plan, { from, operations, to }: Path): PlanLayer[] {
  const carried = new Set(from)
  const inside = new Map<PlanOperation, Set<ValueName>>()
  for (const index of operations) {
    const operation = plan.operations[index]!
    const values = enter(plan, operation, carried)
    for (const layer of layersOf(plan, operation))
      if (passesGradient(layer) && Object.values(layer.inputs).some((value) => values.has(value)))
        values.add(layer.output)
    inside.set(operation, values)
    leave(plan, operation, values, carried)
  }
  const wanted = new Set(to)
  const found = new Set<PlanLayer>()
  for (const [operation, values] of [...inside].reverse()) {
    const inner = new Set(outerNames(plan, operation).flatMap(([within, out]) => (wanted.has(out) ? [within] : [])))
    for (const layer of layersOf(plan, operation).toReversed()) {
      if (!inner.has(layer.output) || !values.has(layer.output)) continue
      found.add(layer)
      for (const value of Object.values(layer.inputs)) if (values.has(value)) inner.add(value)
    }
    if (operation.type === 'layer') for (const value of inner) wanted.add(value)
    else
      for (const [port, outer] of Object.entries(operation.inputs))
        if (inner.has(plan.networks[operation.network]!.inputs[port]!.value)) wanted.add(outer)
  }
  return [...found].reverse()
}

function passesGradient({ kind }: PlanLayer): boolean {
  const found = findKind(kind)
  return found?.role === 'layer' && found.passesGradient !== false
}
