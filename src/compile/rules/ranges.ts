/** @file Data in one interval against generated values in another: the critic would see the interval, not the picture. */
import { formatEndpoint, type NodeId, parseEndpoint } from '../../graph/document'
import type { Range } from '../../tensor/shape'
import { type Analysis, nodesOfRole, type Rule } from '../analysis'
import type { Diagnostic } from '../compilation'
import { portAt, report } from '../diagnostics'
import type { ValueName } from '../plan'
import { endingIn } from '../repairs/ends'
import { objectiveKindOf, titleOf } from '../resolve'

/** Ends may differ by this share of the data's interval: a tanh against data in [−1, 0.996] is no mistake. */
const TOLERANCE = 0.1

interface Arrival {
  node: NodeId
  port: string
  value: ValueName
}

/** Values that meet at one input of a network, or in one objective that compares values with each other. */
export const rangeMismatches: Rule = (analysis) => {
  const { resolved } = analysis
  const arrival = (node: NodeId, port: string, call?: string): Arrival[] => {
    const value = resolved.wires.get(formatEndpoint(node, port, call))
    return value === undefined ? [] : [{ node, port: portAt(port, call ?? 'main'), value }]
  }
  const meetings = [
    ...[...resolved.networks.values()].flatMap(({ id, inputs, calls }) =>
      inputs.map(({ name }) => calls.flatMap((call) => arrival(id, name, call))),
    ),
    ...nodesOfRole(resolved, 'objective').flatMap((found) => {
      const { tracing, inputs } = objectiveKindOf(found)
      return 'minimise' in tracing ? [inputs.flatMap(({ name }) => arrival(found.id, name))] : []
    }),
  ]
  // One generator may meet data in several places; its range is one mistake.
  const known = new Set<string>()
  return meetings.flatMap((arrivals) => mismatch(analysis, arrivals, known))
}

/** At most one finding for each meeting, at what is not data. */
function mismatch(
  { resolved, ranges, tracer }: Analysis,
  arrivals: readonly Arrival[],
  known: Set<string>,
): Diagnostic[] {
  for (const data of arrivals) {
    const expected = ranges.get(data.value)
    if (!expected || !isImageLike(data.value)) continue
    const other = arrivals.find(({ value }) => {
      const range = ranges.get(value)
      return range !== undefined && tracer.upstream(value, 'value').networks.size > 0 && !fits(range, expected)
    })
    if (!other) continue
    const output = other.value.split('@')[0]!
    if (known.has(output)) return []
    known.add(output)
    const range = ranges.get(other.value)!
    const message =
      `${titleOf(resolved, other.node)} receives values ${rangeText(range)} from "${other.value}", ` +
      `but data ${rangeText(expected)} from "${data.value}". They can be told apart by that alone.`
    const reader = formatEndpoint(other.node, other.port)
    const repairs = endingIn(resolved, other.value, reader, activationFor(expected))
    return [
      {
        ...report('range-mismatch', { node: other.node, port: other.port }, message, rangeFix(expected), repairs),
        received: rangeText(range),
        expected: rangeText(expected),
      },
    ]
  }
  return []

  /** Straight from a source, or through layers outside networks; labels are one-hot and not made to be matched. */
  function isImageLike(value: ValueName): boolean {
    const { networks, sources } = tracer.upstream(value, 'value')
    return (
      networks.size === 0 &&
      [...sources].some((source) => {
        const { node, port } = parseEndpoint(source)!
        const { kind, node: found } = resolved.nodes.get(node)!
        if (kind.role !== 'source' || kind.dataset === undefined) return false
        return kind.outputs(found.params)[port]?.form !== 'label'
      })
    )
  }
}

function fits(range: Range, expected: readonly [number, number]): boolean {
  if (!range) return false
  const slack = TOLERANCE * (expected[1] - expected[0])
  return Math.abs(range[0] - expected[0]) <= slack && Math.abs(range[1] - expected[1]) <= slack
}

const rangeText = (range: Range): string => {
  if (!range || (!Number.isFinite(range[0]) && !Number.isFinite(range[1]))) return 'without limits'
  const [minimum, maximum] = range
  if (!Number.isFinite(maximum)) return `from ${minimum} up without limit`
  return Number.isFinite(minimum) ? `in [${minimum}, ${maximum}]` : `up to ${maximum} without lower limit`
}

const activationFor = ([minimum]: readonly [number, number]): string => (minimum === 0 ? 'sigmoid' : 'tanh')

function rangeFix(expected: readonly [number, number]): string {
  const [minimum, maximum] = expected
  const activation = activationFor(expected)
  const fitting = maximum === 1 && (minimum === 0 || minimum === -1)
  return fitting
    ? `End the generator with the activation ${activation}, whose values lie in [${minimum}, ${maximum}].`
    : `End the generator with an activation whose values lie in [${minimum}, ${maximum}].`
}
