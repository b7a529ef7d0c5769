/** @file What one training step does, as Python: draws, losses and updates in the plan's order. */
import { layerKind } from '../../compile/build'
import { layersOf, type Plan, type PlanRound, type PlanUpdate } from '../../compile/plan'
import { isSchedule } from '../../lib/schedule'
import { type LossFunction, lossFunction, movedBeside } from './losses'
import { uniqueNames } from './names'
import { type Names, OWN_WORDS } from './outer'
import { indented, numberText } from './python'

/** Whether some layer does something else in the critics' updates: a replay buffer. */
export const dependsOnPart = (plan: Plan): boolean =>
  plan.operations.some((operation) => layersOf(plan, operation).some(({ kind }) => layerKind(kind).dependsOnPart))

/** How many of `rounds` came before round `first` of a step, as an expression; `repeat` counts `count` equal rounds. */
function turnText(rounds: readonly number[], first: number, count: number): string {
  const before = rounds.filter((index) => index < first).length
  return [
    rounds.length === 1 ? 'step' : `step * ${rounds.length}`,
    ...(count > 1 ? ['repeat'] : []),
    ...(before > 0 ? [String(before)] : []),
  ].join(' + ')
}

/** The body of `training_step`, and the loss functions that it calls. */
export function stepLines(plan: Plan, names: Names): { lines: string[]; functions: LossFunction[] } {
  const functions = new Map<string, LossFunction>()
  const unique = uniqueNames(OWN_WORDS)
  const variables = (networks: readonly string[]) => networks.map((id) => names.networks.get(id)!.variable)
  const functionOf = (update: PlanUpdate): LossFunction => {
    const key = JSON.stringify([update.networks, update.losses])
    const known = functions.get(key)
    if (known) return known
    const made = lossFunction(plan, names, update, unique(`${variables(update.networks).join('_')}_loss`))
    functions.set(key, made)
    return made
  }
  const roundLines = (round: PlanRound, first: number, count: number): string[] => {
    const inner: string[] = []
    if (round.draw === 'new') inner.push('batch = draw_batch(data, BATCH_SIZE, fabric.device)')
    for (const update of round.updates) {
      const { name, takes, turns } = functionOf(update)
      const said = name.replace(/_loss$/, '')
      const given = takes.map((word) => (turns.has(word) ? turnText(turns.get(word)!, first, count) : word))
      const loss = `losses["${said}"] = ${name}(${['net', 'batch', ...given].join(', ')})`
      const beside = variables(movedBeside(plan, update)).map((each) => `net.${each}`)
      if (beside.length > 0) inner.push(`with keep_statistics(${beside.join(', ')}):`, ...indented([loss]))
      else inner.push(loss)
      const who = variables(update.networks)
      const grads = who.map((variable) => `${variable}_grads`).join(', ')
      inner.push(`[${grads}] = gradients(fabric, losses["${said}"], ${who.map((each) => `net.${each}`).join(', ')})`)
    }
    for (const { networks } of round.updates)
      for (const variable of variables(networks)) inner.push(`updaters["${variable}"].update(${variable}_grads)`)
    return inner
  }
  const isActive = dependsOnPart(plan)
  const lines: string[] = ['losses: Batch = {}', ...scheduledLines(plan, names)]
  let part: string | null = null
  for (let index = 0; index < plan.rounds.length; ) {
    const round = plan.rounds[index]!
    const key = JSON.stringify(round)
    let count = 1
    while (JSON.stringify(plan.rounds[index + count]) === key) count++
    if (isActive && round.part !== part) lines.push(`set_active(net, ${round.part === 'critics' ? 'True' : 'False'})`)
    part = round.part
    const inner = roundLines(round, index, count)
    if (count === 1) lines.push(...inner)
    else
      lines.push(
        `for ${inner.some((line) => line.includes('repeat')) ? 'repeat' : '_'} in range(${count}):`,
        ...indented(inner),
      )
    index += count
  }
  lines.push('return {name: loss.detach() for name, loss in losses.items()}')
  return { lines, functions: [...functions.values()] }
}

/** Learning rates and settings of layers that follow a schedule. */
function scheduledLines(plan: Plan, names: Names): string[] {
  const rates = Object.values(plan.networks).flatMap(({ id, trainable, optimizer }) =>
    trainable && isSchedule(optimizer.learningRate)
      ? [`updaters["${names.networks.get(id)!.variable}"].set_learning_rate(${numberText(optimizer.learningRate)})`]
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
