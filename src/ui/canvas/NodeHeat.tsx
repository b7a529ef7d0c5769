/**
 * @file How a layer learns, on its card: the tint of its warmth and, in figures, how much an update changes its weights or how large its
 * gradient is, and how many of its units are dead. Drawn only while heat is switched on; its own subscription wakes no other node.
 */
import { useSyncExternalStore } from 'react'
import { shareText, updateShare } from '../../editor/running/heat'
import type { NodeId } from '../../graph/document'
import { editor, useEditor } from '../editor'
import { tickText } from '../preview/paint'
import styles from './NodeHeat.module.css'

/** The latest heat of a layer; `undefined` while it is off or nothing came. */
export const useHeat = (node: NodeId) =>
  useSyncExternalStore(
    (listener) => editor.life.heat.subscribe(node, listener),
    () => editor.life.heat.get(node),
  )

/** The colour of a warmth from −1 to 1, and how strong it is: what is a little off is seen too. */
const tintOf = (warmth: number) => ({
  '--heat': warmth < 0 ? 'var(--heat-low)' : 'var(--heat-high)',
  '--strength': Math.sqrt(Math.abs(warmth)),
})

export function NodeHeat({ node }: { node: NodeId }) {
  const on = useEditor((state) => state.preferences.heat)
  const measure = useEditor((state) => state.preferences.heatMeasure)
  const heat = useHeat(node)
  if (!on || !heat) return null
  const { motion, units, remark } = heat
  const warmth = heat.warmth[measure]
  const share = motion && updateShare(motion)
  const updateText = share === null ? null : shareText(share)
  const gradientText = motion && tickText(motion.gradientNorm)
  const figure = measure === 'update' ? updateText : gradientText
  const dead = units && units.dead > 0 ? `${units.dead}/${units.count} dead` : null
  const said = [
    updateText && `An update changes its weights by ${updateText}.`,
    gradientText && `The norm of its gradient is ${gradientText}.`,
    units && `${units.dead} of ${units.count} units dead.`,
    remark,
  ]
    .filter(Boolean)
    .join(' ')
  return (
    <>
      {warmth !== null && <span className={styles.tint} style={tintOf(warmth) as React.CSSProperties} />}
      {(figure || dead) && (
        <span
          className={styles.tag}
          style={tintOf(warmth ?? 0) as React.CSSProperties}
          data-remark={remark !== null}
          title={said}
        >
          <span aria-hidden="true">{[figure, dead].filter(Boolean).join(' · ')}</span>
          <span className="visually-hidden">{said}</span>
        </span>
      )}
    </>
  )
}
