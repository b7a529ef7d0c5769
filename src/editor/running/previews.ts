/**
 * @file The latest of what comes for each node, in a store of its own: it comes ten times a second, and whoever shows one node must
 * not be woken for another.
 */
import type { NodeId } from '../../graph/document'
import type { NodePreview } from '../../train/preview'

export interface NodeStore<Value extends { node: NodeId }> {
  /** `undefined` when nothing came yet. */
  get(node: NodeId): Value | undefined
  /** Calls `listener` whenever what is known of `node` changes. Returns how to stop. */
  subscribe(node: NodeId, listener: () => void): () => void
  put(values: readonly Value[]): void
  clear(): void
}

export type PreviewStore = NodeStore<NodePreview>

export function createNodeStore<Value extends { node: NodeId }>(): NodeStore<Value> {
  const latest = new Map<NodeId, Value>()
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
    put(values) {
      for (const value of values) {
        latest.set(value.node, value)
        wake(value.node)
      }
    },
    clear() {
      const nodes = [...latest.keys()]
      latest.clear()
      for (const node of nodes) wake(node)
    },
  }
}
