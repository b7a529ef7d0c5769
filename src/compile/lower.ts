/**
 * @file From what was inferred to the plan. Only called when nothing is wrong, so all that takes part has wires and shapes.
 * What takes no part is left out.
 */
import { formatEndpoint, MAIN_CALL, type NodeId } from '../graph/document'
import { isSchedule, resolveSchedules } from '../lib/schedule'
import { type Shape, sameShape } from '../tensor/shape'
import { type Analysis, isSameGame, nodesOfRole } from './analysis'
import { outputsOf } from './cones'
import type {
  Plan,
  PlanLayer,
  PlanNetwork,
  PlanObjective,
  PlanOperation,
  PlanScore,
  PlanSource,
  PlanWeight,
  ValueName,
} from './plan'
import { planPreviews } from './previews'
import { type Network, objectiveKindOf, type ResolvedNode } from './resolve'
import { type Loss, planRounds } from './rounds'
import { planScores } from './scores'
import type { Shapes } from './shapes'
import { unitKey, wiredInputs } from './units'

/** What follows from the game alone, and each network: they are shared with the plan of the document before. */
const plans = new WeakMap<Analysis, Plan>()

/** `before`: of the document that this one was edited from. What the edit left as it was, is the same object in both plans. */
export function lower(analysis: Analysis, before?: Analysis): Plan {
  const known = before && isSameGame(analysis, before) ? (plans.get(before) ?? null) : null
  const plan = known ? replan(analysis, known) : planAnew(analysis)
  plans.set(analysis, plan)
  return plan
}

/** Params of layers change the layers and what is shown of their values, and nothing else. */
function replan(analysis: Analysis, known: Plan): Plan {
  const { batchSize, seed, steps } = analysis.resolved.document.training
  const plan = {
    ...known,
    batchSize,
    batchMultiple: analysis.batches.multiple,
    seed,
    steps,
    networks: planNetworks(analysis, known),
    state: planState(analysis),
    operations: planOperations(analysis),
  }
  return { ...plan, previews: planPreviews(analysis, plan) }
}

function planAnew(analysis: Analysis): Plan {
  const { resolved, live } = analysis
  const { batchSize, seed, steps, reuseDraw } = resolved.document.training
  const operations = planOperations(analysis)
  const objectives = nodesOfRole(resolved, 'objective').map((node) => planObjective(analysis, node, operations))
  const networks = [...resolved.networks.values()].filter(({ id }) => live.networks.has(id))
  const trained = networks
    .filter(({ params }) => params.trainable)
    .map(({ id, params }) => ({ network: id, updates: params.updates, lookAhead: params.lookAhead }))
  const plan = {
    batchSize,
    batchMultiple: analysis.batches.multiple,
    seed,
    steps,
    sources: planSources(analysis),
    networks: planNetworks(analysis, null),
    state: planState(analysis),
    operations,
    objectives,
    rounds: planRounds({
      losses: lossesOf(analysis, objectives, operations),
      networks: trained,
      operations,
      reuseDraw,
    }),
  }
  return { ...plan, previews: planPreviews(analysis, plan) }
}

const shapeOf = ({ shapes }: Analysis, value: ValueName): Shape => shapes.values.get(value)!

/** Outputs that nothing reads are not drawn. */
function planSources(analysis: Analysis): PlanSource[] {
  const { resolved, live } = analysis
  return nodesOfRole(resolved, 'source').flatMap(({ id, node, kind }) => {
    if (kind.role !== 'source' || !live.units.has(unitKey({ node: id, call: MAIN_CALL }))) return []
    const outputs = Object.entries(kind.outputs(node.params))
      .map(([port, { shape }]) => [port, { value: formatEndpoint(id, port), shape }] as const)
      .filter(([, { value }]) => resolved.readers.has(value))
    return [{ node: id, kind: kind.kind, params: node.params, outputs: Object.fromEntries(outputs) }]
  })
}

const inputsByPort = (wired: readonly { port: string; from: ValueName }[]): Record<string, ValueName> =>
  Object.fromEntries(wired.map(({ port, from }) => [port, from]))

function planLayer(analysis: Analysis, id: NodeId): PlanLayer {
  const { node, kind } = analysis.resolved.nodes.get(id)!
  const output = formatEndpoint(id, 'out')
  return {
    type: 'layer',
    node: id,
    kind: kind.kind,
    params: node.params,
    inputs: inputsByPort(wiredInputs(analysis.resolved, { node: id, call: MAIN_CALL })),
    output,
    shape: shapeOf(analysis, output),
  }
}

/** Layers with trainable weights are refused outside of networks, so all that is there is state. */
function planState({ resolved, shapes, live }: Analysis): PlanWeight[] {
  return nodesOfRole(resolved, 'layer').flatMap(({ id, node }) =>
    node.parent === undefined && live.units.has(unitKey({ node: id, call: MAIN_CALL })) ? weightsOf(shapes, id) : [],
  )
}

const weightsOf = ({ weights }: Shapes, layer: NodeId): PlanWeight[] =>
  (weights.get(layer) ?? []).map((spec) => ({ ...spec, id: `${layer}/${spec.name}`, layer }))

