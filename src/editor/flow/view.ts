/** @file One node as it is drawn: its title, its ports with their shapes, and what is wrong with it, from the document and the compilation. */
import type { Compilation, Diagnostic, NodeFacts, Severity } from '../../compile/compilation'
import { formatEndpoint, type GraphDocument, type GraphNode, type NodeId } from '../../graph/document'
import { type AnyKind, kindOf } from '../../graph/kinds'
import { childrenOf, portNameOf, portsOf, roleOf, type Wire, wiresOf } from '../../graph/queries'
import type { Family } from '../../layers/layer'
import { countText } from '../../lib/quantities'
import { sameContent } from '../../lib/same-content'
import { formatShape } from '../../tensor/shape'
import { summaryOf, trainingOf } from '../summary'
import { isNetworkLook, type Look, lookOf, type PreviewForm, portY } from './geometry'

/** One port of one call. `handle` is the endpoint without its node: `image@fake`. */
export interface PortView {
  handle: string
  name: string
  /** What stands beside it; `null` when the name says nothing: `in`, `out`. */
  label: string | null
  /** `null` when the node is called only once. */
  call: string | null
  description: string
  /** `[28, 28, 1]`; `null` while unknown. */
  shape: string | null
  /** What the compiler says against it. */
  error: string | null
  wired: boolean
  /** From the top of the node. */
  y: number
}

/** On whose side a network stands, by tracing. */
export type Side = 'player' | 'critic' | 'neutral'

/** A network's colour: its side, and its place among the networks of that side, counted from 1 up to `TONES` and round again. */
export type Tone = `${Side}-${number}`

/** How many colours there are for each side, as in the style sheet. */
const TONES = 3

export interface FrameView {
  side: Side
  tone: Tone
  frozen: boolean
  parameters: number
  empty: boolean
  /** `5 layers`. */
  layers: string
  /** `Adam 0.0002`; `frozen` when nothing is trained. */
  training: string
  /** Output nodes whose pictures stand for the network while it is closed. */
  outputs: readonly NodeId[]
  /** Errors and warnings at nodes that are not drawn because the network is closed. */
  hiddenProblems: number
}

export interface NodeView {
  [key: string]: unknown
  kind: string
  look: Look
  family: Family
  icon: string
  title: string
  /** The params worth a look, in a line: `filters 64 · strides 2`. */
  summary: string
  /** `4,160 weights`, on a line with its part of a step's work; `null` for what can have neither. */
  facts: string | null
  inputs: readonly PortView[]
  outputs: readonly PortView[]
  problem: { severity: Exclude<Severity, 'info'>; text: string } | null
  /** What comes in goes past it. */
  bypassed: boolean
  /** Its weights stay as they are: its own wish, or that of its network. */
  frozen: boolean
  /** `null` for anything but a network, open or closed. */
  frame: FrameView | null
}

/** An endpoint without its node, as React Flow names ports: `image@fake`. */
export const handleOf = (port: string, call: string): string => formatEndpoint('x', port, call).slice(2)

export interface ViewContext {
  document: GraphDocument
  compilation: Compilation
  problems: ReadonlyMap<NodeId, Diagnostic[]>
  /** Sources of at least one wire. */
  used: ReadonlySet<string>
  sides: ReadonlyMap<NodeId, { side: Side; tone: Tone }>
}

/** What the views of all nodes have in common. */
export function viewContext(document: GraphDocument, compilation: Compilation): ViewContext {
  const problems = new Map<NodeId, Diagnostic[]>()
  for (const diagnostic of compilation.diagnostics) {
    if (diagnostic.node === undefined || diagnostic.severity === 'info') continue
    problems.set(diagnostic.node, [...(problems.get(diagnostic.node) ?? []), diagnostic])
  }
  return {
    document,
    compilation,
    problems,
    used: new Set(Object.values(document.wires)),
    sides: sidesAndTones(document, compilation),
  }
}

