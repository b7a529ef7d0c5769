/** @file Why a file or a link was not opened: every place in it that is wrong. */
import type { LoadError } from '../../graph/load'
import { Button } from '../components/Button'
import { Modal } from '../components/Modal'
import { openWithDialog } from '../files'
import styles from './Dialogs.module.css'

interface Props {
  name: string
  errors: readonly LoadError[]
  onClose(): void
}

export function LoadFailedDialog({ name, errors, onClose }: Props) {
  const hasPlaces = errors.some(({ path }) => path !== '$')
  return (
    <Modal
      title={`${name} could not be opened`}
      description={`Your canvas was left as it was.${hasPlaces ? ' Mend the file at these places and open it again.' : ''}`}
      onClose={onClose}
      actions={
        <>
          <Button
            label="Open another file"
            look="outlined"
            onClick={() => {
              onClose()
              openWithDialog()
            }}
          />
          <Button label="Close" look="primary" onClick={onClose} />
        </>
      }
    >
      <ul className={styles.errors}>
        {errors.map(({ path, message }) => (
          <li key={`${path} ${message}`}>
            {hasPlaces && <code>{path}</code>}
            <p>{message}</p>
          </li>
        ))}
      </ul>
    </Modal>
  )
}
