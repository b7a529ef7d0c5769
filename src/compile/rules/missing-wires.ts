/** @file Inputs without a wire, where something waits for them. One finding for each node, or for each call of a network. */
import { formatEndpoint, MAIN_CALL, type NodeId } from '../../graph/document'
import type { Analysis, Rule } from '../analysis'
import type { Diagnostic } from '../compilation'
import { listed, portAt, report } from '../diagnostics'
import { wiring, wiringAll } from '../repairs/candidates'
import { repair } from '../repairs/labels'
import { inputsOf, type Network, titleOf } from '../resolve'
import { completeInputs, topUnits, type Unit, unitKey, wiredInputs } from '../units'

export const missingWires: Rule = (analysis) => {
  const { resolved, live } = analysis
  const outside = topUnits(resolved).filter(
    (unit) => live.units.has(unitKey(unit)) && !resolved.networks.has(unit.node),
  )
  const inside = [...live.body].map((node) => ({ node, call: MAIN_CALL }))
  return [
    ...[...resolved.networks.values()].flatMap((network) => missingInCalls(analysis, network)),
    ...[...outside, ...inside].flatMap((unit) => missingAt(analysis, unit)),
  ]
}

function missingAt(analysis: Analysis, unit: Unit): Diagnostic[] {
  const { resolved } = analysis
  if (completeInputs(resolved, unit)) return []
  const { names, required } = inputsOf(resolved, unit.node)
  const wired = wiredInputs(resolved, unit).map(({ port }) => port)
  const title = titleOf(resolved, unit.node)
  if (wired.length < required && names.length < required) {
    const message = `${title} combines at least ${required} values, but has ${wired.length === 0 ? 'no wire' : 'one wire'}.`
    const free = ['a', 'b'].find((port) => !wired.includes(port))!
    const past = wired.length === 1 ? [repair('Remove it', { type: 'remove-layer', node: unit.node } as const)] : []
    return [
      report('missing-wire', { node: unit.node, port: free }, message, `Wire something to its input ${free}.`, [
        ...wiring(analysis, formatEndpoint(unit.node, free)),
        ...past,
      ]),
    ]
  }
  const missing = names.filter((port) => !wired.includes(port))
  return missing.length === 0 ? [] : [missingPorts(analysis, unit.node, title, missing, MAIN_CALL, '')]
}

function missingPorts(
  analysis: Analysis,
  node: NodeId,
  title: string,
  missing: readonly string[],
  call: string,
  where: string,
): Diagnostic {
  const several = missing.length > 1
  const message = `${title} has nothing wired to its input${several ? 's' : ''} ${listed(missing)}${where}.`
  const fix = `Wire an output to ${several ? 'each of them' : portAt(missing[0]!, call)}.`
  const repairs = wiringAll(
    analysis,
    missing.map((port) => formatEndpoint(node, port, call)),
  )
  return report('missing-wire', { node, port: portAt(missing[0]!, call) }, message, fix, repairs)
}

/** An input that no call feeds has no shape at all; one that only some calls feed is missing in the others. */
function missingInCalls(analysis: Analysis, network: Network): Diagnostic[] {
  const { resolved, live } = analysis
  const calls = network.calls.filter((call) => live.units.has(unitKey({ node: network.id, call })))
  if (calls.length === 0) return []
  const isWired = (port: string, call: string) => resolved.wires.has(formatEndpoint(network.id, port, call))
  const fed = network.inputs.filter(({ name }) => calls.some((call) => isWired(name, call)))
  const unfed = network.inputs.filter((input) => !fed.includes(input)).map(({ name }) => name)
  const title = network.params.name
  const unknown = unfed.slice(0, 1).map((first) => {
    const [input, its] = unfed.length > 1 ? ['inputs', 'their shapes are'] : ['input', 'its shape is']
    const message = `Nothing is wired to the ${input} ${listed(unfed)} of ${title}, so ${its} unknown.`
    const fix = `Wire something to ${listed(unfed)} of ${title}: a latent, a dataset, or what another network gives.`
    const ends = unfed.map((name) => formatEndpoint(network.id, name, calls[0]!))
    const repairs = wiringAll(analysis, ends)
    return report('unknown-shape-source', { node: network.id, port: portAt(first, calls[0]!) }, message, fix, repairs)
  })
  const incomplete = calls.flatMap((call) => {
    const missing = fed.map(({ name }) => name).filter((port) => !isWired(port, call))
    const where = network.calls.length > 1 || call !== MAIN_CALL ? ` in the call ${call}` : ''
    return missing.length === 0 ? [] : [missingPorts(analysis, network.id, title, missing, call, where)]
  })
  return [...unknown, ...incomplete]
}
