/**
 * @file The compiler: a document in, all that can be said of it out. Pure, and total for every document that load lets
 * through. It returns what it could infer and the diagnostics, always both (the idea is rust-analyzer's).
 */
import { formatEndpoint, type GraphDocument, type NodeId } from '../graph/document'
import type { WeightSpec } from '../layers/layer'
import { type Shape, shapeSize } from '../tensor/shape'
import { type Analysis, analysisOf, knownAnalysis } from './analysis'
import { bypassedOutputs } from './bypass'
import type { Compilation, Diagnostic, NetworkFacts, NodeFacts } from './compilation'
import { type Cost, costOf } from './cost'
import { lower } from './lower'
import type { Plan, ValueName } from './plan'
import { callFindings } from './repairs/calls'
import { cycleFindings } from './repairs/cycles'
import { completenessRules, meaningRules } from './rules'
import { adviceRules } from './rules/advice'
import { deadEnds } from './rules/dead-ends'
import { nothingToTrain } from './rules/nothing-to-train'
import { secondDerivatives } from './rules/second-derivatives'
import { tooLarge } from './rules/size'
import { partition } from './silence'
import { unitKey } from './units'

/** `before`: a document that was compiled before this one was made of it by an edit; what both share is not looked into again. */
export function compile(document: GraphDocument, before?: GraphDocument): Compilation {
  const earlier = before && knownAnalysis(before)
  const analysis = analysisOf(document, earlier)
  const found = findings(analysis)
  let plan: Plan | null = null
  let cost: Cost | null = null
  if (!hasErrors(found)) {
    plan = lower(analysis, earlier)
    cost = costOf(analysis, plan)
    found.push(...nothingToTrain(analysis, plan), ...secondDerivatives(analysis, plan), ...tooLarge(cost, plan))
    if (!hasErrors(found)) found.push(...adviceRules.flatMap((rule) => rule(analysis)))
  }
  const nodes = nodeFacts(document, analysis, cost)
  const networks = networkFacts(analysis, nodes, cost)
  const parameters = Object.values(networks).reduce((total, network) => total + network.parameters, 0)
  return {
    ...partition(document, found),
    nodes,
    networks,
    objectives: Object.fromEntries(
      [...analysis.sides].map(([id, { critics, players }]) => [id, { critics: [...critics], players: [...players] }]),
    ),
    wires: wireShapes(document, analysis),
    flopsPerStep: cost?.flopsPerStep ?? 0,
    bytes: cost?.bytes ?? { weights: 4 * parameters, activations: 0 },
    trainingBytes: cost?.trainingBytes ?? 0,
    plan: hasErrors(found) ? null : plan,
  }
}

const hasErrors = (diagnostics: readonly Diagnostic[]): boolean =>
  diagnostics.some(({ severity }) => severity === 'error')

function findings(analysis: Analysis): Diagnostic[] {
  const incomplete = [...cycleFindings(analysis), ...completenessRules.flatMap((rule) => rule(analysis))]
  return [
    ...incomplete,
    ...callFindings(analysis),
    ...analysis.batches.findings,
    ...meaningRules.flatMap((rule) => rule(analysis)),
    ...deadEnds(analysis, incomplete),
  ]
}

interface Weights {
  all: number
  trainable: number
}

function weightsOf(specs: readonly WeightSpec[] = []): Weights {
  const count = { all: 0, trainable: 0 }
  for (const { shape, trainable } of specs) {
    const size = shapeSize(shape)
    count.all += size
    if (trainable) count.trainable += size
  }
  return count
}

function nodeFacts(document: GraphDocument, analysis: Analysis, cost: Cost | null): Record<NodeId, NodeFacts> {
  const { resolved, shapes, ranges } = analysis
  const weights = new Map([...shapes.weights].map(([id, specs]) => [id, weightsOf(specs)]))
  const facts: Record<NodeId, NodeFacts> = {}
  for (const id in document.nodes) {
    const found = resolved.nodes.get(id)
    if (!found) {
      facts[id] = bypassedFacts(document, analysis, id)
      continue
    }
    const { kind, node, out } = found
    const network = resolved.networks.get(id)
    const outputs: Record<string, Shape> = {}
    const known: NodeFacts['ranges'] = {}
    const note = (name: string, values: readonly ValueName[]) => {
      const value = values.find((candidate) => shapes.values.has(candidate))
      if (value === undefined) return
      outputs[name] = shapes.values.get(value)!
      known[name] = ranges.get(value) ?? null
    }
    if (network)
      for (const { name } of network.outputs)
        note(
          name,
          network.calls.map((call) => formatEndpoint(id, name, call)),
        )
    else if (kind.role === 'source')
      for (const name of Object.keys(kind.outputs(node.params))) note(name, [formatEndpoint(id, name)])
    else note('out', [out])
    const sum = { all: 0, trainable: 0, flops: 0 }
    for (const layer of network?.children ?? [id]) {
      sum.all += weights.get(layer)?.all ?? 0
      sum.trainable += weights.get(layer)?.trainable ?? 0
      sum.flops += cost?.flops.byLayer.get(layer) ?? 0
    }
    const owner = network ?? resolved.networks.get(node.parent ?? '')
    facts[id] = {
      outputs,
      ranges: known,
      parameters: sum.all,
      trainable: owner?.params.trainable ? sum.trainable : 0,
      flops: sum.flops,
    }
  }
  return facts
}

function networkFacts(
  { resolved, shapes, units }: Analysis,
  nodes: Record<NodeId, NodeFacts>,
  cost: Cost | null,
): Record<NodeId, NetworkFacts> {
  const facts = [...resolved.networks.values()].map(({ id, inputs, calls }): [NodeId, NetworkFacts] => {
    const known = inputs.flatMap(({ name }): [string, Shape][] => {
      const shape = shapes.inputs.get(formatEndpoint(id, name))
      return shape ? [[name, shape]] : []
    })
    return [
      id,
      {
        parameters: nodes[id]!.parameters,
        trainable: nodes[id]!.trainable,
        inputs: Object.fromEntries(known),
        outputs: nodes[id]!.outputs,
        order: (units.bodies.get(id) ?? []).filter((node) => resolved.nodes.get(node)!.kind.role === 'layer'),
        flopsByCall: Object.fromEntries(
          calls.map((call) => [call, cost?.flops.byCall.get(unitKey({ node: id, call })) ?? 0]),
        ),
      },
    ]
  })
  return Object.fromEntries(facts)
}

/** Wires into bypassed layers are drawn, so they have a shape too. */
function wireShapes({ wires }: GraphDocument, { resolved, shapes }: Analysis): Record<string, Shape | null> {
  const drawn: Record<string, Shape | null> = {}
  for (const to in wires) drawn[to] = shapes.values.get(resolved.wires.get(to) ?? wires[to]!) ?? null
  return drawn
}

const bypassedFacts = (document: GraphDocument, { shapes }: Analysis, id: NodeId): NodeFacts => ({
  outputs: bypassedOutputs(document, id, (value) => shapes.values.get(value)),
  ranges: {},
  parameters: 0,
  trainable: 0,
  flops: 0,
})
