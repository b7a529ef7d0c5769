/** @file From where a network takes weights that were learnt before: a file, or a run that was kept. What does not fit is said here. */
import { useId, useRef, useState } from 'react'
import type { NodeId } from '../../graph/document'
import { Button } from '../components/Button'
import { Modal } from '../components/Modal'
import { editor, useEditor } from '../editor'
import { titleOf } from '../inspector/NodeInspector'
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
  const field = useId()
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
            id={field}
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
        {problem !== null && (
          <p role="alert" className={styles.problem}>
            {problem}
          </p>
        )}
      </div>
    </Modal>
  )
}
