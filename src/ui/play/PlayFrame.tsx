/** @file What all dialogs about samples have around them: which output it is, and what to do while there is nothing to draw samples from. */
import { Play } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { Plan } from '../../compile/plan'
import type { NodeId } from '../../graph/document'
import { type Playable, playableOutputs } from '../../train/play'
import { Button } from '../components/Button'
import { Modal } from '../components/Modal'
import { Select } from '../components/Select'
import { editor, useEditor } from '../editor'
import styles from './Play.module.css'

interface PlayFrameProps {
  title: string
  description: string
  width?: 'wide' | 'full'
  /** The output to begin with; `null`: the first. */
  node: NodeId | null
  onClose(): void
  children(plan: Plan, found: Playable): React.ReactNode
}

export function PlayFrame({ title, description, width = 'full', node, onClose, children }: PlayFrameProps) {
  const plan = useEditor((state) => state.compilation.plan)
  const begun = useEditor(({ run }) => 'metrics' in run)
  const status = useEditor(({ run }) => run.status)
  const outputs = useMemo(() => (plan ? playableOutputs(plan) : []), [plan])
  const [chosen, setChosen] = useState(node)
  const found = outputs.find((output) => output.node === chosen) ?? outputs[0]
  return (
    <Modal title={title} description={description} width={width} onClose={onClose}>
      {outputs.length > 1 && found && (
        <div className={styles.outputs}>
          <Select
            label="Output"
            value={found.node}
            options={outputs.map((output) => ({ value: output.node, title: output.title }))}
            onChange={setChosen}
          />
        </div>
      )}
      {!plan || !found ? (
        <p className={styles.empty}>
          {plan
            ? 'No output shows images or points that are made from noise. Wire a Latent into a generator.'
            : 'The graph has problems. Mend them, and press Train.'}
        </p>
      ) : begun ? (
        children(plan, found)
      ) : (
        <div className={styles.empty}>
          <p>
            {status === 'starting'
              ? 'The run is starting.'
              : 'Press Train: a generator can be played with from its first step on.'}
          </p>
          {status !== 'starting' && (
            <Button
              label="Train"
              look="primary"
              icon={<Play size={16} aria-hidden="true" />}
              onClick={() => editor.train()}
            />
          )}
        </div>
      )}
    </Modal>
  )
}
