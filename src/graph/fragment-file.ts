/**
 * @file A fragment as text, for the clipboard, for a chat and for a file of its own: readable JSON that any tab can paste. What comes back
 * is checked as strictly as a document, by the same loader: it may come from anybody.
 */
import { fail, ok, type Result } from '../lib/result'
import { formatEndpoint, type GraphDocument, type NodeId, parseEndpoint } from './document'
import { formatValue, jsonPath, type LoadError } from './errors'
import { type Fragment, isRoot } from './fragment'
import { kinds } from './kinds'
import { MAX_ERRORS, parseDocument, readJson } from './load'
import { nearest } from './nearest'
import { callsOf, hasInput, nodeOf } from './queries'
import { layOut, sorted } from './save'
import { CURRENT_VERSION, MAX_DESCRIPTION_LENGTH, MAX_NAME_LENGTH, nodesSchema } from './schema'
import { MAX_WIRES } from './structure'

export const FRAGMENT_FORMAT = 'ganvas-fragment'

/** A fragment with a name is a block, to be used again. */
export interface NamedFragment {
  /** Empty when it has none. */
  name: string
  description: string
  fragment: Fragment
}

type Loaded = Result<NamedFragment, LoadError[]>

/** What a text claims to be: a graph, a piece of one, or neither. */
export function formatOf(text: string): 'document' | 'fragment' | null {
  const [, format] = /"format"\s*:\s*"(ganvas|ganvas-fragment)"/.exec(text) ?? []
  return format === undefined ? null : format === FRAGMENT_FORMAT ? 'fragment' : 'document'
}

/** Canonical: equal fragments give equal texts. */
export function saveFragment({ nodes, wires, incoming }: Fragment, { name = '', description = '' } = {}): string {
  return layOut({
    format: FRAGMENT_FORMAT,
    version: CURRENT_VERSION,
    ...(name !== '' && { name }),
    ...(description !== '' && { description }),
    // Parsing puts keys in the order in which the schema declares them.
    nodes: sorted(nodesSchema.parse(nodes)),
    wires: sorted(wires),
    incoming: sorted(incoming),
  })
}

const KEYS = ['format', 'version', 'name', 'description', 'nodes', 'wires', 'incoming'] as const

/** Reads the text of a fragment, or says what is wrong and where. Nothing in the answer is shared with a document. */
export function loadFragment(text: string): Loaded {
  const read = readJson(text)
  if (!read.ok) return read
  const value = read.value
  if (!isObject(value) || value.format !== FRAGMENT_FORMAT) {
    const received = isObject(value) ? formatValue(value.format) : formatValue(value)
    return refuse('format', `This is no piece of a graph: its format should be "${FRAGMENT_FORMAT}", not ${received}.`)
  }
  const unknown = Object.keys(value).find((key) => !(KEYS as readonly string[]).includes(key))
  if (unknown !== undefined) {
    const hint = nearest(unknown, KEYS)
    return refuse(
      jsonPath([unknown]),
      `There is no key "${unknown.slice(0, 60)}" here.${hint === null ? '' : ` The nearest known key is "${hint}".`}`,
    )
  }
  const name = textOf(value, 'name', MAX_NAME_LENGTH)
  const description = textOf(value, 'description', MAX_DESCRIPTION_LENGTH)
  if (name === null || description === null) {
    const [key, length] = name === null ? ['name', MAX_NAME_LENGTH] : ['description', MAX_DESCRIPTION_LENGTH]
    return refuse(`${key}`, `This should be a text of at most ${length} characters, not ${formatValue(value[key])}.`)
  }
  const frames = missingFrames(value.nodes)
  const nodes = isObject(value.nodes) ? { ...value.nodes, ...frames } : value.nodes
  const loaded = parseDocument({ format: 'ganvas', version: value.version, nodes, wires: value.wires ?? {} })
  if (!loaded.ok) return loaded
  const incoming = incomingOf(loaded.value, value.incoming ?? {})
  if (!incoming.ok) return incoming
  const own = Object.entries(loaded.value.nodes).filter(([id]) => !Object.hasOwn(frames, id))
  const fragment = { nodes: Object.fromEntries(own), wires: loaded.value.wires, incoming: incoming.value }
  return ok({ name, description, fragment: structuredClone(fragment) })
}

/** A whole graph as a fragment, to be pasted into another. */
export const wholeDocument = ({ name, description, nodes, wires }: GraphDocument): NamedFragment => ({
  name,
  description,
  fragment: { nodes, wires, incoming: {} },
})

type Json = Record<string, unknown>

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

const refuse = (path: string, message: string) => fail([{ path, message }])

function textOf(value: Json, key: string, longest: number): string | null {
  const text = value[key] ?? ''
  return typeof text === 'string' && text.length <= longest ? text : null
}

/** Stand-ins for the frames that nodes were copied out of, so that the loader can judge the nodes as if they lay there. */
function missingFrames(nodes: unknown): Json {
  const network = kinds.find(({ role }) => role === 'network')
  if (!isObject(nodes) || !network) return {}
  const parents = Object.values(nodes).flatMap((node) =>
    isObject(node) && typeof node.parent === 'string' && !Object.hasOwn(nodes, node.parent) ? [node.parent] : [],
  )
  return Object.fromEntries(parents.map((id) => [id, { kind: network.kind, params: {}, position: { x: 0, y: 0 } }]))
}

/** Of a wire that comes from elsewhere only its own end can be checked. */
function incomingOf(document: GraphDocument, value: unknown): Result<Fragment['incoming'], LoadError[]> {
  if (!isObject(value)) return refuse('incoming', `This should be an object, not ${formatValue(value)}.`)
  const incoming: Fragment['incoming'] = {}
  const errors: LoadError[] = []
  const entries = Object.entries(value)
  if (entries.length > MAX_WIRES)
    return refuse('incoming', `A graph has at most ${MAX_WIRES} wires, but ${entries.length} come in here.`)
  for (const [to, from] of entries) {
    const [end, start] = [parseEndpoint(to), typeof from === 'string' ? parseEndpoint(from) : null]
    const problem = !end || !start ? 'Both ends of a wire are written "node.port" or "node.port@call".' : endOf(end)
    if (problem) errors.push({ path: jsonPath(['incoming', to]), message: problem })
    else if (end && start)
      incoming[formatEndpoint(end.node, end.port, end.call)] = formatEndpoint(start.node, start.port, start.call)
  }
  return errors.length > 0 ? fail(errors.slice(0, MAX_ERRORS)) : ok(incoming)

  function endOf({ node, port, call }: { node: NodeId; port: string; call: string }): string | null {
    const owner = nodeOf(document, node)
    if (!owner) return `There is no node "${node}" here for the wire to end at.`
    if (!callsOf(owner).includes(call)) return `"${node}" has no call "${call}".`
    if (!hasInput(document, node, port)) return `"${node}" has no input "${port}".`
    return Object.hasOwn(document.wires, formatEndpoint(node, port, call)) ? 'Two wires end at this input.' : null
  }
}

/** Ids of the nodes that hang on nothing else of the fragment. */
export const rootsOf = (fragment: Fragment): NodeId[] =>
  Object.keys(fragment.nodes).filter((id) => isRoot(fragment, fragment.nodes[id]!))
