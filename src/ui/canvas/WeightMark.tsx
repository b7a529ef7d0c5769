/**
 * @file A word on a card that its weights start afresh, or were not loaded, until a step has trained them. Astride the upper edge, so that
 * nothing on the card moves; where heat is shown, beside it.
 */
import type { NodeId } from '../../graph/document'
import { useEditor } from '../editor'
import styles from './WeightMark.module.css'

function Tag({ text, sentence }: { text: string; sentence: string }) {
  return (
    <span className={styles.tag} title={sentence}>
      <span aria-hidden="true">{text}</span>
      <span className="visually-hidden">{sentence}</span>
    </span>
  )
}

export function WeightMarkOf({ layer }: { layer: NodeId }) {
  const mark = useEditor(({ weightMarks }) => weightMarks.get(layer))
  return mark === undefined ? null : <Tag text={mark.tag} sentence={mark.sentence} />
}

/** How many layers of a closed network are marked. */
export function WeightMarksIn({ network }: { network: NodeId }) {
  const count = useEditor(
    ({ weightMarks, history: { document } }) =>
      [...weightMarks.keys()].filter((layer) => document.nodes[layer]?.parent === network).length,
  )
  if (count === 0) return null
  const layers = count === 1 ? '1 layer' : `${count} layers`
  return <Tag text={`${layers} untrained`} sentence={`${layers} in it start afresh or were not loaded.`} />
}
