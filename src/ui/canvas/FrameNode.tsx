/** @file An open network: the frame around its layers, with a row of ports for each call. A double-click on its header looks inside. */
import { Snowflake } from 'lucide-react'
import { useStore } from 'zustand'
import { enterNetwork } from '../../editor/building/networks'
import { KindIcon } from '../components/KindIcon'
import { editor } from '../editor'
import { countText } from '../format'
import { Badge } from './Badge'
import { canvasFlow } from './canvas-flow'
import { type Drawn, drawn } from './drawn'
import { NetworkButtons } from './NetworkButtons'
import styles from './networks.module.css'
import { Ports } from './Ports'

export const SIDE_TEXT = { player: 'player', critic: 'critic', neutral: null } as const

export const FrameNode = drawn(function FrameNode({ id, data }: Drawn) {
  const target = useStore(canvasFlow.store, (flow) => (flow.target?.frame === id ? flow.target : null))
  const { frame } = data
  if (!frame) return null
  const side = SIDE_TEXT[frame.side]
  return (
    <div
      className={`${styles.frame} ${styles.tone}`}
      data-tone={frame.tone}
      data-frozen={frame.frozen}
      data-severity={data.problem?.severity}
      data-verdict={target?.verdict}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the button beside it does the same by keyboard */}
      <div className={`frame-handle ${styles.header}`} onDoubleClick={() => enterNetwork(editor, id)}>
        <span className={styles.icon}>
          <KindIcon kind={data} sizePx={16} />
        </span>
        <span className={styles.title}>{data.title}</span>
        <span className={styles.id}>{id}</span>
        {data.problem && <Badge node={id} problem={data.problem} />}
        <span className={styles.facts}>
          {frame.frozen && (
            <span className={styles.chip}>
              <Snowflake size={12} aria-hidden="true" /> frozen
            </span>
          )}
          {side !== null && <span className={styles.chip}>{side}</span>}
          <span>{countText(frame.parameters)} parameters</span>
        </span>
        <NetworkButtons id={id} title={data.title} collapsed={false} />
      </div>
      <Ports node={id} view={data} />
      {frame.empty && <p className={styles.empty}>Drop layers here</p>}
      {target && (
        <p className={styles.verdict} role="status">
          {target.text}
        </p>
      )}
    </div>
  )
})
