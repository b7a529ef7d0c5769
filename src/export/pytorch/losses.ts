/** @file A loss function in Python for each update of the plan: from a batch to what its networks minimise. */
import { downstreamOf } from '../../compile/cones'
import type { Plan, PlanUpdate } from '../../compile/plan'
import { findKind } from '../../graph/kinds'
import { invariant } from '../../lib/assert'
import type { ObjectiveDefinition } from '../../objectives/objective'
import { type Names, statements } from './outer'
import { indented, numberText } from './python'
import { torchText } from './state'

export interface LossFunction {
  name: string
  /** What it is the loss of. */
  update: PlanUpdate
  /** What is given to it where it is called, beside `net` and `batch`: `step`, `updaters`, and turns by name. */
  takes: readonly string[]
  /** By name, `turn`, the rounds in which losses occur that are computed once in so many updates, as indices. */
  turns: ReadonlyMap<string, readonly number[]>
  lines: string[]
  definitions: readonly string[]
}

const objectiveKind = (kind: string): ObjectiveDefinition => {
  const found = findKind(kind)
  invariant(found?.role === 'objective', `the plan minimises "${kind}", which is no objective`)
  return found as ObjectiveDefinition
}

/** Whether a network keeps what moves without an optimiser: batch statistics, spectral vectors, stored samples. */
export function hasStatistics(plan: Plan, network: string): boolean {
  const { body, inputs } = plan.networks[network]!
  const shapes = new Map(Object.values(inputs).map(({ value, shape }) => [value, shape]))
  for (const { output, shape } of body) shapes.set(output, shape)
  return body.some((layer) =>
    torchText(layer, shapes).state?.some(({ key }) => /(running_mean|\._u|stored)$/.test(key)),
  )
}

interface LossText {
  statements: string[]
  /** An expression. */
  total: string
  definitions: string[]
}

type Loss = PlanUpdate['losses'][number]

/** The rounds in which somebody minimises a side, as indices. */
const roundsOf = (plan: Plan, { objective, side }: Loss): number[] =>
  plan.rounds.flatMap(({ updates }, index) =>
    updates.some(({ losses }) => losses.some((loss) => loss.objective === objective && loss.side === side))
      ? [index]
      : [],
  )

/** A name for how many updates of a side came before; sides of the same rounds share it. */
function turnNames(plan: Plan): { nameOf(loss: Loss): string; turns: Map<string, number[]> } {
  const turns = new Map<string, number[]>()
  const named = new Map<string, string>()
  return {
    turns,
    nameOf(loss) {
      const rounds = roundsOf(plan, loss)
      const key = JSON.stringify(rounds)
      const known = named.get(key)
      if (known !== undefined) return known
      const name = named.size === 0 ? 'turn' : `turn_${named.size + 1}`
      named.set(key, name)
      turns.set(name, rounds)
      return name
    },
  }
}

/** The weighted sum of sides, from values that are there. */
function lossText(
  plan: Plan,
  names: Names,
  losses: PlanUpdate['losses'],
  turnOf: (loss: Loss) => string = () => 'turn',
): LossText {
  const drawn = new Set(plan.sources.flatMap(({ outputs }) => Object.values(outputs).map(({ value }) => value)))
  const read = (value: string): string =>
    drawn.has(value) ? `batch["${names.values.get(value)}"]` : names.values.get(value)!
  const lines: string[] = []
  const definitions: string[] = []
  const terms: string[] = []
  let isAdded = false
  const add = (more: readonly string[]) => {
    if (more.length === 0) return
    lines.push(`total = ${[...(isAdded ? ['total'] : []), ...more].join(' + ')}`)
    isAdded = true
  }
  for (const { objective: node, side } of losses) {
    const objective = plan.objectives.find((candidate) => candidate.node === node)!
    const definition = objectiveKind(objective.kind)
    const params = objective.params as never
    const weight = (objective.params as { weight: number }).weight
    if (weight === 0) continue
    const asks = (side === 'critic' ? definition.critic(params) : definition.player(params, objective.behind))?.samples
    const scores = asks ? objective.scores : {}
    const text = definition.pytorch(side, params, objective.behind, {
      inputs: Object.fromEntries(Object.entries(objective.inputs).map(([port, value]) => [port, read(value)])),
      number: numberText,
      turn: turnOf({ objective: node, side }),
      samples: Object.fromEntries(Object.entries(scores).map(([port, way]) => [port, way.samples.map(read)])),
      score(port, name, value) {
        const way = scores[port]!
        const given = new Map(way.samples.map((sample) => [sample, names.values.get(sample)!]))
        const result = objective.inputs[port]!
        // Another name: what the function gives may be compared with the scores of the samples themselves.
        const inner = statements(plan, names, way.operations, new Map([...given, [result, 'scores']]))
        const last = inner.at(-1)?.startsWith('scores = ') ? inner.pop()!.slice('scores = '.length) : 'scores'
        return [
          '',
          `def ${name}(${[...given.values()].join(', ')}):`,
          ...indented(keptStatistics(plan, way.operations, [...inner, `return ${value(last)}`])),
          '',
        ]
      },
    })
    definitions.push(...text.definitions)
    const term = weight === 1 ? text.loss : `${numberText(weight)} * (${text.loss})`
    if (text.statements.length === 0) {
      terms.push(term)
      continue
    }
    // The next penalty takes the names of this one, so all is added up before.
    add(terms.splice(0))
    lines.push(...text.statements)
    if (losses.length > 1) add([term])
    else terms.push(term)
  }
  if (isAdded) terms.unshift('total')
  return { statements: lines, total: terms.join(' + ') || 'torch.zeros((), requires_grad=True)', definitions }
}

