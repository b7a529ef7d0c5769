/** @file The graph in figures, as a table for each network: what `ganvas check --summary` prints, with ways to the layers. */
import { Check, ClipboardCopy } from 'lucide-react'
import { useMemo, useState } from 'react'
import {
  type LayerSummary,
  type NetworkSummary,
  networkText,
  summarise,
  summaryText,
  totalsOf,
} from '../../compile/summary'
import type { NodeId } from '../../graph/document'
import { formatShape } from '../../tensor/shape'
import { Button } from '../components/Button'
import { Modal } from '../components/Modal'
import { editor, useEditor } from '../editor'
import { countText, flopsText, percentText } from '../format'
import styles from './SummaryDialog.module.css'

const WHAT_IS_COUNTED =
  'Layers in the order in which they are computed. FLOPs are those of dense layers and convolutions, forward and backward, over all calls of one step.'

export function SummaryDialog({ network: asked, onClose }: { network: NodeId | null; onClose(): void }) {
  const document = useEditor((state) => state.history.document)
  const compilation = useEditor((state) => state.compilation)
  const summary = useMemo(() => summarise(document, compilation), [document, compilation])
  const [shown, setShown] = useState(asked)
  const [copied, setCopied] = useState(false)
  const only = summary.networks.find(({ network }) => network === shown) ?? null
  const networks = only ? [only] : summary.networks

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(only ? networkText(only) : summaryText(summary))
      setCopied(true)
      editor.announce('Copied the summary as plain text.')
    } catch {
      editor.notify({ tone: 'warning', text: 'This browser does not let the page copy.' })
    }
  }

  const show = (network: NodeId | null) => {
    setShown(network)
    setCopied(false)
  }
  const reveal = (layer: NodeId) => {
    onClose()
    editor.reveal(layer)
  }

  return (
    <Modal
      title={only ? `Summary of ${only.title}` : 'Summary'}
      description={
        compilation.plan ? WHAT_IS_COUNTED : 'The graph has errors: work and memory are counted once they are mended.'
      }
      width="wide"
      onClose={onClose}
      actions={
        <Button
          label={copied ? 'Copied' : 'Copy as text'}
          look="outlined"
          icon={copied ? <Check size={16} aria-hidden="true" /> : <ClipboardCopy size={16} aria-hidden="true" />}
          onClick={copy}
        />
      }
    >
      <fieldset className={styles.choice} aria-label="Of what">
        {[null, ...summary.networks].map((network) => (
          <button
            type="button"
            key={network?.network ?? ''}
            aria-pressed={(network?.network ?? null) === (only?.network ?? null)}
            onClick={() => show(network?.network ?? null)}
          >
            {network?.title ?? 'Whole graph'}
          </button>
        ))}
      </fieldset>
      {networks.map((network) => (
        <NetworkTable key={network.network} network={network} onReveal={reveal} />
      ))}
      {!only && summary.outside.length > 0 && (
        <section className={styles.part}>
          <h3>Outside of networks</h3>
          <LayerTable name="Layers outside of networks" layers={summary.outside} onReveal={reveal} />
        </section>
      )}
      {!only && (
        <section className={styles.part}>
          <h3>Whole graph</h3>
          <dl className={styles.totals}>
            {totalsOf(summary).map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
    </Modal>
  )
}

function NetworkTable({ network, onReveal }: { network: NetworkSummary; onReveal(layer: NodeId): void }) {
  const { title, frozen, inputs, outputs, layers, calls } = network
  const ports = (shapes: NetworkSummary['inputs']) =>
    Object.entries(shapes).map(([port, shape]) => (
      <span key={port}>
        {port} <code>{formatShape(shape)}</code>
      </span>
    ))
  return (
    <section className={styles.part}>
      <h3>
        {title} <code>{network.network}</code> {frozen && <em>frozen</em>}
      </h3>
      <p className={styles.ports}>
        {ports(inputs)} <span aria-hidden="true">→</span> {ports(outputs)}
      </p>
      <LayerTable name={`Layers of ${title}`} layers={layers} total={network} onReveal={onReveal} />
      {calls.length > 0 && (
        <p className={styles.calls}>
          Of the step’s FLOPs:{' '}
          {calls.map(({ call, flops, share }, index) => (
            <span key={call}>
              {index > 0 && ', '}
              call {call} {percentText(share)} ({flopsText(flops)})
            </span>
          ))}
        </p>
      )}
    </section>
  )
}

interface LayerTableProps {
  name: string
  layers: readonly LayerSummary[]
  total?: NetworkSummary
  onReveal(layer: NodeId): void
}

function LayerTable({ name, layers, total, onReveal }: LayerTableProps) {
  return (
    <div className={styles.scroll}>
      <table className={styles.table} aria-label={name}>
        <thead>
          <tr>
            <th scope="col">Layer</th>
            <th scope="col">Kind</th>
            <th scope="col">Output</th>
            <th scope="col">Parameters</th>
            <th scope="col">Trainable</th>
            <th scope="col">FLOPs a step</th>
            <th scope="col">Share</th>
          </tr>
        </thead>
        <tbody>
          {layers.map((layer) => (
            <tr key={layer.layer}>
              <th scope="row">
                <button type="button" onClick={() => onReveal(layer.layer)}>
                  {layer.layer}
                </button>
              </th>
              <td>{layer.title}</td>
              <td>{layer.output ? <code>{formatShape(layer.output)}</code> : 'not known'}</td>
              <Figures of={layer} />
            </tr>
          ))}
        </tbody>
        {total && (
          <tfoot>
            <tr>
              <th scope="row" colSpan={3}>
                Total
              </th>
              <Figures of={total} />
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  )
}

function Figures({ of: { parameters, trainable, flops, share } }: { of: LayerSummary | NetworkSummary }) {
  return (
    <>
      <td>{countText(parameters)}</td>
      <td>{countText(trainable)}</td>
      <td>{flopsText(flops)}</td>
      <td className={styles.share}>
        <span className={styles.bar} style={{ width: `calc((100% - 68px) * ${share})` }} aria-hidden="true" />
        {percentText(share)}
      </td>
    </>
  )
}
