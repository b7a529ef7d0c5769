/** @file One node as it is drawn: its title, its ports with their shapes, and what is wrong with it, from the document and the compilation. */
import type { Compilation, Diagnostic, Severity } from '../compile/compilation'
import { formatEndpoint, type GraphDocument, type GraphNode, type NodeId } from '../graph/document'
import { kindOf } from '../graph/kinds'
import { portNameOf, portsOf } from '../graph/queries'
import type { Family } from '../layers/layer'
import { formatShape } from '../tensor/shape'
import { type Look, lookOf, type PreviewForm, portY } from './flow-geometry'
import { summaryOf } from './summary'

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

export interface FrameView {
  side: Side
  frozen: boolean
  parameters: number
  empty: boolean
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
  inputs: readonly PortView[]
  outputs: readonly PortView[]
  problem: { severity: Exclude<Severity, 'info'>; text: string } | null
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
  critics: ReadonlySet<NodeId>
  players: ReadonlySet<NodeId>
  filled: ReadonlySet<NodeId>
}

/** What the views of all nodes have in common. */
export function viewContext(document: GraphDocument, compilation: Compilation): ViewContext {
  const problems = new Map<NodeId, Diagnostic[]>()
  for (const diagnostic of compilation.diagnostics) {
    if (diagnostic.node === undefined || diagnostic.severity === 'info') continue
    problems.set(diagnostic.node, [...(problems.get(diagnostic.node) ?? []), diagnostic])
  }
  const objectives = Object.values(compilation.objectives)
  return {
    document,
    compilation,
    problems,
    used: new Set(Object.values(document.wires)),
    critics: new Set(objectives.flatMap((objective) => objective.critics)),
    players: new Set(objectives.flatMap((objective) => objective.players)),
    filled: new Set(Object.values(document.nodes).flatMap((node) => (node.parent === undefined ? [] : [node.parent]))),
  }
}

/** "What happened. How to mend it." */
export const sentenceOf = ({ message, fix }: { message: string; fix: string }): string => `${message} ${fix}`.trim()

export function viewOf(id: NodeId, node: GraphNode, context: ViewContext): NodeView {
  const { document, compilation } = context
  const definition = kindOf(node)
  const look = lookOf(definition.role)
  const ports = portsOf(document, id)
  const problems = context.problems.get(id) ?? []
  const facts = compilation.nodes[id]
  const network = compilation.networks[id]
  const rowsOfCall = Math.max(ports.inputs.length, ports.outputs.length)
  const severalCalls = ports.calls.length > 1
  // The port of a boundary node goes by the name that it has on the frame.
  const boundaryName = definition.role === 'input' || definition.role === 'output' ? portNameOf(node) : null
  const labelOf = (name: string, side: readonly unknown[]) =>
    boundaryName ?? (side.length > 1 || look === 'frame' ? name : null)
  const inputs: PortView[] = []
  const outputs: PortView[] = []
  ports.calls.forEach((call, callIndex) => {
    const firstRow = callIndex * rowsOfCall
    ports.inputs.forEach(({ name, description }, index) => {
      const wire = formatEndpoint(id, name, call)
      const handle = handleOf(name, call)
      // A port is at fault for all calls of its node, or for one.
      const error = problems.find(({ severity, port }) => severity === 'error' && (port === name || port === handle))
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
  const trainable = node.params.trainable !== false
  return {
    kind: node.kind,
    look,
    family: definition.family,
    icon: definition.icon,
    title: titleOf(node),
    summary: summaryOf(definition, node.params),
    inputs,
    outputs,
    problem: problems.length > 0 ? { severity, text: problems.map(sentenceOf).join('\n') } : null,
    frame:
      look === 'frame'
        ? {
            side: context.critics.has(id) ? 'critic' : context.players.has(id) ? 'player' : 'neutral',
            frozen: !trainable,
            parameters: network?.parameters ?? 0,
            empty: !context.filled.has(id),
          }
        : null,
  }
}

/** A network goes by its own name, anything else by its kind's title. */
export function titleOf(node: GraphNode): string {
  const definition = kindOf(node)
  return definition.role === 'network' && typeof node.params.name === 'string' ? node.params.name : definition.title
}

/** What the plan shows there; while there is no plan, what the shape lets expect; `null` while it is unknown. */
export function previewForm(id: NodeId, document: GraphDocument, compilation: Compilation): PreviewForm | null {
  const planned = compilation.plan?.previews.find(({ node }) => node === id)?.type
  if (planned) return planned === 'image' || planned === 'points' ? 'square' : 'histogram'
  const [input] = portsOf(document, id).inputs
  const shape = input && compilation.wires[formatEndpoint(id, input.name)]
  if (!shape) return null
  return shape.length === 1 && shape[0] === 1 ? 'histogram' : 'square'
}
