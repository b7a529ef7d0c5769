/** @file Taking the work out of Ganvas. The exporters are loaded when the dialog is first opened, so that the page itself loads no more. */
import { lazy, Suspense, useRef } from 'react'
import { Modal } from '../../components/Modal'
import styles from './Export.module.css'

const ExportChoices = lazy(async () => ({ default: (await import('./ExportChoices')).ExportChoices }))

export function ExportDialog({ onClose }: { onClose(): void }) {
  const firstChoice = useRef<HTMLElement>(null)
  return (
    <Modal
      title="Export"
      description="For other programs. To open the design here again, save or share it instead."
      width="wide"
      initialFocus={firstChoice}
      onClose={onClose}
    >
      <Suspense fallback={<p className={styles.loading}>Loading the exporters …</p>}>
        <ExportChoices first={firstChoice} />
      </Suspense>
    </Modal>
  )
}
