/** @file Cones of the plan: the operations that values are computed from, and those that a network's weights change. */
import type { NodeId } from '../graph/document'
import type { PlanOperation, ValueName } from './plan'

export const outputsOf = (operation: PlanOperation): readonly ValueName[] =>
  operation.type === 'layer' ? [operation.output] : Object.values(operation.outputs)

/** Which operation gives a value. Values of sources are given by none. */
export function producers(operations: readonly PlanOperation[]): ReadonlyMap<ValueName, number> {
  return new Map(operations.flatMap((operation, index) => outputsOf(operation).map((value) => [value, index] as const)))
}

/** Indices of all operations upstream of the values, in order. */
export function coneOf(
  operations: readonly PlanOperation[],
  producer: ReadonlyMap<ValueName, number>,
  values: readonly ValueName[],
): number[] {
  const found = new Set<number>()
  const open = [...values]
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    const index = producer.get(value)
    if (index === undefined || found.has(index)) continue
    found.add(index)
    open.push(...Object.values(operations[index]!.inputs))
  }
  return [...found].sort((a, b) => a - b)
}

/** Indices of all operations that call one of the networks or read, directly or not, what such a call gives. */
export const downstreamOf = (operations: readonly PlanOperation[], networks: readonly NodeId[]): ReadonlySet<number> =>
  downstreamWhere(operations, (operation) => operation.type === 'call' && networks.includes(operation.network))

/** Indices of all operations that pass the test or read, directly or not, what such an operation gives. */
export function downstreamWhere(
  operations: readonly PlanOperation[],
  test: (operation: PlanOperation) => boolean,
): ReadonlySet<number> {
  const changed = new Set<ValueName>()
  const found = new Set<number>()
  for (const [index, operation] of operations.entries()) {
    if (!test(operation) && !Object.values(operation.inputs).some((value) => changed.has(value))) continue
    found.add(index)
    for (const value of outputsOf(operation)) changed.add(value)
  }
  return found
}
