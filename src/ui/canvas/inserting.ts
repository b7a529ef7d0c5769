/** @file Wires that something is about to go into: the one under a dragged node, and the list that asks what is to go into one. */
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { insertionOfNode, insertNode, mayGoIntoWires } from '../../editor/building/inserting'
import { currentFlow } from '../../editor/building/pasting'
import { rectOf } from '../../editor/flow/flow'
import { centreOf } from '../../editor/flow/geometry'
import type { DragEffect } from '../../editor/placing/drag-effects'
import { type Endpoint, type NodeId, parseEndpoint } from '../../graph/document'
import { editor } from '../editor'
import { canvasFlow } from './canvas-flow'
import { openMenu } from './canvas-state'

/** The wire that takes up what is dragged once it is let go. */
const target = createStore<{ wire: Endpoint | null }>(() => ({ wire: null }))

export const useIsInsertTarget = (wire: Endpoint): boolean => useStore(target, (state) => state.wire === wire)

/** Asks what is to go into a wire, at its middle. */
export function openInsertion(wire: Endpoint, at = middleOf(wire)): void {
  if (at) openMenu({ type: 'quick-add', at, wire: null, into: wire })
}

function middleOf(wire: Endpoint) {
  const flow = canvasFlow.flow()
  const from = flow.input.document.wires[wire]
  const ends = [from, wire].flatMap((end) => {
    const rect = end === undefined ? null : rectOf(flow, parseEndpoint(end)!.node)
    return rect ? [centreOf(rect)] : []
  })
  const [start, end] = ends
  return start && end ? { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 } : null
}

const screen = { x: 0, y: 0 }
const note = ({ clientX, clientY }: PointerEvent) => Object.assign(screen, { x: clientX, y: clientY })

/** The wire at a place of the screen, whatever lies over it. */
export function wireAt({ x, y }: { x: number; y: number }, but: NodeId | null = null): Endpoint | null {
  const wires = document
    .elementsFromPoint(x, y)
    .flatMap((element) => element.closest<SVGElement>('.react-flow__edge')?.dataset.id ?? [])
  return wires.find((to) => nodesAt(to).every((node) => node !== but)) ?? null
}

const nodesAt = (to: Endpoint): NodeId[] =>
  [to, editor.document().wires[to]].flatMap((end) => (end === undefined ? [] : (parseEndpoint(end)?.node ?? [])))

let judged: { node: NodeId; wire: Endpoint; fits: boolean } | null = null

/** Lets a single node that is dragged over a wire go into it. */
export const insertOnWire: DragEffect = {
  begin() {
    window.addEventListener('pointermove', note, true)
    judged = null
  },
  move({ flow, positions, keys }) {
    const [node, ...more] = Object.keys(positions)
    // Asking the page what lies under the pointer takes milliseconds of each move: only for what could go into a wire.
    const mayGoIn = node !== undefined && more.length === 0 && !keys.alt && mayGoIntoWires(flow.input.document, node)
    const wire = mayGoIn ? wireAt(screen, node) : null
    if (node !== undefined && wire !== null && (judged?.node !== node || judged.wire !== wire))
      judged = { node, wire, fits: insertionOfNode(editor.document(), node, wire) !== null }
    const next = wire !== null && judged?.fits ? wire : null
    if (target.getState().wire !== next) target.setState({ wire: next })
    return positions
  },
  drop({ positions }) {
    const { wire } = target.getState()
    const [node] = Object.keys(positions)
    return node !== undefined && wire !== null && insertNode(editor, currentFlow(editor), node, wire)
  },
  end() {
    window.removeEventListener('pointermove', note, true)
    target.setState({ wire: null })
  },
}
