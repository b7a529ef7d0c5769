/**
 * @file Graphs in a few lines, for tests. Networks are written as what is in their frame; all documents pass the same checks
 * as a file does.
 */
import type { GraphDocument } from '../graph/document'
import { parseDocument } from '../graph/load'

type Params = Record<string, unknown>

/** A kind and its params; what is left out takes its default. */
export type Sketch = readonly [kind: string, params?: Params]

export interface NetworkSketch {
  params: Params
  /** By id, which is unique in the document. */
  nodes: Record<string, Sketch>
  wires: Record<string, string>
}

/** A network with one input and one output and layers one after the other. `ids`: see `chain`. */
interface ChainSketch {
  input: string
  layers: readonly Sketch[]
  output: string
  params: Params
}

/**
 * `chain('z', [['dense', { units: 2 }]], 'point')` as network `G` has the nodes `G_in`, `G_1`, …, `G_out`, and the ports `z` and
 * `point`.
 */
export const chain = (input: string, layers: readonly Sketch[], output: string, params: Params = {}): ChainSketch => ({
  input,
  layers,
  output,
  params,
})

const isSketch = (sketch: Sketch | NetworkSketch | ChainSketch): sketch is Sketch => Array.isArray(sketch)

function expand(id: string, sketch: NetworkSketch | ChainSketch): NetworkSketch {
  if ('nodes' in sketch) return sketch
  const names = [`${id}_in`, ...sketch.layers.map((_, index) => `${id}_${index + 1}`)]
  const layers = sketch.layers.map((layer, index): [string, Sketch] => [names[index + 1]!, layer])
  return {
    params: sketch.params,
    nodes: {
      [`${id}_in`]: ['input', { name: sketch.input }],
      ...Object.fromEntries(layers),
      [`${id}_out`]: ['output', { name: sketch.output }],
    },
    wires: Object.fromEntries([...names.slice(1), `${id}_out`].map((to, index) => [`${to}.in`, `${names[index]}.out`])),
  }
}

/** A document of nodes and networks by id. Throws when it could not be loaded: the test is wrong then. */
export function sketch(
  parts: Record<string, Sketch | NetworkSketch | ChainSketch>,
  wires: Record<string, string> = {},
  training: Params = {},
): GraphDocument {
  const nodes: Record<string, unknown> = {}
  const allWires = { ...wires }
  let count = 0
  const add = (id: string, [kind, params = {}]: Sketch, parent?: string) => {
    nodes[id] = { kind, params, ...(parent !== undefined && { parent }), position: { x: 100 * ++count, y: 100 } }
  }
  for (const [id, part] of Object.entries(parts)) {
    if (isSketch(part)) {
      add(id, part)
      continue
    }
    const network = expand(id, part)
    add(id, ['network', { name: id, ...network.params }])
    for (const [child, node] of Object.entries(network.nodes)) add(child, node, id)
    Object.assign(allWires, network.wires)
  }
  const parsed = parseDocument({ format: 'ganvas', version: 1, nodes, wires: allWires, training })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problem))
  return parsed.value
}

/** The document with some wires set and others (`null`) removed. */
export function rewired(document: GraphDocument, wires: Record<string, string | null>): GraphDocument {
  const all = Object.entries({ ...document.wires, ...wires }).filter(
    (wire): wire is [string, string] => wire[1] !== null,
  )
  return reloaded({ ...document, wires: Object.fromEntries(all) })
}

/** The document with some params of a node set. */
export function withParams(document: GraphDocument, node: string, params: Params): GraphDocument {
  const before = document.nodes[node]!
  return reloaded({
    ...document,
    nodes: { ...document.nodes, [node]: { ...before, params: { ...before.params, ...params } } },
  })
}

/** The document without some nodes and the wires at them. */
export function removed(document: GraphDocument, ...ids: string[]): GraphDocument {
  const touches = (end: string) => ids.includes(end.split('.')[0]!)
  return reloaded({
    ...document,
    nodes: Object.fromEntries(Object.entries(document.nodes).filter(([id]) => !ids.includes(id))),
    wires: Object.fromEntries(Object.entries(document.wires).filter((wire) => !wire.some(touches))),
  })
}

function reloaded(document: GraphDocument): GraphDocument {
  const parsed = parseDocument(document)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problem))
  return parsed.value
}
