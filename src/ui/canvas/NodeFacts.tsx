/**
 * @file The foot of a layer's card: how many weights it has, and its share of a step's work as a figure and a thin bar. The share changes
 * with every other layer, so it is read here, and no card is drawn again for it.
 */
import type { EditorState } from '../../editor/state'
import type { NodeId } from '../../graph/document'
import { useEditor } from '../editor'
import { percentText } from '../format'
import styles from './NodeFacts.module.css'

/** Every edit changes all shares a little; what cannot be seen of it draws nothing. */
const SEEN = 1000

function shareOf({ compilation: { nodes, flopsPerStep } }: EditorState, node: NodeId, rounded = true): number | null {
  if (flopsPerStep === 0) return null
  const share = (nodes[node]?.flops ?? 0) / flopsPerStep
  return rounded ? Math.round(share * SEEN) / SEEN : share
}

export function NodeFacts({ node, weights }: { node: NodeId; weights: string }) {
  const share = useEditor((state) => shareOf(state, node))
  const text = useEditor((state) => {
    const exact = shareOf(state, node, false)
    return exact === null ? '–' : percentText(exact)
  })
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
