/** @file A file or a link that is dropped anywhere on the window is opened. */
import { FileDown } from 'lucide-react'
import { useEffect, useState } from 'react'
import styles from './DropZone.module.css'
import { openDropped } from './files'
import { isTyping } from './focus'

/** A link that is dragged over a field is for the field. */
const isForUs = ({ dataTransfer, target }: DragEvent): boolean =>
  dataTransfer !== null &&
  (dataTransfer.types.includes('Files') || (dataTransfer.types.includes('text/uri-list') && !isTyping(target)))

export function DropZone() {
  const [over, setOver] = useState(false)
  useEffect(() => {
    const onDragOver = (event: DragEvent) => {
      if (!isForUs(event)) return
      event.preventDefault()
      setOver(true)
    }
    const onDragLeave = (event: DragEvent) => {
      // Only leaving the window has nowhere to go.
      if (event.relatedTarget === null) setOver(false)
    }
    const onDrop = (event: DragEvent) => {
      setOver(false)
      if (!event.dataTransfer || !isForUs(event)) return
      event.preventDefault()
      void openDropped(event.dataTransfer)
    }
    addEventListener('dragover', onDragOver)
    addEventListener('dragleave', onDragLeave)
    addEventListener('drop', onDrop)
    return () => {
      removeEventListener('dragover', onDragOver)
      removeEventListener('dragleave', onDragLeave)
      removeEventListener('drop', onDrop)
    }
  }, [])
  if (!over) return null
  return (
    <div className={styles.overlay}>
      <div className={styles.card}>
        <FileDown size={28} aria-hidden="true" />
        Drop to open
      </div>
    </div>
  )
}