/** Lines in which no network's statistics move, where there are any. */
function keptStatistics(plan: Plan, operations: readonly number[], lines: string[]): string[] {
  const called = operations.flatMap((index) => {
    const operation = plan.operations[index]!
    return operation.type === 'call' ? [operation.network] : []
  })
  return called.some((network) => hasStatistics(plan, network))
    ? ['with keep_statistics(net):', ...indented(lines)]
    : lines
}

/** The function of an update. */
export function lossFunction(plan: Plan, names: Names, update: PlanUpdate, name: string): LossFunction {
  const variables = (networks: readonly string[]) => networks.map((id) => names.networks.get(id)!.variable)
  const { ahead } = update
  const later = ahead
    ? downstreamOf(
        plan.operations,
        ahead.critics.flatMap(({ networks }) => networks),
      )
    : new Set<number>()
  const isBefore = (index: number) => !later.has(index)
  const untaped = statements(plan, names, update.untaped.filter(isBefore))
  const lines = untaped.length > 0 ? ['with torch.no_grad():', ...indented(untaped)] : []
  lines.push(...statements(plan, names, update.taped.filter(isBefore)))
  const definitions: string[] = []
  if (ahead) {
    const known = new Set([...update.untaped, ...update.taped])
    const critics = ahead.critics.map(({ networks, losses, untaped, taped }, index) => {
      const operations = [...untaped, ...taped].sort((a, b) => a - b)
      const missing = operations.filter((operation) => isBefore(operation) && !known.has(operation))
      for (const operation of missing) known.add(operation)
      lines.push(...statements(plan, names, missing))
      const text = lossText(plan, names, losses)
      const critic = ahead.critics.length === 1 ? 'critic_loss' : `critic_loss_${index + 1}`
      lines.push(
        '',
        `def ${critic}(net):`,
        ...indented([
          ...statements(
            plan,
            names,
            operations.filter((operation) => later.has(operation)),
          ),
          ...text.statements,
          `return ${text.total}`,
        ]),
        '',
      )
      definitions.push(...text.definitions)
      return `([${variables(networks)
        .map((variable) => `"${variable}"`)
        .join(', ')}], ${critic})`
    })
    lines.push(`net = look_ahead(net, updaters, [${critics.join(', ')}], ${ahead.count})`)
    lines.push(
      ...statements(
        plan,
        names,
        [...update.untaped, ...update.taped].filter((index) => later.has(index)).sort((a, b) => a - b),
      ),
    )
  }
  const { nameOf, turns } = turnNames(plan)
  const text = lossText(plan, names, update.losses, nameOf)
  lines.push(...text.statements, `return ${text.total}`)
  definitions.push(...text.definitions)
  const uses = (word: string) => lines.some((line) => new RegExp(`\\b${word}\\b`).test(line.replace(/"[^"]*"/g, '')))
  const takes = ['step', ...turns.keys(), 'updaters'].filter(uses)
  const hint = (word: string) => (word === 'updaters' ? 'updaters: Updaters' : `${word}: int`)
  const who = update.networks.map((id) => plan.networks[id]!.name).join(' and ')
  return {
    name,
    update,
    takes,
    turns,
    lines: [
      `def ${name}(${['net: Networks', 'batch: Batch', ...takes.map(hint)].join(', ')}) -> Tensor:`,
      ...indented([`"""What ${who} minimise${update.networks.length > 1 ? '' : 's'}."""`, ...tidied(lines)]),
    ],
    definitions,
  }
}

/** Empty lines around inner functions: one, and none at the beginning. */
const tidied = (lines: readonly string[]): string[] =>
  lines.filter((line, index) => line !== '' || (index > 0 && lines[index - 1] !== ''))

/** Networks whose statistics a loss of this update may move although it does not update them. */
export function movedBeside(plan: Plan, update: PlanUpdate): string[] {
  const called = [...update.untaped, ...update.taped].flatMap((index) => {
    const operation = plan.operations[index]!
    return operation.type === 'call' ? [operation.network] : []
  })
  return [...new Set(called)].filter((id) => !update.networks.includes(id) && hasStatistics(plan, id))
}
