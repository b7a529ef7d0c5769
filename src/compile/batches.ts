/**
 * @file How many samples values hold: layers that pack several into one divide the batch, and what is computed together must be
 * divided alike. Each call of a network may bring another batch.
 */
import { formatEndpoint, MAIN_CALL, type NodeId } from '../graph/document'
import { kinds } from '../graph/kinds'
import type { Repair } from '../graph/repair'
import type { Diagnostic } from './compilation'
import { listed, portAt, report } from './diagnostics'
import type { PlanLayer, PlanOperation, ValueName } from './plan'
import { repair } from './repairs/labels'
import { layerKindOf, type Resolved, type ResolvedNode, titleOf } from './resolve'
import { completeInputs, type Unit, type Units, unitKey, wiredInputs } from './units'

export interface Batches {
  /** Batches must be a multiple of this. */
  multiple: number
  /** By how much the batch that a layer gives is divided; `operation` is the layer itself, or the call that it is computed in. */
  divisorOf(operation: PlanOperation, layer: PlanLayer): number
  findings: readonly Diagnostic[]
}

/** By value; what could not be found is left out. */
type Divisors = Map<ValueName, number>

interface State {
  resolved: Resolved
  units: Units
  /** Outside networks. */
  values: Divisors
  /** Within networks, by `unitKey` of the call. */
  calls: Map<string, Divisors>
  multiple: number
  /** Each place is reported once, whatever the call. */
  findings: Map<string, Diagnostic>
}

/** Without a layer that packs. */
const WHOLE: Batches = { multiple: 1, divisorOf: () => 1, findings: [] }

export function inferBatches(resolved: Resolved, units: Units): Batches {
  if (![...resolved.nodes.values()].some(packs)) return WHOLE
  const state: State = { resolved, units, values: new Map(), calls: new Map(), multiple: 1, findings: new Map() }
  for (const unit of units.top) divideUnit(state, unit)
  return {
    multiple: state.multiple,
    divisorOf: (operation, layer) => {
      const values =
        operation.type === 'layer'
          ? state.values
          : state.calls.get(unitKey({ node: operation.network, call: operation.call }))
      return values?.get(layer.output) ?? 1
    },
    findings: [...state.findings.values()],
  }
}

const packs = ({ kind, node }: ResolvedNode): boolean =>
  kind.role === 'layer' && kind.packs !== undefined && kind.packs(node.params) !== 1

function divideUnit(state: State, unit: Unit): void {
  const { resolved, values } = state
  const { kind, node } = resolved.nodes.get(unit.node)!
  switch (kind.role) {
    case 'source':
      for (const port of Object.keys(kind.outputs(node.params))) values.set(formatEndpoint(unit.node, port), 1)
      return
    case 'layer':
      divideLayer(state, unit.node, values)
      return
    case 'network':
      divideCall(state, unit)
      return
    case 'objective':
      common(state, unit, values)
  }
}

function divideCall(state: State, unit: Unit): void {
  const { resolved, units, values } = state
  const network = resolved.networks.get(unit.node)!
  common(state, unit, values)
  const inner: Divisors = new Map()
  state.calls.set(unitKey(unit), inner)
  for (const { name, node } of network.inputs) {
    const divisor = values.get(resolved.wires.get(formatEndpoint(unit.node, name, unit.call)) ?? '')
    if (divisor !== undefined) inner.set(formatEndpoint(node, 'out'), divisor)
  }
  for (const id of units.bodies.get(network.id) ?? [])
    if (resolved.nodes.get(id)!.kind.role === 'layer') divideLayer(state, id, inner)
  for (const { name, node } of network.outputs) {
    const divisor = inner.get(resolved.wires.get(formatEndpoint(node, 'in')) ?? '')
    if (divisor !== undefined) values.set(formatEndpoint(unit.node, name, unit.call), divisor)
  }
}

function divideLayer(state: State, id: NodeId, values: Divisors): void {
  const unit = { node: id, call: MAIN_CALL }
  if (!completeInputs(state.resolved, unit)) return
  const divisor = common(state, unit, values)
  if (divisor === null) return
  const found = state.resolved.nodes.get(id)!
  const packs = layerKindOf(found).packs?.(found.node.params) ?? 1
  const divided = divisor * packs
  state.multiple = leastCommonMultiple(state.multiple, divided)
  const { batchSize } = state.resolved.document.training
  if (packs > 1 && batchSize % divided !== 0) packBatch(state, id, divided, batchSize)
  values.set(formatEndpoint(id, 'out'), divided)
}

/** What all known inputs of a unit are divided by; `null` when they differ. A unit without inputs has the whole batch. */
function common(state: State, unit: Unit, values: Divisors): number | null {
  const inputs = wiredInputs(state.resolved, unit).flatMap(({ port, from }) => {
    const divisor = values.get(from)
    return divisor === undefined ? [] : [{ port, from, divisor }]
  })
  const [first, ...others] = inputs
  const other = others.find(({ divisor }) => divisor !== first!.divisor)
  if (!first || !other) return first?.divisor ?? 1
  const port = portAt(other.port, unit.call)
  const packed = (divisor: number) => (divisor === 1 ? 'single samples' : `packs of ${divisor} samples`)
  const message =
    `${titleOf(state.resolved, unit.node)} computes its inputs together, but ${first.port} brings ${packed(first.divisor)} ` +
    `from "${first.from}" and ${other.port} ${packed(other.divisor)} from "${other.from}".`
  state.findings.set(
    `${unit.node} ${port}`,
    report('batch-mismatch', { node: unit.node, port }, message, 'Pack both alike, or neither of them.', [
      ...packingAlike(unit, first, other),
    ]),
  )
  return null
}

function packBatch(state: State, id: NodeId, divided: number, batchSize: number): void {
  const below = batchSize - (batchSize % divided)
  const fitting = [below, below + divided].filter((size) => size > 0)
  const message = `${titleOf(state.resolved, id)} makes one sample of ${divided}, but a batch of ${batchSize} cannot be divided by ${divided}.`
  const fix = `Set the batch size to ${listed(fitting.map(String)).replace(' and ', ' or ')}.`
  const repairs = fitting.map((size) =>
    repair(`Set the batch size to ${size}`, { type: 'set-training', training: { batchSize: size } }),
  )
  state.findings.set(id, report('pack-batch', { node: id }, message, fix, repairs))
}

interface Divided {
  port: string
  divisor: number
}

/** A layer that packs in front of the input whose samples are single. */
function packingAlike({ node, call }: Unit, a: Divided, b: Divided): Repair[] {
  const [fewer, more] = a.divisor < b.divisor ? [a, b] : [b, a]
  const count = more.divisor / fewer.divisor
  const kind = kinds.find((candidate) => candidate.role === 'layer' && candidate.packs && !candidate.weights)
  const to = formatEndpoint(node, fewer.port, call)
  return kind && Number.isInteger(count)
    ? [
        repair(`Insert ${kind.title} ${count} before ${fewer.port}`, {
          type: 'insert',
          to,
          kind: kind.kind,
          params: { count },
        }),
      ]
    : []
}

function leastCommonMultiple(a: number, b: number): number {
  let [larger, smaller] = [a, b]
  while (smaller > 0) [larger, smaller] = [smaller, larger % smaller]
  return (a / larger) * b
}
