/**
 * @file What is drawn but takes no part. All of it is silent in a frame where a wire is missing or a circle is closed: the
 * missing wire is why things lead nowhere.
 */
import { formatEndpoint, MAIN_CALL, type NodeId } from '../../graph/document'
import { kinds } from '../../graph/kinds'
import type { Repair } from '../../graph/repair'
import { type Analysis, nodesOfRole } from '../analysis'
import type { Diagnostic } from '../compilation'
import { listed, portAt, report } from '../diagnostics'
import { wiring } from '../repairs/candidates'
import { repair } from '../repairs/labels'
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

const removing = (...nodes: NodeId[]): Repair => repair('Remove it', { type: 'remove', nodes })

/** Only the last node of a dead branch is named. */
function unusedNode(analysis: Analysis, id: NodeId): Diagnostic[] {
  const { resolved } = analysis
  const { kind, node } = resolved.nodes.get(id)!
  const title = titleOf(resolved, id)
  if (kind.role === 'preview')
    return [
      report(
        'unused-node',
        { node: id, port: 'in' },
        `${title} shows nothing, because nothing is wired to it.`,
        'Wire to it what it should show, or remove it.',
        [...wiring(analysis, formatEndpoint(id, 'in')), removing(id)],
      ),
    ]
  if (kind.role !== 'layer' && kind.role !== 'source') return []
  const outputs = kind.role === 'source' ? Object.keys(kind.outputs(node.params)) : ['out']
  if (outputs.some((port) => resolved.readers.has(formatEndpoint(id, port)))) return []
  const message = `${title} leads nowhere: nothing is wired to its output${outputs.length > 1 ? 's' : ''} ${listed(outputs)}.`
  const fix = 'Wire its output to what should read it, or remove it.'
  return [report('unused-node', { node: id }, message, fix, [removing(id)])]
}

function unusedInputs({ resolved, tracer }: Analysis, network: Network): Diagnostic[] {
  const used = new Set(network.outputs.flatMap(({ name }) => [...tracer.through(network.id, name, 'value').inputs]))
  return network.inputs.flatMap(({ name, node }) => {
    // What reads it leads nowhere, and that has been said.
    if (used.has(name) || resolved.readers.has(formatEndpoint(node, 'out'))) return []
    const message = `The input ${name} of ${network.params.name} changes none of its outputs: nothing is wired to it inside.`
    return [
      report('input-unused', { node }, message, 'Wire it to a layer in the network, or remove it.', [removing(node)]),
    ]
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
        [...(empty ? [] : givingOut(analysis, network)), removing(id)],
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
        [removing(id)],
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
      calls.length > 1 ? [repair(`Remove the call ${call}`, { type: 'remove-call', network: id, name: call })] : [],
    )
  })
  return [...idle, ...outputsToNothing(analysis, network)]
}

/** Without any objective the whole graph reaches nothing, and that is said once elsewhere. */
/** An output node behind each layer that nothing reads; behind the one that lies most to the right first. */
function givingOut({ resolved }: Analysis, { children }: Network): Repair[] {
  const ends = children.filter(
    (child) => resolved.nodes.get(child)!.kind.role === 'layer' && !resolved.readers.has(formatEndpoint(child, 'out')),
  )
  const output = kinds.find(({ role }) => role === 'output')!
  return ends
    .sort((a, b) => resolved.nodes.get(b)!.node.position.x - resolved.nodes.get(a)!.node.position.x)
    .map((child) =>
      repair(`Add ${output.title} after ${titleOf(resolved, child)}`, {
        type: 'add',
        kind: output.kind,
        params: {},
        wires: { in: formatEndpoint(child, 'out') },
      }),
    )
}

function outputsToNothing({ resolved }: Analysis, { id, params, calls, outputs }: Network): Diagnostic[] {
  if (nodesOfRole(resolved, 'objective').length === 0) return []
  const unread = outputs.filter(({ name }) =>
    calls.every((call) => !resolved.readers.has(formatEndpoint(id, name, call))),
  )
  return unread.map(({ name }) => {
    const message = `The output ${name} of ${params.name} reaches no objective: no wire leaves it.`
    const fix = 'Wire it to an objective or to another network, or remove the output.'
    const { node } = outputs.find((output) => output.name === name)!
    return report('output-reaches-nothing', { node: id, port: portAt(name, calls[0]!) }, message, fix, [
      repair(`Remove the output ${name}`, { type: 'remove', nodes: [node] }),
    ])
  })
}