function planOperations(analysis: Analysis): PlanOperation[] {
  const { resolved, units, live } = analysis
  return units.top.flatMap((unit): PlanOperation[] => {
    if (!live.units.has(unitKey(unit))) return []
    const { kind } = resolved.nodes.get(unit.node)!
    if (kind.role === 'layer') return [planLayer(analysis, unit.node)]
    const network = resolved.networks.get(unit.node)
    if (!network) return []
    const outputs = network.outputs.map(({ name }) => [name, formatEndpoint(unit.node, name, unit.call)])
    const inputs = inputsByPort(wiredInputs(resolved, unit))
    return [{ type: 'call', network: unit.node, call: unit.call, inputs, outputs: Object.fromEntries(outputs) }]
  })
}

function planNetworks(analysis: Analysis, known: Plan | null): Record<NodeId, PlanNetwork> {
  const networks = [...analysis.resolved.networks.values()].filter(({ id }) => analysis.live.networks.has(id))
  return Object.fromEntries(
    networks.map((network) => {
      const before = known?.networks[network.id]
      return [network.id, before && staysAs(before, analysis, network) ? before : planNetwork(analysis, network)]
    }),
  )
}

/** In the same game: whether its layers have the same params, and the same shapes come in. All others follow from these. */
function staysAs(before: PlanNetwork, { resolved, shapes }: Analysis, { params }: Network): boolean {
  const stays = (value: ValueName, shape: Shape) => sameShape(shapes.values.get(value)!, shape)
  return (
    before.seed === (params.seed ?? resolved.document.training.seed) &&
    Object.values(before.inputs).every(({ value, shape }) => stays(value, shape)) &&
    before.body.every(({ node, params: its }) => resolved.nodes.get(node)!.node.params === its)
  )
}

function planNetwork(analysis: Analysis, network: Network): PlanNetwork {
  const { resolved, units, live, shapes } = analysis
  const layers = units.bodies
    .get(network.id)!
    .filter((id) => live.body.has(id) && resolved.nodes.get(id)!.kind.role === 'layer')
  const inputs = network.inputs.map(({ name, node }) => {
    const value = formatEndpoint(node, 'out')
    return [name, { value, shape: shapeOf(analysis, value) }]
  })
  const outputs = network.outputs.map(({ name, node }) => {
    const value = resolved.wires.get(formatEndpoint(node, 'in'))!
    return [name, { value, node, shape: shapeOf(analysis, value) }]
  })
  const { name, trainable, updates, optimizer, clip, clipGradient, ema, lookAhead, seed } = network.params
  return {
    id: network.id,
    name,
    trainable,
    updates,
    optimizer,
    clip,
    clipGradient,
    ema,
    lookAhead,
    seed: seed ?? analysis.resolved.document.training.seed,
    weights: layers.flatMap((layer) => weightsOf(shapes, layer)),
    body: layers.map((layer) => planLayer(analysis, layer)),
    inputs: Object.fromEntries(inputs),
    outputs: Object.fromEntries(outputs),
  }
}

function planObjective(analysis: Analysis, found: ResolvedNode, operations: readonly PlanOperation[]): PlanObjective {
  const { resolved, sides } = analysis
  const { id, node, kind } = found
  const { critics, players, behind } = sides.get(id)!
  const inputs = inputsByPort(wiredInputs(resolved, { node: id, call: MAIN_CALL }))
  const { tracing } = objectiveKindOf(found)
  const scored =
    'adversarial' in tracing && critics.length > 0
      ? planScores(analysis, {
          operations,
          critics,
          ports: tracing.adversarial.map((port) => [port, inputs[port]!]) as [[string, ValueName], [string, ValueName]],
        })
      : { scores: {}, paired: false }
  return { node: id, kind: kind.kind, params: node.params, inputs, critics, players, behind, ...scored }
}

/** All that a score is computed from, samples and labels. */
function entering(operations: readonly PlanOperation[], score: PlanScore): ValueName[] {
  const inside = new Set(score.operations.flatMap((index) => outputsOf(operations[index]!)))
  const read = score.operations.flatMap((index) => Object.values(operations[index]!.inputs))
  return read.filter((value) => !inside.has(value))
}

/** Sides that train somebody. An objective whose weight is 0 for good is not computed. */
function lossesOf(
  { resolved, tracer }: Analysis,
  objectives: readonly PlanObjective[],
  operations: readonly PlanOperation[],
): Loss[] {
  return objectives.flatMap(({ node, params, inputs, critics, players, behind, scores }) => {
    const definition = objectiveKindOf(resolved.nodes.get(node)!)
    if (!Object.values(params).some(isSchedule) && definition.weight(resolveSchedules(params, 0)) === 0) return []
    const loss = (side: Loss['side'], networks: readonly NodeId[]): Loss[] => {
      const declared = side === 'critic' ? definition.critic(params) : definition.player(params, behind)
      if (!declared || networks.length === 0) return []
      const samples = declared.samples ? Object.values(scores).flatMap((score) => entering(operations, score)) : []
      const reads = [...new Set([...declared.reads.map((port) => inputs[port]!), ...samples])]
      const reached = new Set(reads.flatMap((value) => [...tracer.upstream(value, 'gradient').networks]))
      // A side need not read every port behind which somebody on it stands.
      const trained = networks.filter((network) => reached.has(network))
      return trained.length > 0 ? [{ objective: node, side, networks: trained, reached, reads }] : []
    }
    return [...loss('critic', critics), ...loss('player', players)]
  })
}
