/**
 * @file The wire that is being drawn: where it began, and at which ports it may end. Ports read their own verdict from here, so
 * that a moving pointer redraws none of them.
 */
import { createStore } from 'zustand/vanilla'
import { checkWire } from '../../compile/check-wire'
import { type Endpoint, formatEndpoint, type GraphDocument, type NodeId, parseEndpoint } from '../../graph/document'
import { portsOf } from '../../graph/queries'

export type PortSide = 'input' | 'output'

/** One port of one call of a node. */
export interface PortEnd {
  endpoint: Endpoint
  side: PortSide
}

/** Why a wire may not be drawn. */
export interface Refusal {
  message: string
  fix: string
}

export interface Connecting {
  /** `null` when no wire is being drawn. */
  origin: PortEnd | null
  /** Ports of the other side where it may end, as far as they have been judged. All others are dimmed. */
  fitting: ReadonlySet<Endpoint>
}

const NOT_CONNECTING: Connecting = { origin: null, fitting: new Set() }

export const connecting = createStore<Connecting>(() => NOT_CONNECTING)

const opposite = (side: PortSide): PortSide => (side === 'input' ? 'output' : 'input')

/** Every port of one side in the document, nearest relatives of `node` first: those are the ones people aim at. */
export function endpointsOn(document: GraphDocument, side: PortSide, node: NodeId): Endpoint[] {
  const parent = document.nodes[node]?.parent
  const ids = Object.keys(document.nodes).filter((id) => id !== node)
  const siblings = ids.filter((id) => document.nodes[id]!.parent === parent)
  const others = ids.filter((id) => document.nodes[id]!.parent !== parent)
  return [...siblings, ...others].flatMap((id) => {
    const ports = portsOf(document, id)
    const names = side === 'input' ? ports.inputs : ports.outputs
    return ports.calls.flatMap((call) => names.map(({ name }) => formatEndpoint(id, name, call)))
  })
}

/** Whether a wire may join two ends, whichever of them is the input. */
export function refusalOf(document: GraphDocument, origin: PortEnd, other: Endpoint): Refusal | null {
  return origin.side === 'output'
    ? checkWire(document, origin.endpoint, other)
    : checkWire(document, other, origin.endpoint)
}

/** Why a wire may not join two ports of one side. */
export const sameSide = (side: PortSide): Refusal => ({
  message: `A wire goes from an output to an input, and this is another ${side}.`,
  fix: 'End it at a port on the other side of a node.',
})

/** How long ports are judged before the page may draw again, ms. */
const SLICE_MS = 6
let pending: ReturnType<typeof setTimeout> | undefined

/** Begins to draw a wire, and judges every port that it could end at, a slice at a time. */
export function beginConnecting(document: GraphDocument, origin: PortEnd): void {
  clearTimeout(pending)
  const node = parseEndpoint(origin.endpoint)?.node ?? ''
  const queue = endpointsOn(document, opposite(origin.side), node)
  connecting.setState({ origin, fitting: new Set() })
  let next = 0
  const slice = () => {
    const start = performance.now()
    const found: Endpoint[] = []
    while (next < queue.length && performance.now() - start < SLICE_MS) {
      const endpoint = queue[next++]!
      if (refusalOf(document, origin, endpoint) === null) found.push(endpoint)
    }
    if (found.length > 0) connecting.setState(({ fitting }) => ({ fitting: new Set([...fitting, ...found]) }))
    if (next < queue.length) pending = setTimeout(slice)
  }
  slice()
}

export function endConnecting(): void {
  clearTimeout(pending)
  connecting.setState(NOT_CONNECTING)
}

/** How a port looks while a wire is drawn. Those that do not fit stay `idle`, so that they need not be drawn again. */
export type PortState = 'idle' | 'origin' | 'fits'

export function portState({ origin, fitting }: Connecting, endpoint: Endpoint, side: PortSide): PortState {
  if (!origin) return 'idle'
  if (origin.side === side) return origin.endpoint === endpoint ? 'origin' : 'idle'
  return fitting.has(endpoint) ? 'fits' : 'idle'
}
