/**
 * @file The Eclipse Layout Kernel (elkjs), loaded when somebody first asks for a layout: 1.6 MB that weigh on nobody's start. In the
 * page it computes in a worker of its own, so that nothing freezes; in Node, which has no such workers, in the same thread.
 */
import type { ElkNode } from 'elkjs/lib/elk-api'

/** Places the children of a graph, in px from its upper left corner. Rejects when ELK refuses the graph, or cannot be loaded. */
export type LayoutEngine = (graph: ElkNode) => Promise<ElkNode>

let loading: Promise<LayoutEngine> | null = null

/** The one engine. A failed load, say without a network, is tried anew by the next call. */
export function layoutEngine(): Promise<LayoutEngine> {
  loading ??= load().catch((error: unknown) => {
    loading = null
    throw error
  })
  return loading
}

async function load(): Promise<LayoutEngine> {
  if (typeof Worker === 'undefined') {
    // By a name that bundlers do not follow: the page has no use for this second copy.
    const bundled = 'elkjs/lib/elk.bundled.js'
    const { default: Elk } = (await import(/* @vite-ignore */ bundled)) as typeof import('elkjs/lib/elk-api')
    return engineOf(new Elk())
  }
  const [{ default: Elk }, { default: address }] = await Promise.all([
    import('elkjs/lib/elk-api.js'),
    import('elkjs/lib/elk-worker.min.js?url'),
  ])
  return engineOf(new Elk({ workerFactory: () => new Worker(address) }))
}

const engineOf =
  (elk: { layout(graph: ElkNode): Promise<unknown> }): LayoutEngine =>
  async (graph) =>
    (await elk.layout(graph)) as ElkNode
