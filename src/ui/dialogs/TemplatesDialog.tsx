/** @file Where to begin: the templates, an empty canvas, and what this browser kept of earlier work. */
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { templates } from '../../editor/templates'
import type { GraphDocument } from '../../graph/document'
import { Modal } from '../components/Modal'
import { autosave, editor, useEditor } from '../editor'
import { plural } from '../format'
import styles from './Dialogs.module.css'
import { GraphThumbnail } from './GraphThumbnail'

export function TemplatesDialog({ onClose }: { onClose(): void }) {
  const dirty = useEditor((state) => state.dirty)
  const [recent] = useState(() => autosave.recent())
  return (
    <Modal
      title="Templates"
      description={
        dirty
          ? 'What is on the canvas now stays in this browser, in the list below.'
          : 'Each is a whole design. Press Train, then change it.'
      }
      onClose={onClose}
      width="wide"
    >
      <ul className={styles.cards}>
        {templates().map(({ name, document }) => (
          <li key={name}>
            <Card document={document} onOpen={() => editor.openDocument(document, { kind: 'template', name })} />
          </li>
        ))}
        <li>
          <button type="button" className={styles.card} onClick={() => editor.newDocument()}>
            <span className={styles.blank}>
              <Plus size={22} aria-hidden="true" />
            </span>
            <strong>Empty canvas</strong>
            <span className={styles.lesson}>Begin with a generator or a critic of your own.</span>
          </button>
        </li>
      </ul>
      {recent.length > 0 && (
        <>
          <h3 className={styles.heading}>Recent</h3>
          <ul className={styles.recent}>
            {recent.map((entry) => (
              <li key={entry.id}>
                <button type="button" onClick={() => autosave.reopen(editor, entry)}>
                  <strong>{entry.document.name}</strong>
                  <span>{plural(Object.keys(entry.document.nodes).length, 'node')}</span>
                  <time dateTime={new Date(entry.savedAtMs).toISOString()}>{whenText(entry.savedAtMs)}</time>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </Modal>
  )
}

function Card({ document, onOpen }: { document: GraphDocument; onOpen(): void }) {
  return (
    <button type="button" className={styles.card} onClick={onOpen}>
      <GraphThumbnail document={document} />
      <strong>{document.name}</strong>
      <span className={styles.lesson}>{document.description}</span>
    </button>
  )
}

const whenText = (timeMs: number): string =>
  new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(timeMs)
