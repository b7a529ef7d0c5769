/**
 * @file What holds between the nodes and wires of a document, beyond each one's own form. Load refuses a file that breaks
 * it, and every edit keeps it. What is only incomplete or wrong for training is the compiler's to say.
 */
import { type EndpointParts, type GraphDocument, MAIN_CALL, type NodeId, parseEndpoint } from './document'
import { jsonPath, type LoadError } from './errors'
import { kindOf } from './kinds'
import { nearest } from './nearest'
import { callsOf, hasInput, hasOutput, nodeOf, portNameOf, portsOf, roleOf } from './queries'

export const MAX_NODES = 2000
export const MAX_WIRES = 4000

/** Why this node may not lie in that frame (`undefined`: on the canvas); `null` when it may. */
export function placeProblem(document: GraphDocument, id: NodeId, parent: NodeId | undefined): string | null {
  const { role, title } = kindOf(document.nodes[id]!)
  if (parent === undefined) {
    if (role !== 'input' && role !== 'output') return null
    return `${title} "${id}" is a port of a network, but lies on the canvas. Give it a network as parent.`
  }
  const parentRole = roleOf(document, parent)
  if (parentRole === null) {
    const known = Object.keys(document.nodes).filter((other) => roleOf(document, other) === 'network')
    const hint = nearest(parent, known)
    return `The parent of "${id}" is "${parent}", and there is no such node.${hint ? ` The nearest network is "${hint}".` : ''}`
  }
  if (parentRole !== 'network')
    return `The parent of "${id}" is "${parent}", which is no network and cannot hold nodes.`
  if (role === 'layer' || role === 'input' || role === 'output') return null
  if (role === 'network') return `Network "${id}" lies in network "${parent}". Networks cannot hold networks.`
  return `${title} "${id}" lies in network "${parent}". Networks hold only layers, inputs and outputs; put it on the canvas.`
}

/** Why there can be no wire from this output to this input; `null` when there can be. Says nothing of shapes and cycles. */
export function wireProblem(document: GraphDocument, from: string, to: string): string | null {
  const source = parseEndpoint(from)
  const destination = parseEndpoint(to)
  if (!source) return malformed(from)
  if (!destination) return malformed(to)
  const problem = endProblem(document, destination, to, 'input') ?? endProblem(document, source, from, 'output')
  if (problem) return problem
  const sourceParent = document.nodes[source.node]!.parent
  const destinationParent = document.nodes[destination.node]!.parent
  if (sourceParent === destinationParent) return null
  const place = (parent: NodeId | undefined) => (parent === undefined ? 'on the canvas' : `in network "${parent}"`)
  return (
    `A wire cannot cross a frame: "${source.node}" lies ${place(sourceParent)}, "${destination.node}" ` +
    `${place(destinationParent)}. Go through an input or output node of the network.`
  )
}

const malformed = (text: string) =>
  `"${text.slice(0, 80)}" is no endpoint. Write "node.port", or "node.port@call" for a call other than ${MAIN_CALL}.`

function endProblem(
  document: GraphDocument,
  { node, port, call }: EndpointParts,
  text: string,
  side: 'input' | 'output',
): string | null {
  const owner = nodeOf(document, node)
  if (!owner) {
    const hint = nearest(node, Object.keys(document.nodes))
    return `"${text}" names a node "${node}" that does not exist.${hint ? ` The nearest is "${hint}".` : ''}`
  }
  const calls = callsOf(owner)
  if (!calls.includes(call)) {
    const named = text.includes('@') ? `names a call "${call}"` : `means the call "${call}"`
    return `"${text}" ${named}, but ${title(document, node)} has ${list('call', calls)}.`
  }
  if (side === 'input' ? hasInput(document, node, port) : hasOutput(document, node, port)) return null
  const ports = portsOf(document, node)
  const names = (side === 'input' ? ports.inputs : ports.outputs).map(({ name }) => name)
  return `"${text}" names an ${side} "${port}", but ${title(document, node)} has ${list(side, names)}.`
}

const title = (document: GraphDocument, id: NodeId) => `${kindOf(document.nodes[id]!).title} "${id}"`

const list = (what: string, names: readonly string[]) =>
  names.length === 0
    ? `no ${what}s`
    : `the ${what}${names.length > 1 ? 's' : ''} ${names.map((name) => `"${name}"`).join(', ')}`

/** Names that every object inherits. A table by name would find the inherited property, so ids, ports and calls avoid them. */
export const isReserved = (name: string): boolean => name === 'prototype' || name in Object.prototype

/**
 * What is wrong between the nodes and wires of a document whose parts are well formed, in the order of the file, up to a
 * number of problems. Total for any such document.
 */
export function structureProblems(document: GraphDocument, limit: number): LoadError[] {
  const problems: LoadError[] = []
  const portOwners = new Map<string, NodeId>()
  for (const [id, node] of Object.entries(document.nodes)) {
    const report = (message: string, ...path: (string | number)[]) =>
      problems.push({ path: jsonPath(['nodes', id, ...path]), message })
    const misplaced = placeProblem(document, id, node.parent)
    if (misplaced) report(misplaced, ...(node.parent === undefined ? [] : ['parent']))
    const { role } = kindOf(node)
    callsOf(node).forEach((call, index) => {
      if (isReserved(call))
        report(`"${call}" is a reserved word. Give the call another name.`, 'params', 'calls', index)
    })
    if (role === 'input' || role === 'output') {
      const name = portNameOf(node)
      const key = `${role} ${name} ${node.parent}`
      const twin = portOwners.get(key)
      if (isReserved(name)) report(`"${name}" is a reserved word. Give the ${role} another name.`, 'params', 'name')
      if (twin === undefined) portOwners.set(key, id)
      else
        report(
          `Network "${node.parent}" has two ${role}s named "${name}": "${twin}" and "${id}". Give each its own name.`,
          'params',
          'name',
        )
    }
  }
  for (const [to, from] of Object.entries(document.wires)) {
    if (problems.length >= limit) break
    const message = wireProblem(document, from, to)
    if (message) problems.push({ path: jsonPath(['wires', to]), message })
  }
  return problems.slice(0, limit)
}
