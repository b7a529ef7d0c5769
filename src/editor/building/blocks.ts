/**
 * @file Blocks: pieces of a graph with a name, kept in the browser to be used again, shared as the text that copying gives. A few come with
 * the editor. Where a block is entered and left follows from its wires: the inputs that one source fed, and the outputs that feed nothing in it.
 */
import { z } from 'zod'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { type Endpoint, formatEndpoint, type NodeId, parseEndpoint } from '../../graph/document'
import type { Fragment } from '../../graph/fragment'
import { loadFragment, type NamedFragment, rootsOf, saveFragment } from '../../graph/fragment-file'
import { kindOf } from '../../graph/kinds'
import { callsOf, portsOf } from '../../graph/queries'
import { emptyDocument, MAX_NAME_LENGTH } from '../../graph/schema'
import { quietly } from '../keeping/quietly'
import { builtInBlocks } from './blocks/built-in'

export interface Block extends NamedFragment {
  /** `built-in-1` for one that came with the editor. */
  id: string
  builtIn: boolean
}

const KEY = 'ganvas.blocks'
const MAX_BLOCKS = 200

/** Each block is the text of a fragment, read by the same loader as any other. */
const storedSchema = z.object({
  version: z.literal(1),
  blocks: z.array(z.object({ id: z.string().min(1).max(64), text: z.string() })).max(MAX_BLOCKS),
})
type Stored = z.infer<typeof storedSchema>['blocks']

type BlockStorage = Pick<Storage, 'getItem' | 'setItem'>

export interface BlockLibrary {
  /** Those of the editor first, then one's own, oldest first. */
  readonly store: StoreApi<{ blocks: readonly Block[] }>
  find(id: string): Block | null
  /** Keeps a block under a new id. `null` when the browser has no room for it. */
  keep(block: NamedFragment): Block | null
  /** False when it cannot be written. A built-in block stays as it is. */
  rename(id: string, name: string): boolean
  remove(id: string): void
  /** Reads again what is kept: another tab may have changed it. */
  refresh(): void
}

export const cleanName = (name: string): string => name.trim().slice(0, MAX_NAME_LENGTH)

export function createBlockLibrary(storage: BlockStorage, newId: () => string): BlockLibrary {
  const builtIn = builtInBlocks().map(
    (block, index): Block => ({ ...block, id: `built-in-${index + 1}`, builtIn: true }),
  )
  /** As it is stored. What cannot be read is passed over, and kept. */
  const stored = (): Stored =>
    quietly(() => storedSchema.parse(JSON.parse(storage.getItem(KEY) ?? '{"version":1,"blocks":[]}')).blocks, [])
  const read = (): readonly Block[] => [
    ...builtIn,
    ...stored().flatMap(({ id, text }): Block[] => {
      const loaded = loadFragment(text)
      return loaded.ok ? [{ ...loaded.value, id, builtIn: false }] : []
    }),
  ]
  const store = createStore<{ blocks: readonly Block[] }>(() => ({ blocks: read() }))
  const refresh = () => store.setState({ blocks: read() })
  const write = (blocks: Stored): boolean => {
    const written = quietly(() => {
      storage.setItem(KEY, JSON.stringify({ version: 1, blocks: storedSchema.shape.blocks.parse(blocks) }))
      return true
    }, false)
    refresh()
    return written
  }
  const find = (id: string) => store.getState().blocks.find((block) => block.id === id) ?? null
  return {
    store,
    find,
    keep(block) {
      const id = newId()
      return write([...stored(), { id, text: saveFragment(block.fragment, block) }]) ? find(id) : null
    },
    rename(id, name) {
      const block = find(id)
      if (!block || block.builtIn || cleanName(name) === '') return false
      const text = saveFragment(block.fragment, { ...block, name: cleanName(name) })
      return write(stored().map((entry) => (entry.id === id ? { id, text } : entry)))
    },
    remove: (id) => void write(stored().filter((entry) => entry.id !== id)),
    refresh,
  }
}

/** A block of what was copied. Layers forget the frame they came from; ports of that frame stay behind, for they mean nothing outside it. */
export function asBlock(fragment: Fragment, name: string, description = ''): NamedFragment {
  const roots = new Set(rootsOf(fragment))
  const dropped = (id: NodeId) => {
    const { role } = kindOf(fragment.nodes[id]!)
    return roots.has(id) && (role === 'input' || role === 'output')
  }
  const nodes = Object.fromEntries(
    Object.entries(fragment.nodes).flatMap(([id, node]) => {
      if (dropped(id)) return []
      if (!roots.has(id)) return [[id, node]]
      const { parent: _, ...free } = node
      return [[id, free]]
    }),
  )
  const has = (end: Endpoint) => Object.hasOwn(nodes, parseEndpoint(end)?.node ?? '')
  const inside = Object.entries(fragment.wires)
  return {
    name: cleanName(name) || 'Block',
    description,
    fragment: {
      nodes,
      wires: Object.fromEntries(inside.filter(([to, from]) => has(to) && has(from))),
      // What a port of the frame gave now comes from outside.
      incoming: Object.fromEntries(
        [...Object.entries(fragment.incoming), ...inside.filter(([to, from]) => has(to) && !has(from))].filter(([to]) =>
          has(to),
        ),
      ),
    },
  }
}

/** Groups of inputs through which a block may be entered: those that one source fed, else each that is free; from the left. */
export function entrancesOf(fragment: Fragment): Endpoint[][] {
  const bySource = new Map<Endpoint, Endpoint[]>()
  for (const [to, from] of Object.entries(fragment.incoming)) bySource.set(from, [...(bySource.get(from) ?? []), to])
  const free = portEnds(fragment, 'inputs').filter((to) => !(to in fragment.wires) && !(to in fragment.incoming))
  const left = (to: Endpoint) => fragment.nodes[parseEndpoint(to)!.node]!.position.x
  const groups = bySource.size > 0 ? [...bySource.values()] : free.map((to) => [to])
  return groups.sort((a, b) => Math.min(...a.map(left)) - Math.min(...b.map(left)))
}

/** Outputs that feed nothing in the block; from the right. */
export function exitsOf(fragment: Fragment): Endpoint[] {
  const used = new Set(Object.values(fragment.wires))
  const left = (from: Endpoint) => fragment.nodes[parseEndpoint(from)!.node]!.position.x
  return portEnds(fragment, 'outputs')
    .filter((from) => !used.has(from))
    .sort((a, b) => left(b) - left(a))
}

function portEnds(fragment: Fragment, side: 'inputs' | 'outputs'): Endpoint[] {
  const document = { ...emptyDocument(), nodes: fragment.nodes, wires: fragment.wires }
  return rootsOf(fragment).flatMap((id) =>
    portsOf(document, id)[side].flatMap(({ name }) =>
      callsOf(fragment.nodes[id]!).map((call) => formatEndpoint(id, name, call)),
    ),
  )
}
