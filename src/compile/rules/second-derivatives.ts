/**
 * @file Where a loss needs second derivatives, by a penalty on the critic's slope or by looking ahead: whether every layer on the
 * way has them, and whether the slope means something. Of a whole plan, for the plan knows the way.
 */
import type { NodeId } from '../../graph/document'
import type { Repair } from '../../graph/repair'
import type { Side } from '../../objectives/objective'
import type { Analysis } from '../analysis'
import type { Diagnostic } from '../compilation'
import { outputsOf } from '../cones'
import { listed, report } from '../diagnostics'
import { layersOnPath } from '../frames'
import type { Plan, PlanObjective, PlanUpdate } from '../plan'
import { insteadText, repair, replacing, setting } from '../repairs/labels'
import { layerKindOf, objectiveKindOf, type Resolved, titleOf } from '../resolve'

export function secondDerivatives(analysis: Analysis, plan: Plan): Diagnostic[] {
  const penalties = sidesIn(analysis, plan).flatMap(({ objective, side }) =>
    side.samples ? ofPenalty(analysis, plan, objective, side.samples) : [],
  )
  const ahead = plan.rounds.flatMap(({ updates }) => updates.flatMap((update) => ofLookAhead(analysis, plan, update)))
  // A layer on two ways is one mistake.
  const found = [...penalties, ...ahead]
  const key = ({ code, node, message }: Diagnostic) =>
    code === 'penalty-second-derivative' ? `${code} ${node}` : message
  return [...new Map(found.reverse().map((finding) => [key(finding), finding])).values()].reverse()
}

/** Sides that some update minimises, each once. */
function sidesIn(analysis: Analysis, plan: Plan): { objective: PlanObjective; side: Side<Record<string, unknown>> }[] {
  const losses = plan.rounds.flatMap(({ updates }) => updates.flatMap((update) => update.losses))
  const unique = [...new Map(losses.map((loss) => [`${loss.objective} ${loss.side}`, loss])).values()]
  return unique.flatMap(({ objective: node, side: name }) => {
    const objective = plan.objectives.find((candidate) => candidate.node === node)!
    const side = sideOf(analysis, objective, name)
    return side ? [{ objective, side }] : []
  })
}

function sideOf({ resolved }: Analysis, { node, params, behind }: PlanObjective, name: 'critic' | 'player') {
  const definition = objectiveKindOf(resolved.nodes.get(node)!)
  return name === 'critic' ? definition.critic(params) : definition.player(params, behind)
}

function ofPenalty(
  analysis: Analysis,
  plan: Plan,
  objective: PlanObjective,
  samples: NonNullable<Side<unknown>['samples']>,
): Diagnostic[] {
  const title = titleOf(analysis.resolved, objective.node)
  const layers = new Set(
    Object.entries(objective.scores).flatMap(([port, score]) =>
      layersOnPath(plan, { from: score.samples, operations: score.operations, to: [objective.inputs[port]!] }),
    ),
  )
  const unpaired =
    samples === 'paired' && !objective.paired ? [unpairedSamples(analysis.resolved, title, objective)] : []
  const ofLayers = [...layers].flatMap(({ node, params }): Diagnostic[] => {
    const kind = layerKindOf(analysis.resolved.nodes.get(node)!)
    const name = titleOf(analysis.resolved, node)
    const once =
      kind.differentiable === 1
        ? [underivable(analysis, node, `the penalty of ${title} is made of a derivative of the score by the samples`)]
        : []
    if (!kind.mixesSamples?.(params)) return once
    const message = `${name} lets the samples of a batch change each other’s scores, but the penalty of ${title} takes the slope at each sample by itself.`
    const instead = insteadOf(analysis, node)
    const fix =
      instead.length > 0 ? insteadText(instead) : 'Put a layer in its place that treats each sample by itself, or none.'
    const repairs = [...instead.map((other) => replacing(node, other)), leavingOut(node)]
    return [...once, report('penalty-mixed-samples', { node }, message, fix, repairs)]
  })
  return [...unpaired, ...ofLayers]
}

