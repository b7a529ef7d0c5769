/** @file The one look of dialogs. */
import { Dialog } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactNode, RefObject } from 'react'
import styles from './Modal.module.css'

interface ModalProps {
  title: string
  description?: ReactNode
  onClose(): void
  width?: 'narrow' | 'wide' | 'full'
  /** What has the focus at first. Left out: the first thing that can have it. */
  initialFocus?: RefObject<HTMLElement | null>
  /** Below the content, at the right. */
  actions?: ReactNode
  children?: ReactNode
}

export function Modal({ title, description, onClose, width = 'narrow', initialFocus, actions, children }: ModalProps) {
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={`${styles.popup} ${styles[width]}`} {...(initialFocus && { initialFocus })}>
          <div className={styles.header}>
            <div>
              <Dialog.Title className={styles.title}>{title}</Dialog.Title>
              {description && <Dialog.Description className={styles.description}>{description}</Dialog.Description>}
            </div>
            <Dialog.Close className={styles.close} aria-label="Close">
              <X size={16} aria-hidden="true" />
            </Dialog.Close>
          </div>
          <div className={styles.content}>{children}</div>
          {actions && <div className={styles.actions}>{actions}</div>}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
