/**
 * @file The compiler: a document in, all that can be said of it out. Pure, and total for every document that load lets
 * through. It returns what it could infer and the diagnostics, always both (the idea is rust-analyzer's).
 */
import { formatEndpoint, type GraphDocument, type NodeId } from '../graph/document'
import { type Shape, shapeSize } from '../tensor/shape'
import { type Analysis, analysisOf } from './analysis'
import { bypassedOutputs } from './bypass'
import type { Compilation, Diagnostic, NetworkFacts, NodeFacts } from './compilation'
import { type Cost, costOf } from './cost'
import { lower } from './lower'
import type { Plan } from './plan'
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

export function compile(document: GraphDocument): Compilation {
  const analysis = analysisOf(document)
  const found = findings(analysis)
  let plan: Plan | null = null
  let cost: Cost | null = null
  if (!hasErrors(found)) {
    plan = lower(analysis)
    cost = costOf(analysis, plan)
    found.push(...nothingToTrain(analysis, plan), ...secondDerivatives(analysis, plan), ...tooLarge(cost, plan))
    if (!hasErrors(found)) found.push(...adviceRules.flatMap((rule) => rule(analysis)))
  }
  const facts = { ...nodeFacts(analysis, cost), ...bypassedFacts(document, analysis) }
  const nodes = Object.fromEntries(Object.keys(document.nodes).map((id): [NodeId, NodeFacts] => [id, facts[id]!]))
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

function nodeFacts({ resolved, shapes, ranges }: Analysis, cost: Cost | null): Record<NodeId, NodeFacts> {
  const facts = (id: NodeId): NodeFacts => {
    const found = resolved.nodes.get(id)!
    const network = resolved.networks.get(id)
    const names = network
      ? network.outputs.map(({ name }) => name)
      : found.kind.role === 'source'
        ? Object.keys(found.kind.outputs(found.node.params))
        : ['out']
    const outputs: Record<string, Shape> = {}
    const known: NodeFacts['ranges'] = {}
    for (const name of names) {
      const values = (network?.calls ?? [undefined]).map((call) => formatEndpoint(id, name, call))
      const value = values.find((candidate) => shapes.values.has(candidate))
      if (value === undefined) continue
      outputs[name] = shapes.values.get(value)!
      known[name] = ranges.get(value) ?? null
    }
    const layers = network?.children ?? [id]
    const weights = layers.flatMap((layer) => shapes.weights.get(layer) ?? [])
    const owner = network ?? resolved.networks.get(found.node.parent ?? '')
    return {
      outputs,
      ranges: known,
      parameters: weightCount(weights),
      trainable: owner?.params.trainable ? weightCount(weights.filter(({ trainable }) => trainable)) : 0,
      flops: layers.reduce((total, layer) => total + (cost?.flops.byLayer.get(layer) ?? 0), 0),
    }
  }
  return Object.fromEntries([...resolved.nodes.keys()].map((id) => [id, facts(id)]))
}

const weightCount = (weights: readonly { shape: Shape }[]): number =>
  weights.reduce((total, { shape }) => total + shapeSize(shape), 0)

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
function wireShapes(document: GraphDocument, { resolved, shapes }: Analysis): Record<string, Shape | null> {
  const drawn = Object.entries(document.wires).map(([to, from]): [string, Shape | null] => {
    const source = resolved.wires.get(to) ?? from
    return [to, shapes.values.get(source) ?? null]
  })
  return Object.fromEntries(drawn)
}

function bypassedFacts(document: GraphDocument, { shapes }: Analysis): Record<NodeId, NodeFacts> {
  const bypassed = Object.keys(document.nodes).filter((id) => document.nodes[id]!.bypassed === true)
  return Object.fromEntries(
    bypassed.map((id) => [
      id,
      {
        outputs: bypassedOutputs(document, id, (value) => shapes.values.get(value)),
        ranges: {},
        parameters: 0,
        trainable: 0,
        flops: 0,
      },
    ]),
  )
}
