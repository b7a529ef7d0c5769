/** @file How a layer learns, in figures and, where it is out of the ordinary, in a sentence. Shown while heat is switched on. */
import { shareText, updateShare } from '../../editor/running/heat'
import type { NodeId } from '../../graph/document'
import { useHeat } from '../canvas/NodeHeat'
import { useEditor } from '../editor'
import { countText } from '../format'
import { tickText } from '../preview/paint'
import styles from './Inside.module.css'
import { Facts, Section } from './parts'

export function InsideHeat({ id }: { id: NodeId }) {
  const on = useEditor((state) => state.preferences.heat)
  const heat = useHeat(id)
  if (!on || !heat) return null
  const { motion, units, remark, step } = heat
  const share = motion && updateShare(motion)
  return (
    <Section title="Learning">
      <Facts
        facts={[
          ...(motion
            ? ([
                ['Change in an update', share === null ? '–' : shareText(share)],
                ['Norm of the gradient', tickText(motion.gradientNorm)],
                ['Norm of the weights', tickText(motion.weightNorm)],
              ] as const)
            : []),
          ...(units ? ([['Dead units', `${countText(units.dead)} of ${countText(units.count)}`]] as const) : []),
          ['At step', countText(step)],
        ]}
      />
      {remark && <p className={styles.remark}>{remark}</p>}
    </Section>
  )
}
