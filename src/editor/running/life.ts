/** @file What the page knows of layers while they train: their insides, as far as somebody looks, and their heat, while it is switched on. */
import type { NodeId } from '../../graph/document'
import type { Heat, Inside, Probe } from '../../train/life'
import { heatOfNodes, type NodeHeat } from './heat'
import { createNodeStore, type NodeStore } from './previews'

export interface LifeStore {
  readonly insides: NodeStore<Inside>
  readonly heat: NodeStore<NodeHeat>
  /** Has a layer looked into until the function that it returns is called. Of several who look at one layer the last one chooses. */
  lookInto(probe: Probe): () => void
}

export interface LifeInternals extends LifeStore {
  /** What somebody looks at, one for each layer. */
  probes(): Probe[]
  putHeat(heat: Heat, parentOf: (node: NodeId) => NodeId | undefined): void
  clear(): void
}

/** `onChange`: somebody looks at something else. */
export function createLifeStore(onChange: () => void): LifeInternals {
  const insides = createNodeStore<Inside>()
  const heat = createNodeStore<NodeHeat>()
  const looking = new Set<Probe>()
  return {
    insides,
    heat,
    lookInto(probe) {
      const own = { ...probe }
      looking.add(own)
      onChange()
      return () => {
        if (looking.delete(own)) onChange()
      }
    },
    probes: () => [...new Map([...looking].map((probe) => [probe.node, probe])).values()],
    putHeat: (measured, parentOf) => heat.put(heatOfNodes(measured, parentOf)),
    clear() {
      insides.clear()
      heat.clear()
    },
  }
}
