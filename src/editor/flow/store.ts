/** @file Keeps what React Flow draws up to date with the editor, outside React: whoever needs the canvas as it is now asks here. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { GraphDocument, NodeId } from '../../graph/document'
import { moveNodes, reparent } from '../../graph/edits'
import { MOST_GLIDING, positionsAt, waysBetween } from '../placing/glide'
import type { Editor } from '../store'
import { type DraggedPositions, type Flow, flowOf } from './flow'
import type { Point } from './geometry'
import { landingsOf } from './landing'

export interface FlowStore {
  readonly store: StoreApi<Flow>
  /** The canvas as it is drawn now. */
  flow(): Flow
  /** Shows nodes where they are being dragged. Nothing of it enters the document. */
  drag(positions: DraggedPositions): void
  /** Lets dragged nodes go: one edit, frames included, or none if they lie where they lay. */
  drop(positions: Readonly<Record<NodeId, Point>>): void
  /** Ends a drag without moving anything: nodes are shown where the document has them. */
  release(): void
  /**
   * Shows nodes on their way from where they lay in `before` to where they lie now. Whoever drags or edits meanwhile ends it;
   * then the answer is false.
   */
  glideFrom(before: GraphDocument, durationMs: number): Promise<boolean>
}

/** Calls back before the next picture, with the time in ms: `requestAnimationFrame`. */
export type NextFrame = (callback: (nowMs: number) => void) => unknown

const NOT_DRAGGED: DraggedPositions = {}

export function createFlowStore(
  editor: Editor,
  nextFrame: NextFrame = (callback) => requestAnimationFrame(callback),
): FlowStore {
  /** Tells whether the nodes that glide now have arrived; `null` when none do. */
  let glide: ((arrived: boolean) => void) | null = null
  const read = (dragged: DraggedPositions) => {
    const { history, compilation, selection, entered } = editor.getState()
    return { document: history.document, compilation, selection, dragged, entered, gliding: glide !== null }
  }
  const store = createStore<Flow>(() => flowOf(read(NOT_DRAGGED), null))
  const update = (dragged: DraggedPositions) => store.setState(flowOf(read(dragged), store.getState()), true)
  const endGlide = (arrived = false) => {
    const tell = glide
    if (!tell) return
    glide = null
    update(NOT_DRAGGED)
    tell(arrived)
  }
  editor.store.subscribe((state, before) => {
    const documentChanged = state.history.document !== before.history.document
    const viewChanged = state.selection !== before.selection || state.entered !== before.entered
    if (!documentChanged && state.compilation === before.compilation && !viewChanged) return
    // What is edited on its way is shown where it lies now.
    if (documentChanged && glide) endGlide()
    else update(store.getState().input.dragged)
  })
  return {
    store,
    flow: store.getState,
    drag(positions) {
      endGlide()
      update({ ...store.getState().input.dragged, ...positions })
    },
    glideFrom(before, durationMs) {
      endGlide()
      const ways = waysBetween(before, editor.document())
      if (durationMs === 0 || ways.size === 0 || ways.size > MOST_GLIDING) return Promise.resolve(true)
      return new Promise((resolve) => {
        glide = resolve
        let startMs: number | null = null
        const show = (nowMs: number) => {
          if (glide !== resolve) return
          startMs ??= nowMs
          const share = (nowMs - startMs) / durationMs
          if (share >= 1) return endGlide(true)
          update(positionsAt(ways, share))
          nextFrame(show)
        }
        update(positionsAt(ways, 0))
        nextFrame(show)
      })
    },
    drop(positions) {
      endGlide()
      const flow = store.getState()
      const { moved, reparented } = landingsOf(flow, { ...flow.input.dragged, ...positions })
      if (Object.keys(moved).length > 0 || reparented.length > 0) {
        editor.edit('Move', (draft) => {
          // First out of their frames, so that no frame stretches after a node that leaves it; then to their places; then in.
          const nodes = reparented.map(({ node }) => node)
          reparent(draft, { nodes, parent: null })
          moveNodes(draft, {
            ...moved,
            ...Object.fromEntries(reparented.map(({ node, position }) => [node, position])),
          })
          for (const parent of new Set(reparented.map((landing) => landing.parent))) {
            if (parent === null) continue
            reparent(draft, {
              parent,
              nodes: reparented.filter((landing) => landing.parent === parent).map(({ node }) => node),
            })
          }
        })
      }
      update(NOT_DRAGGED)
    },
    release() {
      endGlide()
      update(NOT_DRAGGED)
    },
  }
}
