/**
 * @file The foot of a layer's card: how many weights it has, and its share of a step's work as a figure and a thin bar. The share changes
 * with every other layer, so it is read here, and no card is drawn again for it.
 */
import type { NodeId } from '../../graph/document'
import { useEditor } from '../editor'
import { percentText } from '../format'
import styles from './NodeFacts.module.css'

export function NodeFacts({ node, weights }: { node: NodeId; weights: string }) {
  const share = useEditor(({ compilation: { nodes, flopsPerStep } }) =>
    flopsPerStep > 0 ? (nodes[node]?.flops ?? 0) / flopsPerStep : null,
  )
  const text = share === null ? '–' : percentText(share)
  return (
    <div className={styles.facts} title={share === null ? weights : `${weights}; ${text} of the work of a step`}>
      <span>{weights.startsWith('0 ') ? 'no weights' : weights}</span>
      <span className={styles.share}>{text}</span>
      <span className={styles.track} aria-hidden="true">
        <span className={styles.bar} style={{ width: `${100 * (share ?? 0)}%` }} />
      </span>
    </div>
  )
}
