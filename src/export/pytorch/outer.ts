/** @file What stands outside of networks, as Python: values and layers by name, and the statements that compute them. */
import type { Plan, PlanOperation, ValueName } from '../../compile/plan'
import { parseEndpoint } from '../../graph/document'
import { invariant } from '../../lib/assert'
import type { Shape } from '../../tensor/shape'
import { layerExpression } from './modules'
import { identifier, type NetworkNames, uniqueNames } from './names'
import { torchText } from './state'

/** Words that the functions here use themselves. */
export const OWN_WORDS =
  `real fake score score_fakes outputs penalty loss losses turn net data size device batch updaters samples path folder total`.split(
    ' ',
  )

export interface Names {
  networks: ReadonlyMap<string, NetworkNames>
  /** Values outside of networks. */
  values: ReadonlyMap<ValueName, string>
  /** Layers outside of networks that are modules: attribute of the whole. */
  layers: ReadonlyMap<string, string>
}

/** Shapes of all values outside of networks. */
function outerShapes(plan: Plan): ReadonlyMap<ValueName, Shape> {
  const shapes = new Map<ValueName, Shape>()
  for (const { outputs } of plan.sources)
    for (const { value, shape } of Object.values(outputs)) shapes.set(value, shape)
  for (const operation of plan.operations) {
    if (operation.type === 'layer') shapes.set(operation.output, operation.shape)
    else
      for (const [port, value] of Object.entries(operation.outputs))
        shapes.set(value, plan.networks[operation.network]!.outputs[port]!.shape)
  }
  return shapes
}

export function outerNames(plan: Plan, networks: ReadonlyMap<string, NetworkNames>): Names {
  const unique = uniqueNames([...OWN_WORDS, ...[...networks.values()].map(({ variable }) => variable)])
  const values = new Map<ValueName, string>()
  for (const source of plan.sources)
    for (const [port, { value }] of Object.entries(source.outputs))
      values.set(value, unique(identifier(port === 'out' ? source.node : port, 'value')))
  for (const operation of plan.operations) {
    if (operation.type === 'layer') values.set(operation.output, unique(identifier(operation.node, 'value')))
    else
      for (const [port, value] of Object.entries(operation.outputs)) {
        const { variable } = networks.get(operation.network)!
        const several = (parseEndpoint(value)?.call ?? 'main') !== 'main'
        values.set(value, unique(identifier(several ? `${port}_${operation.call}` : `${variable}_${port}`, 'value')))
      }
  }
  const layerNames = uniqueNames([...networks.values()].map(({ variable }) => variable))
  const shapes = outerShapes(plan)
  const layers = new Map(
    plan.operations.flatMap((operation) =>
      operation.type === 'layer' && torchText(operation, shapes).module !== undefined
        ? [[operation.node, layerNames(identifier(operation.node, 'layer'))] as const]
        : [],
    ),
  )
  return { networks, values, layers }
}

export interface OuterLayers {
  /** Lines for `__init__` of the whole. */
  modules: string[]
  definitions: string[]
}

export function outerLayers(plan: Plan, { layers }: Names): OuterLayers {
  const shapes = outerShapes(plan)
  const texts = plan.operations.flatMap((operation) =>
    operation.type === 'layer' ? [{ node: operation.node, text: torchText(operation, shapes) }] : [],
  )
  return {
    modules: texts.flatMap(({ node, text }) =>
      text.module === undefined ? [] : [`self.${layers.get(node)} = ${text.module}`],
    ),
    definitions: texts.flatMap(({ text }) => text.definitions ?? []),
  }
}

/** One statement for each operation. `rename` gives values in place of those of the draw. */
export function statements(
  plan: Plan,
  names: Names,
  operations: readonly number[],
  rename: ReadonlyMap<ValueName, string> = new Map(),
): string[] {
  const shapes = outerShapes(plan)
  const drawn = new Set(plan.sources.flatMap(({ outputs }) => Object.values(outputs).map(({ value }) => value)))
  const read = (value: ValueName): string => {
    const name = rename.get(value) ?? names.values.get(value)
    invariant(name, `${value} has a name`)
    return drawn.has(value) && !rename.has(value) ? `batch["${name}"]` : name
  }
  return operations.map((index) => {
    const operation = plan.operations[index] as PlanOperation
    if (operation.type === 'layer') {
      const text = torchText(operation, shapes)
      return `${read(operation.output)} = ${layerExpression(text, operation.inputs, read, `net.${names.layers.get(operation.node)}`)}`
    }
    const { inputs, outputs } = plan.networks[operation.network]!
    const given = Object.keys(inputs).map((port) => read(operation.inputs[port]!))
    const taken = Object.keys(outputs).map((port) => (operation.outputs[port] ? read(operation.outputs[port]) : '_'))
    return `${taken.join(', ')} = net.${names.networks.get(operation.network)!.variable}(${given.join(', ')})`
  })
}
