/** @file Calls that disagree: another output may have been meant, and the whole analysis tells which. */
import { type Endpoint, formatEndpoint, type NodeId, parseEndpoint } from '../../graph/document'
import type { Repair } from '../../graph/repair'
import { sameShape } from '../../tensor/shape'
import type { Analysis } from '../analysis'
import type { Diagnostic } from '../compilation'
import type { Resolved } from '../resolve'
import { isSample } from '../tracing'
import { candidatesFor } from './candidates'
import { repair } from './labels'

/** The findings of shapes, those between calls with what could be wired instead. */
export const callFindings = (analysis: Analysis): readonly Diagnostic[] =>
  analysis.shapes.findings.map((finding) =>
    finding.code === 'call-shape' && finding.node !== undefined && finding.port !== undefined
      ? withWiring(analysis, finding, finding.node, finding.port)
      : finding,
  )

/**
 * Data are as they are, so it is the other calls that are mended. Where data bring a label and another call a sample, or the other
 * way round, it was not the shape that went wrong but the wire.
 */
function withWiring(analysis: Analysis, finding: Diagnostic, node: NodeId, port: string): Diagnostic {
  const { resolved, tracer, shapes } = analysis
  const name = port.split('@')[0]!
  const ends = resolved.networks.get(node)!.calls.flatMap((call) => {
    const to = formatEndpoint(node, name, call)
    const value = resolved.wires.get(to)
    return value === undefined ? [] : [{ to, value }]
  })
  const wireTo = (to: Endpoint, wanted: Endpoint): Repair[] => {
    const shape = shapes.values.get(wanted)
    const fits = (from: Endpoint) =>
      shape !== undefined &&
      sameShape(shapes.values.get(from)!, shape) &&
      isSample(resolved, tracer, from) === isSample(resolved, tracer, wanted)
    return candidatesFor(analysis, to, true)
      .filter((from) => from !== wanted && fits(from))
      .map((from) => repair(`Wire ${from} to ${to}`, { type: 'connect', from, to }))
  }
  const pairs = ends.flatMap((end) => ends.filter((other) => other !== end).map((other) => [end, other] as const))
  const swapped = pairs.filter(
    ([end, other]) =>
      isDataset(resolved, other.value) &&
      isSample(resolved, tracer, end.value) !== isSample(resolved, tracer, other.value),
  )
  const own = finding.repairs ?? []
  const repairs = [
    ...swapped.flatMap(([end, other]) => wireTo(end.to, other.value)),
    ...own,
    ...pairs.flatMap(([end, other]) => wireTo(end.to, other.value)),
  ]
  return repairs.length > 0 ? { ...finding, repairs } : finding
}

function isDataset(resolved: Resolved, value: Endpoint): boolean {
  const { kind } = resolved.nodes.get(parseEndpoint(value)!.node)!
  return kind.role === 'source' && kind.dataset !== undefined
}
