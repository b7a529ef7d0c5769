/** @file Whether each objective has somebody to train, and something to train them with. */
import { formatEndpoint, type NodeId } from '../../graph/document'
import { nearest } from '../../graph/nearest'
import type { Shape } from '../../tensor/shape'
import { type Analysis, nodesOfRole, type Rule, shapeAt } from '../analysis'
import type { Diagnostic } from '../compilation'
import { listed, report, reportProblem } from '../diagnostics'
import { objectiveKindOf, titleOf } from '../resolve'
import { isSample } from '../tracing'

/** What the kind itself says of the shapes and params. */
export const objectiveShapes: Rule = (analysis) =>
  nodesOfRole(analysis.resolved, 'objective').flatMap((found) => {
    const definition = objectiveKindOf(found)
    const shapes: Record<string, Shape> = {}
    for (const { name } of definition.inputs) {
      const shape = shapeAt(analysis, found.id, name)
      if (!shape) return []
      shapes[name] = shape
    }
    const problem = definition.check(shapes, found.node.params)
    return problem ? [reportProblem(found.id, problem)] : []
  })

/** Silent while a wire is missing upstream: who is missing may be behind it. */
export const objectiveSides: Rule = (analysis) =>
  [...analysis.sides].flatMap(([id, { critics, players, broken }]) => {
    const found = analysis.resolved.nodes.get(id)!
    const definition = objectiveKindOf(found)
    const { tracing } = definition
    // Whoever names the networks to train has said that the others are not to be trained.
    if (broken || definition.trains(found.node.params) !== null) return []
    if ('minimise' in tracing) return players.length > 0 ? [] : [withoutPlayer(analysis, id, [tracing.minimise])]
    const noCritic = critics.length === 0 ? [withoutCritic(analysis, id, tracing.adversarial)] : []
    const noPlayer = players.length === 0 ? [withoutPlayer(analysis, id, tracing.adversarial)] : []
    return [...noCritic, ...noPlayer]
  })

/** Networks behind ports: those that a gradient reaches, and those from which values come. */
function behind({ resolved, tracer }: Analysis, objective: NodeId, ports: readonly string[]) {
  const trace = (flow: 'gradient' | 'value') =>
    ports.map((port) => {
      const value = resolved.wires.get(formatEndpoint(objective, port))
      return value === undefined ? new Set<NodeId>() : tracer.upstream(value, flow).networks
    })
  return { gradient: trace('gradient'), value: trace('value') }
}

function withoutPlayer(analysis: Analysis, id: NodeId, ports: readonly string[]): Diagnostic {
  const { resolved } = analysis
  const title = titleOf(resolved, id)
  const side = (sets: readonly ReadonlySet<NodeId>[]) =>
    [...resolved.networks.keys()].filter((network) => sets.filter((set) => set.has(network)).length === 1)
  const { gradient, value } = behind(analysis, id, ports)
  const frozen = side(gradient)
  if (frozen.length > 0) {
    const names = listed(frozen.map((network) => titleOf(resolved, network)))
    const message = `${title} trains nobody: ${names} ${frozen.length > 1 ? 'are' : 'is'} not trainable.`
    return report(
      'objective-without-player',
      { node: id },
      message,
      `Make ${names} trainable, or list the networks to train under "trains".`,
    )
  }
  const blocked = side(value).filter((network) => !gradient.some((set) => set.has(network)))
  if (blocked.length > 0) {
    const names = listed(blocked.map((network) => titleOf(resolved, network)))
    const message = `${title} trains nobody: no gradient gets through to ${names}.`
    return report('objective-without-player', { node: id }, message, 'Remove the Stop gradient between them.')
  }
  const where = ports.length > 1 ? `exactly one of its inputs ${listed(ports)}` : `its input ${ports[0]}`
  const message = `${title} trains nobody: no network with weights stands behind ${where}.`
  const fix =
    ports.length > 1
      ? `Wire a generator’s output to the call of the critic that goes to ${ports.at(-1)}.`
      : `Wire what a network gives to ${ports[0]}.`
  return report('objective-without-player', { node: id }, message, fix)
}

