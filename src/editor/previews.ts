/**
 * @file The latest preview of each node, in a store of its own: they come ten times a second, and whoever shows one node must
 * not be woken for another.
 */
import type { NodeId } from '../graph/document'
import type { NodePreview } from '../train/preview'

export interface PreviewStore {
  /** `undefined` when nothing came yet. */
  get(node: NodeId): NodePreview | undefined
  /** Calls `listener` whenever the preview of `node` changes. Returns how to stop. */
  subscribe(node: NodeId, listener: () => void): () => void
  put(previews: readonly NodePreview[]): void
  clear(): void
}

export function createPreviewStore(): PreviewStore {
  const latest = new Map<NodeId, NodePreview>()
  const listeners = new Map<NodeId, Set<() => void>>()
  const wake = (node: NodeId) => {
    for (const listener of listeners.get(node) ?? []) listener()
  }
  return {
    get: (node) => latest.get(node),
    subscribe(node, listener) {
      const ofNode = listeners.get(node) ?? new Set()
      listeners.set(node, ofNode.add(listener))
      return () => {
        ofNode.delete(listener)
        if (ofNode.size === 0 && listeners.get(node) === ofNode) listeners.delete(node)
      }
    },
    put(previews) {
      for (const preview of previews) {
        latest.set(preview.node, preview)
        wake(preview.node)
      }
    },
    clear() {
      const nodes = [...latest.keys()]
      latest.clear()
      for (const node of nodes) wake(node)
    },
  }
}
