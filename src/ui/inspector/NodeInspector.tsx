/** @file One node: its params, what the compiler knows of it, what it shows. */
import type { NodeFacts as FactsOfNode, NetworkFacts } from '../../compile/compilation'
import type { GraphDocument, GraphNode, NodeId } from '../../graph/document'
import { type AnyKind, kindOf } from '../../graph/kinds'
import { formatShape, type Range, type Shape } from '../../tensor/shape'
import { Button } from '../components/Button'
import { Switch } from '../components/Switch'
import { editor, useEditor } from '../editor'
import { countText, flopsText } from '../format'
import { DatasetSection } from '../own-data/DatasetSection'
import { PlayButton } from '../play/PlayButton'
import { PreviewView } from '../preview/PreviewView'
import { tickText } from '../preview/paint'
import { Inside } from './Inside'
import { InsideHeat } from './InsideHeat'
import styles from './Inspector.module.css'
import { BypassButton, FreezeButton } from './LayerToggles'
import { LoadWeightsButton } from './LoadWeightsButton'
import { ParamsForm } from './ParamsForm'
import { About, Diagnostics, Facts, Heading, Section } from './parts'

/** A network's or a port's own name, else the title of its kind. */
export function titleOf(node: GraphNode): string {
  const { name } = node.params
  return typeof name === 'string' && name !== '' ? name : kindOf(node).title
}

export function NodeInspector({ id, node, width }: { id: NodeId; node: GraphNode; width: number }) {
  const kind = kindOf(node)
  const facts = useEditor((state) => state.compilation.nodes[id])
  const network = useEditor((state) => state.compilation.networks[id])
  const all = useEditor((state) => state.compilation.diagnostics)
  const diagnostics = all.filter((diagnostic) => diagnostic.node === id)
  const shows = kind.role === 'output' || kind.role === 'preview'
  return (
    <div className={styles.inspector}>
      <Heading kind={kind} id={id} title={titleOf(node)} />
      <Diagnostics diagnostics={diagnostics.filter(({ param }) => param === undefined)} />
      {shows && (
        <div className={styles.preview}>
          <PreviewView nodeId={id} size={width} />
          <EmaSwitch />
          <PlayButton node={id} />
        </div>
      )}
      {kind.role === 'layer' && (
        <div className={styles.buttons}>
          <BypassButton />
          <FreezeButton />
        </div>
      )}
      {kind.role === 'network' && (
        <div className={styles.buttons}>
          <LoadWeightsButton />
          <FreezeButton />
        </div>
      )}
      <WeightRemark id={id} />
      <ParamsForm id={id} node={node} diagnostics={diagnostics} />
      {kind.role === 'source' && kind.dataset && <DatasetSection id={id} dataset={kind.dataset(node.params)} />}
      {facts && kind.role !== 'network' && <NodeFactsView kind={kind} facts={facts} />}
      {kind.role === 'layer' && <InsideHeat id={id} />}
      {kind.role === 'layer' && <Inside id={id} width={width} />}
      {kind.role === 'network' && network && <NetworkSummary id={id} facts={network} />}
      {kind.role === 'objective' && <Players id={id} />}
      <About kind={kind} />
    </div>
  )
}

/** Whether its weights start afresh, or were not loaded, until a step has trained them. */
function WeightRemark({ id }: { id: NodeId }) {
  const sentence = useEditor(({ weightMarks }) => weightMarks.get(id)?.sentence)
  return sentence === undefined ? null : <p className={styles.fix}>{sentence}</p>
}

/** Only where some network keeps a moving average is there anything to choose. */
function EmaSwitch() {
  const showEma = useEditor((state) => state.preferences.showEma)
  const available = useEditor((state) =>
    Object.values(state.history.document.nodes).some(
      (node) => kindOf(node).role === 'network' && typeof node.params.ema === 'number',
    ),
  )
  if (!available) return null
  return (
    <Switch label="EMA weights" shown checked={showEma} onChange={(show) => editor.setPreferences({ showEma: show })} />
  )
}

const rangeText = (range: Range): string => (range ? `${tickText(range[0])} … ${tickText(range[1])}` : 'unbounded')

interface NodeFactsProps {
  kind: AnyKind
  facts: FactsOfNode
}

function NodeFactsView({ kind, facts }: NodeFactsProps) {
  const outputs = Object.entries(facts.outputs)
  const rows: (readonly [string, React.ReactNode])[] = outputs.flatMap(([port, shape]) => [
    [outputs.length === 1 ? 'Shape' : `Shape of ${port}`, <code key={port}>{formatShape(shape)}</code>] as const,
    ...(port in facts.ranges
      ? [[outputs.length === 1 ? 'Range' : `Range of ${port}`, rangeText(facts.ranges[port]!)] as const]
      : []),
  ])
  if (kind.role === 'layer') {
    rows.push(['Parameters', countText(facts.parameters)])
    if (facts.flops > 0) rows.push(['Work in one step', flopsText(facts.flops)])
  }
  return rows.length === 0 ? null : (
    <Section title="Facts">
      <Facts facts={rows} />
    </Section>
  )
}

function NetworkSummary({ id, facts }: { id: NodeId; facts: NetworkFacts }) {
  const document = useEditor((state) => state.history.document)
  const nodes = useEditor((state) => state.compilation.nodes)
  const shapes = (ports: Record<string, Shape>) =>
    Object.keys(ports).length === 0
      ? 'nothing yet'
      : Object.entries(ports).map(([port, shape]) => (
          <div key={port}>
            {port} <code>{formatShape(shape)}</code>
          </div>
        ))
  return (
    <Section
      title="Summary"
      actions={<Button label="Open as a table" onClick={() => editor.openDialog({ kind: 'summary', network: id })} />}
    >
      <Facts
        facts={[
          ['Takes', shapes(facts.inputs)],
          ['Gives', shapes(facts.outputs)],
          ['Parameters', countText(facts.parameters)],
          ['of them trainable', countText(facts.trainable)],
        ]}
      />
      {facts.order.length > 0 && (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Layer</th>
              <th scope="col">Output</th>
              <th scope="col">Parameters</th>
            </tr>
          </thead>
          <tbody>
            {facts.order.map((layer) => (
              <tr key={layer}>
                <th scope="row">
                  <button type="button" title={layer} onClick={() => editor.reveal(layer)}>
                    {titleOf(document.nodes[layer]!)}
                  </button>
                </th>
                <td>{nodes[layer]?.outputs.out ? <code>{formatShape(nodes[layer].outputs.out)}</code> : '—'}</td>
                <td>{countText(nodes[layer]?.parameters ?? 0)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  )
}

function Players({ id }: { id: NodeId }) {
  const facts = useEditor((state) => state.compilation.objectives[id])
  const document = useEditor((state) => state.history.document)
  if (!facts) return null
  return (
    <Section title="Who plays">
      <Facts
        facts={[
          ...(facts.critics.length > 0 ? [['Critics', namesOf(document, facts.critics)] as const] : []),
          [facts.critics.length > 0 ? 'against' : 'Trains', namesOf(document, facts.players)],
        ]}
      />
    </Section>
  )
}

/** Names of networks that lead to them. */
export function namesOf(document: GraphDocument, ids: readonly NodeId[]): React.ReactNode {
  if (ids.length === 0) return 'nobody'
  return (
    <span className={styles.links}>
      {ids.map((id) => (
        <button type="button" key={id} onClick={() => editor.reveal(id)}>
          {document.nodes[id] ? titleOf(document.nodes[id]) : id}
        </button>
      ))}
    </span>
  )
}