function sidesAndTones(document: GraphDocument, compilation: Compilation): ViewContext['sides'] {
  const objectives = Object.values(compilation.objectives)
  const critics = new Set(objectives.flatMap((objective) => objective.critics))
  const players = new Set(objectives.flatMap((objective) => objective.players))
  const counts: Record<Side, number> = { critic: 0, player: 0, neutral: 0 }
  const networks = Object.keys(document.nodes).filter((id) => roleOf(document, id) === 'network')
  return new Map(
    networks.map((id) => {
      const side = critics.has(id) ? 'critic' : players.has(id) ? 'player' : 'neutral'
      return [id, { side, tone: `${side}-${(counts[side]++ % TONES) + 1}` }]
    }),
  )
}

/**
 * Whether nothing has changed since that the view of a node is made of: asked of every node at every edit, because making a view takes ten
 * times as long.
 */
export function looksSame(id: NodeId, before: ViewContext, now: ViewContext): boolean {
  const [old, node] = [before.document.nodes[id], now.document.nodes[id]]
  if (!old || !node) return false
  const frozen = ({ document }: ViewContext) => document.nodes[node.parent ?? '']?.params.trainable === false
  return (
    (old === node ||
      (old.kind === node.kind &&
        old.params === node.params &&
        old.parent === node.parent &&
        old.bypassed === node.bypassed &&
        old.frozen === node.frozen &&
        old.collapsed === node.collapsed)) &&
    frozen(before) === frozen(now) &&
    sameContent(before.problems.get(id), now.problems.get(id)) &&
    sameWires(id, before, now) &&
    sameFacts(before.compilation.nodes[id], now.compilation.nodes[id]) &&
    (roleOf(now.document, id) !== 'network' || sameInside(id, before, now))
  )
}

/** A network shows its side and what lies in it. */
function sameInside(network: NodeId, before: ViewContext, now: ViewContext): boolean {
  const [old, children] = [childrenOf(before.document, network), childrenOf(now.document, network)]
  return (
    sameContent(before.sides.get(network), now.sides.get(network)) &&
    sameContent(before.compilation.networks[network]?.inputs, now.compilation.networks[network]?.inputs) &&
    old.length === children.length &&
    children.every(
      (child, index) =>
        child === old[index] &&
        before.document.nodes[child] === now.document.nodes[child] &&
        sameContent(before.problems.get(child), now.problems.get(child)),
    )
  )
}

const sameFacts = (a: NodeFacts | undefined, b: NodeFacts | undefined): boolean =>
  a === b || (a?.parameters === b?.parameters && sameContent(a?.outputs, b?.outputs))

/** The same wires at its ports, and the same shapes coming in. */
function sameWires(id: NodeId, before: ViewContext, now: ViewContext): boolean {
  const { into, outOf } = wiresOf(now.document, id)
  if (before.document.wires !== now.document.wires) {
    const old = wiresOf(before.document, id)
    if (!sameEnds(old.into, into) || !sameEnds(old.outOf, outOf)) return false
  }
  return into.every(({ to }) => sameContent(before.compilation.wires[to], now.compilation.wires[to]))
}

const sameEnds = (a: readonly Wire[], b: readonly Wire[]): boolean =>
  a.length === b.length && a.every(({ from, to }, index) => from === b[index]!.from && to === b[index]!.to)

/** "What happened. How to mend it." */
export const sentenceOf = ({ message, fix }: { message: string; fix: string }): string => `${message} ${fix}`.trim()

