/** @file What an empty canvas says. It lets the pointer through, all but its button. */
import { LayoutTemplate } from 'lucide-react'
import { editor } from '../editor'
import styles from './Canvas.module.css'

export function EmptyState() {
  return (
    <div className={styles.emptyState}>
      <p>Double-click to add a node, or open a template.</p>
      <button type="button" onClick={() => editor.openDialog({ kind: 'templates' })}>
        <LayoutTemplate size={16} aria-hidden="true" /> Open a template
      </button>
    </div>
  )
}
