/** @file A closed network: one box with its calls, what it is made of, and the pictures of its outputs, so that training can still be followed. */
import { Snowflake } from 'lucide-react'
import { enterNetwork } from '../../editor/building/networks'
import { boxPreviewSize, HEADER_HEIGHT_PX, ROW_HEIGHT_PX } from '../../editor/flow/geometry'
import { KindIcon } from '../components/KindIcon'
import { editor } from '../editor'
import { countText } from '../format'
import { PreviewView } from '../preview/PreviewView'
import { Badge } from './Badge'
import { type Drawn, drawn } from './drawn'
import { SIDE_TEXT } from './FrameNode'
import { NetworkButtons } from './NetworkButtons'
import styles from './networks.module.css'
import { Ports } from './Ports'
import { WeightMarksIn } from './WeightMark'

export const BoxNode = drawn(function BoxNode({ id, data }: Drawn) {
  const { frame } = data
  if (!frame) return null
  const side = SIDE_TEXT[frame.side]
  const lastPortY = Math.max(0, ...[...data.inputs, ...data.outputs].map(({ y }) => y))
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button in its header does the same by keyboard
    <div
      className={`${styles.box} ${styles.tone}`}
      data-tone={frame.tone}
      data-frozen={frame.frozen}
      data-severity={data.problem?.severity}
      onDoubleClick={() => enterNetwork(editor, id)}
    >
      <WeightMarksIn network={id} />
      <div className={styles.header}>
        <span className={styles.icon}>
          <KindIcon kind={data} sizePx={14} />
        </span>
        <span className={styles.title}>{data.title}</span>
        {data.problem && <Badge node={id} problem={data.problem} count={frame.hiddenProblems} />}
        {side !== null && <span className={styles.chip}>{side}</span>}
        <NetworkButtons id={id} title={data.title} collapsed />
      </div>
      <Ports node={id} view={data} />
      <div
        className={styles.boxFacts}
        style={{ top: Math.max(lastPortY + ROW_HEIGHT_PX / 2, HEADER_HEIGHT_PX + ROW_HEIGHT_PX) }}
      >
        <div>
          {frame.layers} · {countText(frame.parameters)} parameters
        </div>
        <div>
          {frame.frozen && <Snowflake size={10} aria-hidden="true" />} {frame.training}
        </div>
      </div>
      <div className={styles.pictures}>
        {frame.outputs.map((output) => (
          <PreviewView key={output} nodeId={output} size={boxPreviewSize(frame.outputs.length)} />
        ))}
      </div>
    </div>
  )
})