export function viewOf(id: NodeId, node: GraphNode, context: ViewContext): NodeView {
  const { document, compilation } = context
  const definition = kindOf(node)
  const look = node.collapsed === true ? 'box' : lookOf(definition.role)
  const ports = portsOf(document, id)
  const children = isNetworkLook(look) ? childrenOf(document, id) : []
  const hidden = look === 'box' ? children.flatMap((child) => context.problems.get(child) ?? []) : []
  const own = context.problems.get(id) ?? []
  const problems = [...own, ...hidden]
  const facts = compilation.nodes[id]
  const network = compilation.networks[id]
  const rowsOfCall = Math.max(ports.inputs.length, ports.outputs.length)
  const severalCalls = ports.calls.length > 1
  // The port of a boundary node goes by the name that it has on the frame.
  const boundaryName = definition.role === 'input' || definition.role === 'output' ? portNameOf(node) : null
  const labelOf = (name: string, side: readonly unknown[]) =>
    boundaryName ?? (side.length > 1 || isNetworkLook(look) ? name : null)
  const inputs: PortView[] = []
  const outputs: PortView[] = []
  ports.calls.forEach((call, callIndex) => {
    const firstRow = callIndex * rowsOfCall
    ports.inputs.forEach(({ name, description }, index) => {
      const wire = formatEndpoint(id, name, call)
      const handle = handleOf(name, call)
      // A port is at fault for all calls of its node, or for one.
      const error = own.find(({ severity, port }) => severity === 'error' && (port === name || port === handle))
      const shape = network?.inputs[name] ?? compilation.wires[wire]
      inputs.push({
        handle,
        name,
        label: labelOf(name, ports.inputs),
        call: severalCalls ? call : null,
        description,
        shape: shape ? formatShape(shape) : null,
        error: error ? sentenceOf(error) : null,
        wired: wire in document.wires,
        y: portY(look, firstRow + index),
      })
    })
    ports.outputs.forEach(({ name, description }, index) => {
      const shape = facts?.outputs[name]
      outputs.push({
        handle: handleOf(name, call),
        name,
        label: labelOf(name, ports.outputs),
        call: severalCalls ? call : null,
        description,
        shape: shape ? formatShape(shape) : null,
        error: null,
        wired: context.used.has(formatEndpoint(id, name, call)),
        y: portY(look, firstRow + index),
      })
    })
  })
  const severity = problems.some((problem) => problem.severity === 'error') ? 'error' : 'warning'
  const party = context.sides.get(id)
  return {
    kind: node.kind,
    look,
    family: definition.family,
    icon: definition.icon,
    title: titleOf(node),
    summary: summaryOf(definition, node.params),
    facts: facts && hasFacts(definition) ? `${countText(facts.parameters)} weights` : null,
    inputs,
    outputs,
    problem: problems.length > 0 ? { severity, text: problems.map(sentenceOf).join('\n') } : null,
    bypassed: node.bypassed === true,
    frozen: node.frozen === true || document.nodes[node.parent ?? '']?.params.trainable === false,
    frame: party
      ? {
          ...party,
          frozen: node.params.trainable === false,
          parameters: network?.parameters ?? 0,
          empty: children.length === 0,
          layers: countedLayers(children.filter((child) => roleOf(document, child) === 'layer').length),
          training: trainingOf(definition, node.params),
          outputs: children.filter((child) => roleOf(document, child) === 'output').slice(0, MOST_BOX_PREVIEWS),
          hiddenProblems: hidden.length,
        }
      : null,
  }
}

/** A closed network has room for the pictures of so many outputs. */
const MOST_BOX_PREVIEWS = 2

const countedLayers = (count: number): string => `${count} ${count === 1 ? 'layer' : 'layers'}`

/** By the kind alone, so that a card keeps its height whatever is wired to it. */
const hasFacts = (definition: AnyKind): boolean =>
  definition.role === 'layer' && (definition.weights !== undefined || definition.multiplyAdds !== undefined)

/** A network goes by its own name, anything else by its kind's title. */
export function titleOf(node: GraphNode): string {
  const definition = kindOf(node)
  return definition.role === 'network' && typeof node.params.name === 'string' ? node.params.name : definition.title
}

/** What the plan shows there; while there is no plan, what the shape lets expect; `null` while it is unknown. */
export function previewForm(id: NodeId, document: GraphDocument, compilation: Compilation): PreviewForm | null {
  const role = roleOf(document, id)
  if (role !== 'preview' && role !== 'output') return null
  const planned = compilation.plan?.previews.find(({ node }) => node === id)?.type
  if (planned) return planned === 'image' || planned === 'points' ? 'square' : 'histogram'
  const [input] = portsOf(document, id).inputs
  const shape = input && compilation.wires[formatEndpoint(id, input.name)]
  if (!shape) return null
  return shape.length === 1 && shape[0] === 1 ? 'histogram' : 'square'
}
