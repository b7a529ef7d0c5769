/** @file Whether each objective has somebody to train, and something to train them with. */
import { formatEndpoint, MAIN_CALL, type NodeId, parseEndpoint } from '../../graph/document'
import { nearest } from '../../graph/nearest'
import type { Repair } from '../../graph/repair'
import type { Shape } from '../../tensor/shape'
import { type Analysis, nodesOfRole, type Rule, shapeAt } from '../analysis'
import type { Diagnostic } from '../compilation'
import { listed, report, reportProblem } from '../diagnostics'
import { candidatesFor, wiring } from '../repairs/candidates'
import { unlimited } from '../repairs/ends'
import { repair } from '../repairs/labels'
import { shapeRepairs } from '../repairs/shapes'
import { objectiveKindOf, type Resolved, titleOf } from '../resolve'
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
    if (!problem) return []
    const shaped = shapeRepairs({ resolved: analysis.resolved, values: analysis.shapes.values }, found.id, problem)
    const rewired = problem.port === undefined ? [] : wiring(analysis, formatEndpoint(found.id, problem.port))
    return [reportProblem(found.id, problem, [...rewired, ...shaped], shapes[problem.port ?? ''])]
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
      frozen.map((network) => thawing(resolved, network)),
    )
  }
  const blocked = side(value).filter((network) => !gradient.some((set) => set.has(network)))
  if (blocked.length > 0) {
    const names = listed(blocked.map((network) => titleOf(resolved, network)))
    const message = `${title} trains nobody: no gradient gets through to ${names}.`
    return report(
      'objective-without-player',
      { node: id },
      message,
      'Remove the Stop gradient between them.',
      lettingThrough(analysis, id, ports),
    )
  }
  const where = ports.length > 1 ? `exactly one of its inputs ${listed(ports)}` : `its input ${ports[0]}`
  const message = `${title} trains nobody: no network with weights stands behind ${where}.`
  const fix =
    ports.length > 1
      ? `Wire a generator’s output to the call of the critic that goes to ${ports.at(-1)}.`
      : `Wire what a network gives to ${ports[0]}.`
  return report('objective-without-player', { node: id }, message, fix, feeding(analysis, id, ports))
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
    const players = analysis.sides.get(id)?.players ?? []
    return report('critic-frozen', { node: id }, message, fix, [
      ...frozen.map((network) => thawing(resolved, network)),
      ...(players.length > 0 ? [limitedTo(resolved, id, [...players])] : []),
    ])
  }
  const message = `${title} has no critic: no network with weights stands behind both ${listed(ports)}.`
  const fix = `Call one network on real and on fake samples, and wire its two scores to ${listed(ports)}.`
  return report('objective-without-critic', { node: id }, message, fix, sharing(resolved, id, ports))
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
        report(
          'score-bounded',
          { node: id, port },
          message,
          'Give the last layer of the critic a linear activation.',
          unlimited(resolved, value!, formatEndpoint(id, port)),
        ),
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
            [
              ...(hint ? [limitedTo(resolved, id, replaced(found.node.params.trains, network, hint))] : []),
              limitedTo(resolved, id, replaced(found.node.params.trains, network, null)),
            ],
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
          [
            ...(reached.has(network) ? [thawing(resolved, network)] : []),
            limitedTo(resolved, id, replaced(found.node.params.trains, network, null)),
          ],
        ),
      ]
    })
  })

const thawing = (resolved: Resolved, network: NodeId): Repair =>
  repair(`Make ${titleOf(resolved, network)} trainable`, {
    type: 'set-params',
    node: network,
    params: { trainable: true },
  })

/** A list of networks with one replaced or left out, each once; `null`, which means all, for none. */
function replaced(trains: unknown, network: NodeId, other: NodeId | null): NodeId[] | null {
  const list = (trains as NodeId[]).flatMap((id) => (id !== network ? [id] : other === null ? [] : [other]))
  return list.length > 0 ? [...new Set(list)] : null
}

const limitedTo = (resolved: Resolved, objective: NodeId, trains: NodeId[] | null): Repair =>
  repair(trains ? `Train only ${listed(trains.map((id) => titleOf(resolved, id)))}` : 'Train all that is wired to it', {
    type: 'set-params',
    node: objective,
    params: { trains },
  })

/** Takes out each layer that lets no gradient through, of those behind the ports. */
function lettingThrough({ resolved, tracer }: Analysis, objective: NodeId, ports: readonly string[]): Repair[] {
  const stops = [...resolved.nodes.values()].filter(
    ({ kind }) => kind.role === 'layer' && kind.passesGradient === false,
  )
  const behindPorts = new Set(
    ports.flatMap((port) => {
      const value = resolved.wires.get(formatEndpoint(objective, port))
      return value === undefined ? [] : [...tracer.upstream(value, 'value').networks]
    }),
  )
  return stops
    .filter(({ node }) => node.parent === undefined || behindPorts.has(node.parent))
    .map(({ id }) => repair(`Remove ${titleOf(resolved, id)}`, { type: 'remove-layer', node: id }))
}

/** Lets a network's output into what comes to the ports: to the inputs of the critic's calls, or to the port itself. */
function feeding(analysis: Analysis, objective: NodeId, ports: readonly string[]): Repair[] {
  const { resolved } = analysis
  return [...ports].reverse().flatMap((port) => {
    const own = formatEndpoint(objective, port)
    const value = resolved.wires.get(own)
    const { node, call } = (value === undefined ? null : parseEndpoint(value)) ?? { node: '', call: MAIN_CALL }
    const critic = resolved.networks.get(node)
    const ends = critic ? critic.inputs.map(({ name }) => formatEndpoint(node, name, call)) : [own]
    return ends.flatMap((to) =>
      candidatesFor(analysis, to, true)
        .filter((from) => resolved.networks.has(parseEndpoint(from)!.node))
        .map((from) => repair(`Wire ${from} to ${to}`, { type: 'connect', from, to })),
    )
  })
}

/** Calls the network behind the first score once more, on what the second score is made of, and drops the network that made that. */
function sharing(resolved: Resolved, objective: NodeId, [first, second]: readonly [string, string]): Repair[] {
  const [real, fake] = [first, second].map((port) => {
    const value = resolved.wires.get(formatEndpoint(objective, port))
    return value === undefined ? null : parseEndpoint(value)
  })
  const [kept, dropped] = [real, fake].map((end) => end && resolved.networks.get(end.node))
  if (!real || !fake || !kept || !dropped || kept === dropped) return []
  const [input, otherInput] = [kept.inputs[0], dropped.inputs[0]]
  const sample = otherInput && resolved.wires.get(formatEndpoint(fake.node, otherInput.name, fake.call))
  if (!input || sample === undefined || kept.inputs.length > 1) return []
  const name = kept.calls.includes(second) ? `${second}2` : second
  return [
    repair(
      `Score both with ${kept.params.name}`,
      { type: 'add-call', network: real.node, name },
      { type: 'connect', from: sample, to: formatEndpoint(real.node, input.name, name) },
      { type: 'connect', from: formatEndpoint(real.node, real.port, name), to: formatEndpoint(objective, second) },
      ...(dropped.calls.length === 1 ? [{ type: 'remove', nodes: [fake.node] } as const] : []),
    ),
  ]
}
