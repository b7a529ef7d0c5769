/** @file The looks of a node: card, boundary and preview here, networks in files of their own. */
import type { NodeTypes } from '@xyflow/react'
import { PREVIEW_SIZE_PX } from '../../editor/flow/geometry'
import type { NodeView } from '../../editor/flow/view'
import type { NodeId } from '../../graph/document'
import { KindIcon } from '../components/KindIcon'
import { PreviewView } from '../preview/PreviewView'
import { Badge } from './Badge'
import { BoxNode } from './BoxNode'
import { useFar } from './detail'
import { type Drawn, drawn } from './drawn'
import { FrameNode } from './FrameNode'
import { NodeFacts } from './NodeFacts'
import { NodeHeat } from './NodeHeat'
import styles from './nodes.module.css'
import { Ports } from './Ports'
import portStyles from './ports.module.css'
import { WeightMarkOf } from './WeightMark'

function Header({ id, view }: { id: NodeId; view: NodeView }) {
  return (
    <div className={styles.header}>
      <span className={styles.icon}>
        <KindIcon kind={view} sizePx={14} />
      </span>
      <span className={styles.title}>{view.title}</span>
      {view.look === 'preview' && <span className={styles.id}>{id}</span>}
      {view.problem && <Badge node={id} problem={view.problem} />}
    </div>
  )
}

const nodeProps = (view: NodeView) => ({
  'data-family': view.family,
  'data-severity': view.problem?.severity,
  'data-bypassed': view.bypassed || undefined,
  'data-frozen': view.frozen || undefined,
})

/** In place of ports, by the classes and data of React Flow's handles. */
const endsAt = (side: 'left' | 'right', ports: NodeView['inputs']) =>
  ports.map(({ handle, y }) => (
    <i
      key={handle}
      className={`${side === 'left' ? 'target' : 'source'} ${styles.end}`}
      style={{ top: y }}
      data-handleid={handle}
      data-handlepos={side}
    />
  ))

/** What is left of a layer that is seen from far away. React Flow asks the page where its wires end, so something has to be there. */
const FarNode = ({ view }: { view: NodeView }) => (
  <div className={styles.node} data-far {...nodeProps(view)}>
    {endsAt('left', view.inputs)}
    {endsAt('right', view.outputs)}
  </div>
)

const CardNode = drawn(function CardNode({ id, data }: Drawn) {
  if (useFar()) return <FarNode view={data} />
  return (
    <div className={styles.node} data-facts={data.facts !== null} {...nodeProps(data)}>
      <NodeHeat node={id} />
      <WeightMarkOf layer={id} />
      <Header id={id} view={data} />
      <Ports node={id} view={data} />
      {data.inputs.every((port) => port.label === null) && <span className={`${styles.id} ${styles.rowId}`}>{id}</span>}
      <div className={styles.summary} title={data.summary}>
        {data.summary}
      </div>
      {data.facts !== null && <NodeFacts node={id} weights={data.facts} />}
    </div>
  )
})

const BoundaryNode = drawn(function BoundaryNode({ id, data }: Drawn) {
  if (useFar()) return <FarNode view={data} />
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
        <span className={portStyles.portText} data-side="output" style={{ top: input.y }}>
          <span className={portStyles.shape}>{input.shape}</span>
        </span>
      )}
      <div className={styles.preview}>
        <PreviewView nodeId={id} size={PREVIEW_SIZE_PX} />
      </div>
    </div>
  )
})

/** React Flow compares this by identity: it must not be made anew. */
export const nodeTypes: NodeTypes = {
  card: CardNode,
  boundary: BoundaryNode,
  preview: PreviewNode,
  frame: FrameNode,
  box: BoxNode,
}