/** What could stand in the place of a layer, as its kind says. */
function insteadOf({ resolved }: Analysis, id: NodeId): readonly { kind: string; params: Record<string, unknown> }[] {
  const found = resolved.nodes.get(id)!
  return layerKindOf(found).instead?.(found.node.params) ?? []
}

const leavingOut = (node: NodeId): Repair => repair('Remove it', { type: 'remove-layer', node })

function underivable(analysis: Analysis, node: NodeId, why: string): Diagnostic {
  const instead = insteadOf(analysis, node)
  const message = `${titleOf(analysis.resolved, node)} has no right second derivative, but ${why}, and to learn from it is to differentiate once more.`
  const fix =
    instead.length > 0
      ? insteadText(instead)
      : 'Put a layer in its place that can be differentiated twice, or do without.'
  const repairs = [...instead.map((other) => replacing(node, other)), leavingOut(node)]
  return report('penalty-second-derivative', { node }, message, fix, repairs)
}

function unpairedSamples(resolved: Resolved, title: string, { node, scores }: PlanObjective): Diagnostic {
  const entering = Object.entries(scores).map(
    ([port, { samples }]) => `${listed(samples.map((value) => `"${value}"`)) || 'nothing'} for ${port}`,
  )
  const message = `The penalty of ${title} mixes real samples with fake ones, but these do not enter the critic at the same inputs: ${entering.join(', ')}.`
  const fix = 'Call the same networks for both scores, or choose a penalty at the samples themselves, such as R1.'
  const repairs = ['r1', 'none'].map((kind) => setting(resolved, node, { penalty: { kind } }, true))
  return report('penalty-unpaired-samples', { node, param: 'penalty' }, message, fix, repairs)
}

/** The losses of critics that are looked ahead of: their gradients are differentiated by what the players give. */
function ofLookAhead(analysis: Analysis, plan: Plan, { networks, ahead }: PlanUpdate): Diagnostic[] {
  if (!ahead) return []
  const { resolved } = analysis
  const players = listed(networks.map((network) => titleOf(resolved, network)))
  return ahead.critics.flatMap((update) => {
    const inside = new Set(update.taped.flatMap((index) => outputsOf(plan.operations[index]!)))
    const from = update.taped
      .flatMap((index) => Object.values(plan.operations[index]!.inputs))
      .filter((value) => !inside.has(value))
    return update.losses.flatMap(({ objective: node, side: name }): Diagnostic[] => {
      const objective = plan.objectives.find((candidate) => candidate.node === node)!
      const side = sideOf(analysis, objective, name)!
      const to = side.reads.map((port) => objective.inputs[port]!)
      const why = `${players} looks ahead through gradients of its critics`
      const ofLayers = layersOnPath(plan, { from, operations: update.taped, to }).flatMap((layer) => {
        const kind = layerKindOf(resolved.nodes.get(layer.node)!)
        return kind.differentiable === 1 ? [underivable(analysis, layer.node, why)] : []
      })
      return side.samples ? [thirdDerivative(analysis, networks[0]!, node), ...ofLayers] : ofLayers
    })
  })
}

function thirdDerivative({ resolved }: Analysis, player: NodeId, objective: NodeId): Diagnostic {
  const message = `${titleOf(resolved, player)} looks ahead of critics whose loss in ${titleOf(resolved, objective)} has a penalty on their slope, which would take third derivatives.`
  const fix = 'Set Look ahead to 0, or the penalty to None.'
  const repairs = [
    setting(resolved, player, { lookAhead: 0 }, true),
    setting(resolved, objective, { penalty: { kind: 'none' } }),
  ]
  return report('look-ahead-penalty', { node: player, param: 'lookAhead' }, message, fix, repairs)
}
