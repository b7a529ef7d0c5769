/**
 * @file The wire that is being drawn: where it began, and for every other port whether it may end there. Ports read their own
 * verdict from here, so that a moving pointer redraws none of them.
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
  /** By endpoint of the other side: `null` fits. Those not checked yet are missing. */
  verdicts: ReadonlyMap<Endpoint, Refusal | null>
}

const NOT_CONNECTING: Connecting = { origin: null, verdicts: new Map() }

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

/** How long ports are checked before the page may draw again, ms. */
const SLICE_MS = 6
let pending: ReturnType<typeof setTimeout> | undefined

/** Begins to draw a wire, and judges every port that it could end at, a slice at a time. */
export function beginConnecting(document: GraphDocument, origin: PortEnd): void {
  clearTimeout(pending)
  const node = parseEndpoint(origin.endpoint)?.node ?? ''
  const queue = endpointsOn(document, opposite(origin.side), node)
  let verdicts = new Map<Endpoint, Refusal | null>()
  connecting.setState({ origin, verdicts })
  let next = 0
  const slice = () => {
    const start = performance.now()
    verdicts = new Map(verdicts)
    while (next < queue.length && performance.now() - start < SLICE_MS) {
      const endpoint = queue[next++]!
      verdicts.set(endpoint, refusalOf(document, origin, endpoint))
    }
    connecting.setState({ verdicts })
    if (next < queue.length) pending = setTimeout(slice)
  }
  slice()
}

export function endConnecting(): void {
  clearTimeout(pending)
  connecting.setState(NOT_CONNECTING)
}

/** How a port looks while a wire is drawn. */
export type PortState = 'idle' | 'origin' | 'fits' | 'refused'

export function portState({ origin, verdicts }: Connecting, endpoint: Endpoint, side: PortSide): PortState {
  if (!origin) return 'idle'
  if (origin.endpoint === endpoint && origin.side === side) return 'origin'
  if (origin.side === side) return 'refused'
  const verdict = verdicts.get(endpoint)
  return verdict === undefined ? 'idle' : verdict === null ? 'fits' : 'refused'
}
