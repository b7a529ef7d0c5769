/** @file The four looks of a node: card, boundary, preview and frame. Each is drawn again only when its own view has changed. */
import type { NodeProps, NodeTypes } from '@xyflow/react'
import { CircleAlert, Snowflake, TriangleAlert } from 'lucide-react'
import { type ComponentType, memo } from 'react'
import type { CanvasNode } from '../../editor/flow'
import { PREVIEW_SIZE_PX } from '../../editor/flow-geometry'
import type { NodeView } from '../../editor/flow-view'
import type { NodeId } from '../../graph/document'
import { KindIcon } from '../components/KindIcon'
import { PreviewView } from '../preview/PreviewView'
import styles from './nodes.module.css'
import { Ports } from './Ports'

function Badge({ problem }: { problem: NonNullable<NodeView['problem']> }) {
  const Icon = problem.severity === 'error' ? CircleAlert : TriangleAlert
  const word = problem.severity === 'error' ? 'Error' : 'Warning'
  return (
    <span
      className={styles.badge}
      data-tip
      data-severity={problem.severity}
      role="img"
      aria-label={`${word}: ${problem.text}`}
    >
      <Icon size={14} strokeWidth={2.25} aria-hidden="true" />
      <span className={styles.tip} aria-hidden="true">
        {problem.text}
      </span>
    </span>
  )
}

function Header({ id, view }: { id: NodeId; view: NodeView }) {
  return (
    <div className={styles.header}>
      <span className={styles.icon}>
        <KindIcon kind={view} sizePx={14} />
      </span>
      <span className={styles.title}>{view.title}</span>
      {view.look === 'preview' && <span className={styles.id}>{id}</span>}
      {view.problem && <Badge problem={view.problem} />}
    </div>
  )
}

interface Drawn {
  id: NodeId
  data: NodeView
}

/**
 * React Flow gives a component the place of its node as well, and so wakes it with every move of a drag. What is drawn
 * depends on the view alone.
 */
function drawn(Look: ComponentType<Drawn>): ComponentType<NodeProps<CanvasNode>> {
  const Memoised = memo(Look)
  return ({ id, data }) => <Memoised id={id} data={data} />
}

const nodeProps = (view: NodeView) => ({ 'data-family': view.family, 'data-severity': view.problem?.severity })

const CardNode = drawn(function CardNode({ id, data }: Drawn) {
  return (
    <div className={styles.node} {...nodeProps(data)}>
      <Header id={id} view={data} />
      <Ports node={id} view={data} />
      {data.inputs.every((port) => port.label === null) && <span className={`${styles.id} ${styles.rowId}`}>{id}</span>}
      <div className={styles.summary} title={data.summary}>
        {data.summary}
      </div>
    </div>
  )
})

const BoundaryNode = drawn(function BoundaryNode({ id, data }: Drawn) {
  return (
    <div className={styles.node} data-look="boundary" {...nodeProps(data)}>
      <Header id={id} view={data} />
      <Ports node={id} view={data} />
    </div>
  )
})

const PreviewNode = drawn(function PreviewNode({ id, data }: Drawn) {
  const [input] = data.inputs
  return (
    <div className={styles.node} {...nodeProps(data)}>
      <Header id={id} view={data} />
      <Ports node={id} view={data} />
      {input?.shape && (
        <span className={styles.portText} data-side="output" style={{ top: input.y }}>
          <span className={styles.shape}>{input.shape}</span>
        </span>
      )}
      <div className={styles.preview}>
        <PreviewView nodeId={id} size={PREVIEW_SIZE_PX} />
      </div>
    </div>
  )
})

const SIDE_TEXT = { player: 'player', critic: 'critic', neutral: null } as const

const FrameNode = drawn(function FrameNode({ id, data }: Drawn) {
  const { frame } = data
  if (!frame) return null
  const side = SIDE_TEXT[frame.side]
  return (
    <div
      className={styles.frame}
      data-side={frame.side}
      data-frozen={frame.frozen}
      data-severity={data.problem?.severity}
    >
      <div className={`frame-handle ${styles.frameHeader}`}>
        <span className={styles.icon}>
          <KindIcon kind={data} sizePx={16} />
        </span>
        <span className={styles.frameTitle}>{data.title}</span>
        <span className={styles.id}>{id}</span>
        {data.problem && <Badge problem={data.problem} />}
        <span className={styles.frameFacts}>
          {frame.frozen && (
            <span className={styles.frozen}>
              <Snowflake size={12} aria-hidden="true" /> frozen
            </span>
          )}
          {side !== null && <span className={styles.side}>{side}</span>}
          <span className={styles.parameters}>{frame.parameters.toLocaleString('en')} parameters</span>
        </span>
      </div>
      <Ports node={id} view={data} />
      {frame.empty && <p className={styles.empty}>Drop layers here</p>}
    </div>
  )
})

/** React Flow compares this by identity: it must not be made anew. */
export const nodeTypes: NodeTypes = {
  card: CardNode,
  boundary: BoundaryNode,
  preview: PreviewNode,
  frame: FrameNode,
}
