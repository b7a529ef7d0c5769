/**
 * @file A graph in figures, after `model.summary()` of Keras: for each network its layers in the order in which they are computed,
 * with shape, weights and work; and what the whole comes to. Data for a dialog, and the same as plain text for a terminal.
 */
import type { GraphDocument, NodeId } from '../graph/document'
import { kindOf } from '../graph/kinds'
import { bytesText, countText, flopsText, percentText } from '../lib/quantities'
import { formatShape, type Shape } from '../tensor/shape'
import type { Compilation } from './compilation'

export interface LayerSummary {
  layer: NodeId
  /** Of its kind: `Conv2D`. */
  title: string
  /** `null` while it is not known. */
  output: Shape | null
  parameters: number
  trainable: number
  /** In one step, over all calls and passes. */
  flops: number
  /** Part of the step's FLOPs, 0 … 1. */
  share: number
}

export interface NetworkSummary extends Omit<LayerSummary, 'layer' | 'output'> {
  network: NodeId
  frozen: boolean
  inputs: Record<string, Shape>
  outputs: Record<string, Shape>
  layers: readonly LayerSummary[]
  /** What each call takes of the step; empty when there is but one. */
  calls: readonly { call: string; flops: number; share: number }[]
}

export interface GraphSummary {
  name: string
  networks: readonly NetworkSummary[]
  /** Layers outside of networks. */
  outside: readonly LayerSummary[]
  parameters: number
  trainable: number
  flopsPerStep: number
  bytes: Compilation['bytes']
  trainingBytes: number
}

export function summarise(document: GraphDocument, compilation: Compilation): GraphSummary {
  const { flopsPerStep, bytes, trainingBytes } = compilation
  const shareOf = (flops: number) => (flopsPerStep > 0 ? flops / flopsPerStep : 0)
  const layerOf = (layer: NodeId): LayerSummary => {
    const { outputs, parameters, trainable, flops } = compilation.nodes[layer]!
    const { title } = kindOf(document.nodes[layer]!)
    return { layer, title, output: outputs.out ?? null, parameters, trainable, flops, share: shareOf(flops) }
  }
  const networks = Object.entries(compilation.networks).map(([network, facts]): NetworkSummary => {
    const { params } = document.nodes[network]!
    const { flops } = compilation.nodes[network]!
    const calls = Object.entries(facts.flopsByCall)
    return {
      network,
      title: String(params.name),
      frozen: params.trainable === false,
      inputs: facts.inputs,
      outputs: facts.outputs,
      parameters: facts.parameters,
      trainable: facts.trainable,
      flops,
      share: shareOf(flops),
      layers: facts.order.map(layerOf),
      calls: calls.length > 1 ? calls.map(([call, ofCall]) => ({ call, flops: ofCall, share: shareOf(ofCall) })) : [],
    }
  })
  const outside = Object.entries(document.nodes).flatMap(([id, node]) =>
    node.parent === undefined && node.bypassed !== true && kindOf(node).role === 'layer' ? [layerOf(id)] : [],
  )
  const total = (key: 'parameters' | 'trainable') => [...networks, ...outside].reduce((sum, part) => sum + part[key], 0)
  return {
    name: document.name,
    networks,
    outside,
    parameters: total('parameters'),
    trainable: total('trainable'),
    flopsPerStep,
    bytes,
    trainingBytes,
  }
}

const HEAD = ['', 'Layer', 'Kind', 'Output', 'Parameters', 'Trainable', 'FLOPs a step', 'Share']
/** Words stand left, figures right. */
const WORDS = new Set([1, 2, 3])

const portsText = (ports: Record<string, Shape>): string =>
  Object.entries(ports)
    .map(([port, shape]) => `${port} ${formatShape(shape)}`)
    .join(', ') || 'nothing'

const figuresOf = ({
  parameters,
  trainable,
  flops,
  share,
}: Omit<LayerSummary, 'layer' | 'title' | 'output'>): string[] => [
  countText(parameters),
  countText(trainable),
  flopsText(flops),
  percentText(share),
]

function tableText(layers: readonly LayerSummary[], total: string[] | null): string[] {
  const rows = layers.map((layer, index) => [
    String(index + 1),
    layer.layer,
    layer.title,
    layer.output ? formatShape(layer.output) : '?',
    ...figuresOf(layer),
  ])
  const all = [HEAD, ...rows, ...(total ? [total] : [])]
  const widths = HEAD.map((_, column) => Math.max(...all.map((row) => row[column]!.length)))
  const line = (row: readonly string[]) =>
    `  ${row.map((cell, column) => (WORDS.has(column) ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join('  ')}`.trimEnd()
  const rule = `  ${'─'.repeat(widths.reduce((sum, width) => sum + width + 2, -2))}`
  return [line(HEAD), rule, ...rows.map(line), ...(total ? [rule, line(total)] : [])]
}

/** One network: a heading, its table, its calls. */
export function networkText(network: NetworkSummary): string {
  const { title, frozen, inputs, outputs, layers, calls } = network
  const lines = [
    `${title} (${network.network}${frozen ? ', frozen' : ''}): ${portsText(inputs)} → ${portsText(outputs)}`,
    ...tableText(layers, ['', 'Total', '', '', ...figuresOf(network)]),
  ]
  if (calls.length > 0)
    lines.push(
      `  Calls: ${calls.map(({ call, flops, share }) => `${call} ${flopsText(flops)} (${percentText(share)})`).join(', ')}`,
    )
  return lines.join('\n')
}

/** Names and values of what the whole graph comes to. */
export function totalsOf(summary: GraphSummary): [name: string, value: string][] {
  const { parameters, trainable, flopsPerStep, bytes, trainingBytes } = summary
  return [
    ['Parameters', countText(parameters)],
    ['of them trainable', countText(trainable)],
    ['Work in one step', flopsText(flopsPerStep)],
    ['Memory: weights', bytesText(bytes.weights)],
    ['Memory: activations', bytesText(bytes.activations)],
    ['Memory: all that training keeps', bytesText(trainingBytes)],
  ]
}

/** The whole graph as plain text. */
export function summaryText(summary: GraphSummary): string {
  const totals = totalsOf(summary)
  const width = Math.max(...totals.map(([name]) => name.length))
  const parts = summary.networks.map(networkText)
  if (summary.outside.length > 0) parts.push(['Outside of networks', ...tableText(summary.outside, null)].join('\n'))
  parts.push(['Whole graph', ...totals.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`)].join('\n'))
  return parts.join('\n\n')
}