function withoutCritic(analysis: Analysis, id: NodeId, ports: readonly [string, string]): Diagnostic {
  const { resolved } = analysis
  const title = titleOf(resolved, id)
  const { gradient } = behind(analysis, id, ports)
  const frozen = [...resolved.networks.keys()].filter((network) => gradient.every((set) => set.has(network)))
  const names = listed(frozen.map((network) => titleOf(resolved, network)))
  if (frozen.length > 0) {
    const message = `${title} trains no critic: ${names}, which makes both scores, is frozen, so only the players learn.`
    const fix = `Make ${names} trainable, or leave it so if it was trained before.`
    return report('critic-frozen', { node: id }, message, fix)
  }
  const message = `${title} has no critic: no network with weights stands behind both ${listed(ports)}.`
  const fix = `Call one network on real and on fake samples, and wire its two scores to ${listed(ports)}.`
  return report('objective-without-critic', { node: id }, message, fix)
}

/** Each score must depend on some sample. */
export const scoresOfSamples: Rule = ({ resolved, tracer, sides }) =>
  [...sides].flatMap(([id, { broken }]) => {
    const { tracing } = objectiveKindOf(resolved.nodes.get(id)!)
    if (broken || !('adversarial' in tracing)) return []
    return tracing.adversarial.flatMap((port) => {
      const value = resolved.wires.get(formatEndpoint(id, port))
      if (value === undefined) return []
      const { sources } = tracer.upstream(value, 'value')
      if (isSample(resolved, tracer, value)) return []
      const from = sources.size > 0 ? `only the labels ${listed([...sources])}` : 'no source at all'
      const message = `The score at the input ${port} of ${titleOf(resolved, id)} depends on ${from}, and on no sample.`
      return [
        report(
          'score-depends-on-no-sample',
          { node: id, port },
          message,
          'Wire the samples into the network that makes the score.',
        ),
      ]
    })
  })

/** The losses squash raw scores themselves. */
export const boundedScores: Rule = ({ resolved, ranges, sides }) =>
  [...sides.keys()].flatMap((id) => {
    const { tracing } = objectiveKindOf(resolved.nodes.get(id)!)
    if (!('adversarial' in tracing)) return []
    return tracing.adversarial.slice(0, 1).flatMap((port) => {
      const value = resolved.wires.get(formatEndpoint(id, port))
      const range = value === undefined ? null : (ranges.get(value) ?? null)
      if (!range || !Number.isFinite(range[0]) || !Number.isFinite(range[1])) return []
      const message = `The score at the input ${port} of ${titleOf(resolved, id)} lies between ${range[0]} and ${range[1]}; it should be without limits.`
      return [
        report('score-bounded', { node: id, port }, message, 'Give the last layer of the critic a linear activation.'),
      ]
    })
  })

export const trainsNetworks: Rule = ({ resolved, tracer, sides }) =>
  [...sides].flatMap(([id, { broken }]) => {
    const found = resolved.nodes.get(id)!
    const definition = objectiveKindOf(found)
    const title = titleOf(resolved, id)
    const place = { node: id, param: 'trains' }
    const reached = new Set(
      definition.inputs.flatMap(({ name }) => {
        const value = resolved.wires.get(formatEndpoint(id, name))
        return value === undefined ? [] : [...tracer.upstream(value, 'gradient').networks]
      }),
    )
    return (definition.trains(found.node.params) ?? []).flatMap((network): Diagnostic[] => {
      const known = resolved.networks.get(network)
      if (!known) {
        const hint = nearest(network, [...resolved.networks.keys()])
        const message = `${title} is to train "${network}", which is no network of this graph.`
        return [
          report(
            'trains-unknown-network',
            place,
            message,
            hint ? `Write "${hint}", or remove it from the list.` : 'Remove it from the list.',
          ),
        ]
      }
      if (broken || (reached.has(network) && known.params.trainable)) return []
      const why = reached.has(network) ? 'is not trainable' : 'does not stand behind it'
      const message = `${title} is to train ${known.params.name}, which ${why}.`
      return [
        report(
          'trains-unreached-network',
          place,
          message,
          `Remove "${network}" from the list${reached.has(network) ? ', or make it trainable' : ''}.`,
        ),
      ]
    })
  })
