/** @file From where a network takes weights that were learnt before: a file, or a run that was kept. What does not fit is said here. */
import { useEffect, useRef, useState } from 'react'
import type { NodeId } from '../../graph/document'
import type { RunSummary } from '../../runs/run-store'
import { Button } from '../components/Button'
import { Modal } from '../components/Modal'
import { editor, useEditor } from '../editor'
import { whenText } from '../format'
import { titleOf } from '../inspector/NodeInspector'
import { runStore } from '../runs'
import { WEIGHT_FILES, weightsIn } from '../weights-file'
import styles from './LoadWeights.module.css'

interface Props {
  network: NodeId
  onClose(): void
}

export function LoadWeightsDialog({ network, onClose }: Props) {
  const node = useEditor((state) => state.history.document.nodes[network])
  const [problem, setProblem] = useState<string | null>(null)
  const chooser = useRef<HTMLInputElement>(null)
  const runs = useKeptRuns()
  const title = node ? titleOf(node) : network

  function take(weights: Uint8Array, source: string): void {
    const loaded = editor.loadWeights(network, weights, source)
    if (loaded.ok) onClose()
    else setProblem(loaded.problem)
  }

  async function takeFile(file: File): Promise<void> {
    setProblem(null)
    const weights = await weightsIn(file).catch(
      () => ({ ok: false, problem: `${file.name} could not be read. Choose it again.` }) as const,
    )
    if (weights.ok) take(weights.value, file.name)
    else setProblem(weights.problem)
  }

  async function takeRun({ id, name, step }: RunSummary): Promise<void> {
    setProblem(null)
    const loaded = await (await runStore)?.load(id)
    if (loaded?.ok) take(loaded.value.network, `the run “${name}”, step ${step.toLocaleString('en')}`)
    else setProblem(loaded ? loaded.problem : 'This run is not there any more.')
  }

  return (
    <Modal
      title={`Load weights into ${title}`}
      description="Layers take the weights that have their name and shape; the others keep their own. Freeze what should stay as it is, and train on."
      onClose={onClose}
    >
      <div className={styles.ways}>
        <div className={styles.way}>
          <input
            ref={chooser}
            type="file"
            accept={WEIGHT_FILES}
            className="visually-hidden"
            tabIndex={-1}
            aria-label="File with weights"
            onChange={(event) => {
              const [file] = event.target.files ?? []
              event.target.value = ''
              if (file) void takeFile(file)
            }}
          />
          <Button label="Choose a file" look="primary" onClick={() => chooser.current?.click()} />
          <p>A checkpoint, an exported .safetensors file, or a picture of samples that carries weights.</p>
        </div>
        {runs.length > 0 && (
          <section className={styles.runs}>
            <h3>Runs that are kept in this browser</h3>
            <ul>
              {runs.map((run) => (
                <li key={run.id}>
                  <button type="button" className={styles.run} onClick={() => void takeRun(run)}>
                    <span>{run.name}</span>
                    <span>
                      step {run.step.toLocaleString('en')} ·{' '}
                      <time dateTime={new Date(run.updatedAtMs).toISOString()}>{whenText(run.updatedAtMs)}</time>
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )}
        {problem !== null && (
          <p role="alert" className={styles.problem}>
            {problem}
          </p>
        )}
      </div>
    </Modal>
  )
}

function useKeptRuns(): readonly RunSummary[] {
  const [runs, setRuns] = useState<readonly RunSummary[]>([])
  useEffect(() => {
    let wanted = true
    void runStore
      .then((store) => store?.list() ?? [])
      .then((kept) => {
        if (wanted) setRuns(kept)
      })
    return () => {
      wanted = false
    }
  }, [])
  return runs
}
