/**
 * @file What is drawn but takes no part. All of it is silent in a frame where a wire is missing or a circle is closed: the
 * missing wire is why things lead nowhere.
 */
import { formatEndpoint, MAIN_CALL, type NodeId } from '../../graph/document'
import { type Analysis, nodesOfRole } from '../analysis'
import type { Diagnostic } from '../compilation'
import { listed, portAt, report } from '../diagnostics'
import { type Network, titleOf } from '../resolve'
import { unitKey } from '../units'

/** `causes`: findings that explain dead ends. */
export function deadEnds(analysis: Analysis, causes: readonly Diagnostic[]): Diagnostic[] {
  const { resolved, live } = analysis
  const frameOf = (node: NodeId | undefined) => (node === undefined ? undefined : resolved.nodes.get(node)?.node.parent)
  const explained = new Set(causes.map(({ node }) => frameOf(node)))
  const networks = [...resolved.networks.values()]
  const inside = networks
    .filter(({ id }) => live.networks.has(id) && !explained.has(id))
    .flatMap((network) => [
      ...network.children.flatMap((id) => (live.body.has(id) ? [] : unusedNode(analysis, id))),
      ...unusedInputs(analysis, network),
    ])
  if (explained.has(undefined)) return inside
  const outside = [...resolved.nodes.values()].flatMap(({ id, node }) =>
    node.parent !== undefined || resolved.networks.has(id) || live.units.has(unitKey({ node: id, call: MAIN_CALL }))
      ? []
      : unusedNode(analysis, id),
  )
  return [...networks.flatMap((network) => unusedNetwork(analysis, network)), ...outside, ...inside]
}

/** Only the last node of a dead branch is named. */
function unusedNode({ resolved }: Analysis, id: NodeId): Diagnostic[] {
  const { kind, node } = resolved.nodes.get(id)!
  const title = titleOf(resolved, id)
  if (kind.role === 'preview')
    return [
      report(
        'unused-node',
        { node: id, port: 'in' },
        `${title} shows nothing, because nothing is wired to it.`,
        'Wire to it what it should show, or remove it.',
      ),
    ]
  if (kind.role !== 'layer' && kind.role !== 'source') return []
  const outputs = kind.role === 'source' ? Object.keys(kind.outputs(node.params)) : ['out']
  if (outputs.some((port) => resolved.readers.has(formatEndpoint(id, port)))) return []
  const message = `${title} leads nowhere: nothing is wired to its output${outputs.length > 1 ? 's' : ''} ${listed(outputs)}.`
  return [report('unused-node', { node: id }, message, 'Wire its output to what should read it, or remove it.')]
}

function unusedInputs({ resolved, tracer }: Analysis, network: Network): Diagnostic[] {
  const used = new Set(network.outputs.flatMap(({ name }) => [...tracer.through(network.id, name, 'value').inputs]))
  return network.inputs.flatMap(({ name, node }) => {
    // What reads it leads nowhere, and that has been said.
    if (used.has(name) || resolved.readers.has(formatEndpoint(node, 'out'))) return []
    const message = `The input ${name} of ${network.params.name} changes none of its outputs: nothing is wired to it inside.`
    return [report('input-unused', { node }, message, 'Wire it to a layer in the network, or remove it.')]
  })
}

function unusedNetwork(analysis: Analysis, network: Network): Diagnostic[] {
  const { resolved, live } = analysis
  const { id, params, calls, outputs } = network
  if (outputs.length === 0) {
    const empty = network.children.length === 0
    const message = empty
      ? `${params.name} is empty.`
      : `${params.name} has no output node, so nothing comes out of it.`
    return [
      report(
        'network-without-output',
        { node: id },
        message,
        empty ? 'Put layers into it, with an Input before and an Output after them.' : 'Put an Output node into it.',
      ),
    ]
  }
  if (!live.networks.has(id))
    return [
      report(
        'network-unused',
        { node: id },
        `No wire reaches ${params.name} or leaves it.`,
        'Wire it up, or remove it.',
      ),
    ]
  const isRead = (call: string) => outputs.some(({ name }) => resolved.readers.has(formatEndpoint(id, name, call)))
  const readCalls = calls.filter(isRead)
  const unread =
    readCalls.length === 0
      ? calls.filter((call) => !live.units.has(unitKey({ node: id, call })))
      : calls.filter((call) => !isRead(call))
  const idle = unread.map((call) => {
    const message = `Nothing reads what ${params.name} gives in the call ${call}.`
    return report(
      'call-unused',
      { node: id, port: portAt(outputs[0]!.name, call) },
      message,
      'Wire its output on, or remove the call.',
    )
  })
  return [...idle, ...outputsToNothing(analysis, network)]
}

/** Without any objective the whole graph reaches nothing, and that is said once elsewhere. */
function outputsToNothing({ resolved }: Analysis, { id, params, calls, outputs }: Network): Diagnostic[] {
  if (nodesOfRole(resolved, 'objective').length === 0) return []
  const unread = outputs.filter(({ name }) =>
    calls.every((call) => !resolved.readers.has(formatEndpoint(id, name, call))),
  )
  return unread.map(({ name }) => {
    const message = `The output ${name} of ${params.name} reaches no objective: no wire leaves it.`
    const fix = 'Wire it to an objective or to another network, or remove the output.'
    return report('output-reaches-nothing', { node: id, port: portAt(name, calls[0]!) }, message, fix)
  })
}
