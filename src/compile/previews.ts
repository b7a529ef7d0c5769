/** @file What is shown where: a picture for every output node of a used network and for every preview node. */
import { formatEndpoint, MAIN_CALL, type NodeId, parseEndpoint } from '../graph/document'
import { type Shape, shapeSize } from '../tensor/shape'
import { type Analysis, nodesOfRole } from './analysis'
import { coneOf, producers } from './cones'
import { portAt } from './diagnostics'
import type { Plan, PlanPreview, ValueName } from './plan'
import { type Network, objectiveKindOf } from './resolve'
import { unitKey } from './units'

type Picture = PlanPreview extends infer Preview
  ? Preview extends PlanPreview
    ? Omit<Preview, 'node' | 'title' | 'operations'>
    : never
  : never

interface Labelled {
  label: string
  value: ValueName
}

export function planPreviews(analysis: Analysis, { operations }: Pick<Plan, 'operations'>): PlanPreview[] {
  const producer = producers(operations)
  const complete = (node: NodeId, title: string, picture: Picture): PlanPreview => {
    const values = 'values' in picture ? picture.values.map(({ value }) => value) : [picture.value]
    if (picture.type === 'points' && picture.real !== null) values.push(picture.real)
    return { node, title, operations: coneOf(operations, producer, values), ...picture }
  }
  const { resolved, live } = analysis
  const ofNetworks = [...resolved.networks.values()].flatMap((network) =>
    network.outputs.flatMap(({ name, node }) => {
      const calls = network.calls.filter((call) => live.units.has(unitKey({ node: network.id, call })))
      const values = calls.map((call) => ({ label: call, value: formatEndpoint(network.id, name, call) }))
      const picture = pictureOf(analysis, values)
      return picture ? [complete(node, `${network.params.name}.${name}`, picture)] : []
    }),
  )
  const ofNodes = nodesOfRole(resolved, 'preview').flatMap(({ id }) => {
    const value = resolved.wires.get(formatEndpoint(id, 'in'))
    const picture = value === undefined ? null : pictureOf(analysis, [{ label: labelOf(analysis, value), value }])
    return value !== undefined && picture ? [complete(id, labelOf(analysis, value), picture)] : []
  })
  return [...ofNetworks, ...ofNodes]
}

/** `Generator.image`, `Discriminator.score@fake`, `data.image`. */
function labelOf({ resolved }: Analysis, value: ValueName): string {
  const { node, port, call } = parseEndpoint(value)!
  return `${resolved.networks.get(node)?.params.name ?? node}.${portAt(port, call)}`
}

/** `values`: what the calls of one output give. Pictures that show one value only show the first call's. */
function pictureOf(analysis: Analysis, values: readonly Labelled[]): Picture | null {
  const first = values[0]
  const shape = first && analysis.shapes.values.get(first.value)
  if (!shape) return null
  const scored = values.map(({ value }) => adversarialPorts(analysis, value))
  if (scored.some(({ length }) => length > 0)) return { type: 'scores', values: scoreLabels(values, scored) }
  if (isImage(shape))
    return { type: 'image', value: first.value, shape, range: analysis.ranges.get(first.value) ?? null }
  if (isPoint(shape)) return { type: 'points', value: first.value, ...pointsCompany(analysis, first.value) }
  return { type: 'values', values, shape }
}

const isImage = ([height = 0, width = 0, channels = 0, ...rest]: Shape) =>
  rest.length === 0 && height >= 2 && width >= 2 && (channels === 1 || channels === 3)

const isPoint = (shape: Shape) => shape.length === 1 && shape[0] === 2

/** Ports of adversarial objectives that a value reaches, straight or through layers outside networks. */
function adversarialPorts({ resolved }: Analysis, value: ValueName): string[] {
  const ports = new Set<string>()
  const seen = new Set<ValueName>()
  const open = [value]
  for (let current = open.pop(); current !== undefined; current = open.pop()) {
    if (seen.has(current)) continue
    seen.add(current)
    for (const reader of resolved.readers.get(current) ?? []) {
      const { node, port } = parseEndpoint(reader)!
      const found = resolved.nodes.get(node)!
      if (found.kind.role === 'layer' && found.node.parent === undefined) open.push(formatEndpoint(node, 'out'))
      if (found.kind.role !== 'objective') continue
      const { tracing } = objectiveKindOf(found)
      if ('adversarial' in tracing && tracing.adversarial.includes(port)) ports.add(port)
    }
  }
  return [...ports]
}

/** `real` and `fake` as the objective takes them, when that tells the calls apart; else the names of the calls. */
function scoreLabels(values: readonly Labelled[], ports: readonly (readonly string[])[]): Labelled[] {
  const labels = ports.map((taken) => (taken.length === 1 ? taken[0]! : null))
  const distinct = !labels.includes(null) && new Set(labels).size === labels.length
  return distinct ? values.map(({ value }, index) => ({ label: labels[index]!, value })) : [...values]
}

type Company = Pick<PlanPreview & { type: 'points' }, 'real' | 'critic'>

/** Real points that reach the same input of a network as these do, and that network if it scores nothing but points. */
function pointsCompany(analysis: Analysis, value: ValueName): Company {
  const { resolved } = analysis
  const companies = (resolved.readers.get(value) ?? []).flatMap((reader): Company[] => {
    const { node, port, call } = parseEndpoint(reader)!
    const network = resolved.networks.get(node)
    if (!network) return []
    const others = network.calls.filter((other) => other !== call)
    const real = others
      .map((other) => resolved.wires.get(formatEndpoint(node, port, other)))
      .find((other) => other !== undefined && resolved.nodes.get(parseEndpoint(other)!.node)!.kind.role === 'source')
    return [{ real: real ?? null, critic: scoresPoints(analysis, network) }]
  })
  const empty: Company = { real: null, critic: null }
  return (
    companies.find(({ real, critic }) => real && critic) ?? companies.find(({ real }) => real) ?? companies[0] ?? empty
  )
}

function scoresPoints(analysis: Analysis, network: Network): Company['critic'] {
  const [input, ...others] = network.inputs
  const shape = input && analysis.shapes.inputs.get(formatEndpoint(network.id, input.name, MAIN_CALL))
  if (!input || others.length > 0 || !shape || !isPoint(shape)) return null
  const output = network.outputs.find(({ name }) =>
    network.calls.some((call) => {
      const value = formatEndpoint(network.id, name, call)
      const score = analysis.shapes.values.get(value)
      return score !== undefined && shapeSize(score) === 1 && adversarialPorts(analysis, value).length > 0
    }),
  )
  return output ? { network: network.id, input: input.name, output: output.name } : null
}
