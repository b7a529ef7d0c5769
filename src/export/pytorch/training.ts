/** @file What one training step does, as Python: a loss function for each update of the plan, and the loop that applies them. */
import { layerKind } from '../../compile/build'
import { layersOf, type Plan, type PlanOperation, type PlanUpdate, type ValueName } from '../../compile/plan'
import { parseEndpoint } from '../../graph/document'
import { findKind } from '../../graph/kinds'
import { invariant } from '../../lib/assert'
import { isSchedule } from '../../lib/schedule'
import type { ObjectiveDefinition } from '../../objectives/objective'
import type { Shape } from '../../tensor/shape'
import { layerExpression } from './modules'
import { identifier, type NetworkNames, uniqueNames } from './names'
import { indented, numberText } from './python'
import { torchText } from './state'

/** Words that the functions here use themselves. */
const OWN_WORDS = `real fake score score_fakes outputs penalty loss turn net data size device batch ema samples`.split(
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
    return drawn.has(value) && !rename.has(value) ? `draw["${name}"]` : name
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

interface Function {
  name: string
  lines: string[]
  definitions: readonly string[]
}

const objectiveKind = (kind: string): ObjectiveDefinition => {
  const found = findKind(kind)
  invariant(found?.role === 'objective', `the plan minimises "${kind}", which is no objective`)
  return found as ObjectiveDefinition
}

/** The function of an update: from a draw to what its networks minimise. */
export function lossFunction(plan: Plan, names: Names, update: PlanUpdate, name: string): Function {
  const drawn = new Set(plan.sources.flatMap(({ outputs }) => Object.values(outputs).map(({ value }) => value)))
  const read = (value: ValueName): string =>
    drawn.has(value) ? `draw["${names.values.get(value)}"]` : names.values.get(value)!
  const lines: string[] = []
  const definitions: string[] = []
  const untaped = statements(plan, names, update.untaped)
  if (untaped.length > 0) lines.push('with torch.no_grad():', ...indented(untaped))
  lines.push(...statements(plan, names, update.taped))
  const terms: string[] = []
  for (const { objective: node, side } of update.losses) {
    const objective = plan.objectives.find((candidate) => candidate.node === node)!
    const definition = objectiveKind(objective.kind)
    const params = objective.params as never
    const weight = (objective.params as { weight: never }).weight
    if (weight === 0) continue
    const asks = (side === 'critic' ? definition.critic(params) : definition.player(params, objective.behind))?.samples
    const samples: Record<string, string[]> = {}
    const score: Record<string, string> = {}
    for (const [port, way] of asks ? Object.entries(objective.scores) : []) {
      samples[port] = way.samples.map(read)
      score[port] = `score_${identifier(`${node}_${port}`, 'samples')}`
      const given = new Map(way.samples.map((value) => [value, names.values.get(value)!]))
      lines.push(
        '',
        `def ${score[port]}(${[...given.values()].join(', ')}):`,
        ...indented([
          ...statements(plan, names, way.operations, given),
          `return ${names.values.get(objective.inputs[port]!)}`,
        ]),
        '',
      )
    }
    const text = definition.pytorch(side, params, objective.behind, {
      inputs: Object.fromEntries(Object.entries(objective.inputs).map(([port, value]) => [port, read(value)])),
      number: numberText,
      turn: 'turn',
      samples,
      score,
    })
    lines.push(...text.statements)
    definitions.push(...text.definitions)
    terms.push(weight === 1 ? text.loss : `${numberText(weight)} * (${text.loss})`)
  }
  lines.push(`return ${terms.join(' + ') || 'torch.zeros((), requires_grad=True)'}`)
  const who = update.networks.map((id) => plan.networks[id]!.name).join(' and ')
  return {
    name,
    lines: [
      `def ${name}(net, draw, step, turn):`,
      ...indented([`"""What ${who} minimise${update.networks.length > 1 ? '' : 's'}."""`, ...lines]),
    ],
    definitions,
  }
}

/** Lines of one step, inside of the loop, and the functions that they call. */
export function stepLines(plan: Plan, names: Names): { lines: string[]; functions: Function[] } {
  const functions = new Map<string, Function>()
  const unique = uniqueNames(OWN_WORDS)
  const functionOf = (update: PlanUpdate): Function => {
    const key = JSON.stringify([update.networks, update.losses])
    const known = functions.get(key)
    if (known) return known
    const who = update.networks.map((id) => names.networks.get(id)!.variable).join('_')
    const made = lossFunction(plan, names, update, unique(`${who}_loss`))
    functions.set(key, made)
    return made
  }
  const isActive = plan.operations.some((operation) =>
    layersOf(plan, operation).some(({ kind }) => layerKind(kind).dependsOnPart),
  )
  const lines: string[] = scheduledLines(plan, names)
  let part: string | null = null
  for (let index = 0; index < plan.rounds.length; ) {
    const round = plan.rounds[index]!
    const key = JSON.stringify(round)
    let count = 1
    while (JSON.stringify(plan.rounds[index + count]) === key) count++
    if (isActive && round.part !== part) lines.push(`set_active(net, ${round.part === 'critics' ? 'True' : 'False'})`)
    part = round.part
    const inner: string[] = []
    if (round.draw === 'new') inner.push('draw = draw_batch(data, BATCH_SIZE, device)')
    const turn = count === 1 ? 'step' : `step * ${count} + repeat`
    const gradientNames = round.updates.map((_, place) => (round.updates.length === 1 ? 'grads' : `grads_${place + 1}`))
    for (const [place, update] of round.updates.entries()) {
      const { name } = functionOf(update)
      const who = update.networks.map((id) => names.networks.get(id)!.variable)
      inner.push(`loss = ${name}(net, draw, step, ${turn})`, `losses["${name.replace(/_loss$/, '')}"] = loss.detach()`)
      inner.push(`${gradientNames[place]} = gradients(fabric, loss, [${who.map((each) => `net.${each}`).join(', ')}])`)
    }
    for (const [place, update] of round.updates.entries())
      for (const [member, id] of update.networks.entries())
        inner.push(`update("${names.networks.get(id)!.variable}", ${gradientNames[place]}[${member}])`)
    if (count === 1) lines.push(...inner)
    else lines.push(`for repeat in range(${count}):`, ...indented(inner))
    index += count
  }
  return { lines, functions: [...functions.values()] }
}

/** Learning rates and settings of layers that follow a schedule. */
function scheduledLines(plan: Plan, names: Names): string[] {
  const rates = Object.values(plan.networks).flatMap(({ id, trainable, optimizer }) =>
    trainable && isSchedule(optimizer.learningRate)
      ? [
          `optimizers["${names.networks.get(id)!.variable}"].param_groups[0]["lr"] = ${numberText(optimizer.learningRate)}`,
        ]
      : [],
  )
  const settings = (params: Record<string, unknown>, module: string) =>
    Object.entries(params).flatMap(([name, value]) =>
      isSchedule(value) ? [`${module}.${name} = ${numberText(value)}`] : [],
    )
  const inside = Object.values(plan.networks).flatMap((network) => {
    const { variable, attributes } = names.networks.get(network.id)!
    return network.body.flatMap(({ node, params }) => settings(params, `net.${variable}.${attributes.get(node)}`))
  })
  const outside = plan.operations.flatMap((operation) =>
    operation.type === 'layer' && names.layers.has(operation.node)
      ? settings(operation.params, `net.${names.layers.get(operation.node)}`)
      : [],
  )
  return [...rates, ...inside, ...outside]
}
