/** @file The name of a block: asked when the selection is kept as one, and when one is renamed. */
import { type FormEvent, useId, useState } from 'react'
import { asBlock } from '../../editor/building/blocks'
import { copyFragment } from '../../graph/edits'
import { MAX_NAME_LENGTH } from '../../graph/schema'
import { blocks, keepBlock } from '../blocks'
import { Button } from '../components/Button'
import { Modal } from '../components/Modal'
import { editor } from '../editor'
import styles from './BlockDialog.module.css'

interface Props {
  /** The block to rename; `null` keeps the selection as a new one. */
  id: string | null
  onClose(): void
}

export function BlockDialog({ id, onClose }: Props) {
  const form = useId()
  const known = id === null ? null : blocks.find(id)
  const [name, setName] = useState(known?.name ?? '')
  const [description, setDescription] = useState('')

  function submit(event: FormEvent): void {
    event.preventDefault()
    if (name.trim() === '') return
    if (id !== null) blocks.rename(id, name)
    else {
      const piece = asBlock(copyFragment(editor.document(), [...editor.getState().selection.nodes]), name, description)
      if (Object.keys(piece.fragment.nodes).length > 0) keepBlock(piece)
      else
        editor.notify({
          tone: 'warning',
          text: 'Inputs and outputs mean nothing outside their network. Select layers.',
        })
    }
    onClose()
  }

  return (
    <Modal
      title={id === null ? 'Keep the selection as a block' : 'Rename the block'}
      description={
        id === null
          ? 'It stands in the palette under Blocks, for every graph in this browser. As a file it goes to others.'
          : undefined
      }
      onClose={onClose}
      actions={
        <>
          <Button label="Cancel" look="outlined" onClick={onClose} />
          <Button
            label={id === null ? 'Keep' : 'Rename'}
            look="primary"
            type="submit"
            form={form}
            disabled={name.trim() === ''}
          />
        </>
      }
    >
      <form id={form} className={styles.form} onSubmit={submit}>
        <label className={styles.field}>
          <span>Name</span>
          <input
            value={name}
            maxLength={MAX_NAME_LENGTH}
            placeholder="Residual block"
            autoComplete="off"
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        {id === null && (
          <label className={styles.field}>
            <span>What it does</span>
            <input value={description} autoComplete="off" onChange={(event) => setDescription(event.target.value)} />
          </label>
        )}
      </form>
    </Modal>
  )
}
