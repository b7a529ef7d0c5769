/** @file How a design is exported by one of the exporters: which design, networks and weights; what differs; the files; code that runs them. */
import { TriangleAlert } from 'lucide-react'
import { useMemo } from 'react'
import type { Exporter, ExportInput } from '../../../export/exporter'
import type { NodeId } from '../../../graph/document'
import { Button } from '../../components/Button'
import { Choice } from '../../components/Choice'
import { editor, useEditor } from '../../editor'
import { countText } from '../../format'
import { CodeSnippet } from './CodeSnippet'
import styles from './Export.module.css'
import { FileList } from './FileList'
import { usePrepared } from './prepared'
import type { RunWeights } from './run-weights'

export interface ExportSettings {
  /** The design that the run trains with what it has learnt, or the one on the canvas; they differ after an edit. */
  design: 'run' | 'canvas'
  network: NodeId | null
  weights: ExportInput['weights']
}

export const DEFAULT_SETTINGS: ExportSettings = { design: 'run', network: null, weights: 'ema' }

const ALL_NETWORKS = ' all'

interface DesignExportProps {
  exporter: Exporter
  run: RunWeights
  settings: ExportSettings
  onChange(settings: ExportSettings): void
}

export function DesignExport({ exporter, run, settings, onChange }: DesignExportProps) {
  const document = useEditor((state) => state.history.document)
  const compiled = useEditor((state) => state.compilation.plan)
  const isStale = useEditor((state) => state.runIsStale)
  const ofRun = run.state === 'taken' && !(isStale && settings.design === 'canvas') ? run : null
  const plan = ofRun ? ofRun.plan : compiled
  const networks = plan ? Object.values(plan.networks) : []
  // Another design may lack it.
  const chosen = exporter.takes.network ? (networks.find(({ id }) => id === settings.network) ?? null) : null
  const input = useMemo<ExportInput | null>(
    () =>
      plan && run.state !== 'asking'
        ? {
            document: ofRun?.document ?? document,
            plan,
            checkpoint: ofRun?.checkpoint ?? null,
            network: chosen?.id ?? null,
            weights: settings.weights,
          }
        : null,
    [plan, run.state, ofRun, document, chosen, settings.weights],
  )
  const prepared = usePrepared(exporter, input)
  const averaged = (chosen ? [chosen] : networks).some(({ ema }) => ema !== null)

  return (
    <>
      {isStale && run.state === 'taken' && (
        <Choice
          label="Design"
          place="beside"
          value={settings.design}
          options={[
            { value: 'run', title: `As the run trains it, step ${countText(run.checkpoint.step)}` },
            { value: 'canvas', title: 'As it is on the canvas now, untrained' },
          ]}
          onChange={(design) => onChange({ ...settings, design })}
        />
      )}
      {exporter.takes.network && networks.length > 1 && (
        <Choice
          label="Networks"
          place="beside"
          value={chosen?.id ?? ALL_NETWORKS}
          options={[
            { value: ALL_NETWORKS, title: `All ${networks.length}` },
            ...networks.map(({ id, name }) => ({ value: id, title: name })),
          ]}
          onChange={(value) => onChange({ ...settings, network: value === ALL_NETWORKS ? null : value })}
        />
      )}
      {exporter.takes.weights && ofRun && averaged && (
        <Choice
          label="Weights"
          place="beside"
          value={settings.weights}
          options={[
            { value: 'ema', title: 'Moving average, where one is kept' },
            { value: 'live', title: 'As the last update left them' },
          ]}
          onChange={(weights) => onChange({ ...settings, weights })}
        />
      )}
      {exporter.takes.weights && (plan || run.state !== 'none') && (
        <WeightsLine run={run} step={ofRun?.checkpoint.step ?? null} />
      )}
      {run.state !== 'asking' && !plan && <HasErrors />}
      {input && !prepared && <p className={styles.aside}>Preparing the files …</p>}
      {prepared && !prepared.result.ok && <Refusal {...prepared.result.problem} canShow={!isStale || !ofRun} />}
      {prepared?.result.ok && <FileList files={prepared.result.value} />}
      {prepared && prepared.notes.length > 0 && (
        <section className={styles.section} aria-label="What differs">
          <h3>What differs</h3>
          <ul className={styles.notes}>
            {prepared.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </section>
      )}
      {prepared?.result.ok && prepared.snippet && <CodeSnippet {...prepared.snippet} />}
    </>
  )
}

/** Whose weights are in the files, plainly. */
function WeightsLine({ run, step }: { run: RunWeights; step: number | null }) {
  if (run.state === 'asking') return <p className={styles.aside}>Asking the run for its weights …</p>
  if (run.state === 'unreadable')
    return (
      <p className={styles.warning}>
        The weights of the run cannot be read: {run.problem} These are the first weights.
      </p>
    )
  if (step !== null) return <p className={styles.aside}>The weights are those of the run at step {countText(step)}.</p>
  return (
    <p className={styles.warning}>
      These are the first weights, as the seed gives them: nothing is learnt yet. Train, then export for trained ones.
    </p>
  )
}

function HasErrors() {
  return (
    <div className={styles.refusal} role="alert">
      <TriangleAlert size={16} aria-hidden="true" />
      <div>
        <p>The design has errors, so there is nothing to export yet. Mend them first: Problems says how.</p>
        <Button
          label="Show the problems"
          look="outlined"
          onClick={() => {
            editor.closeDialog()
            editor.focusProblems()
          }}
        />
      </div>
    </div>
  )
}

interface RefusalProps {
  message: string
  fix: string
  node?: NodeId
  /** The node is on the canvas. */
  canShow: boolean
}

function Refusal({ message, fix, node, canShow }: RefusalProps) {
  const isThere = useEditor(({ history }) => node !== undefined && node in history.document.nodes)
  return (
    <div className={styles.refusal} role="alert">
      <TriangleAlert size={16} aria-hidden="true" />
      <div>
        <p>
          {message} {fix}
        </p>
        {node !== undefined && isThere && canShow && (
          <Button
            label={`Show ${node}`}
            look="outlined"
            onClick={() => {
              editor.closeDialog()
              editor.reveal(node)
            }}
          />
        )}
      </div>
    </div>
  )
}
