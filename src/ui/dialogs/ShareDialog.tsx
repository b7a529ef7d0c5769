/** @file Handing the graph to somebody: as a file, or as text to paste. */
import { Check, ClipboardCopy, Download, FolderDown } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../components/Button'
import { Modal } from '../components/Modal'
import { fileName } from '../download'
import { editor, useEditor } from '../editor'
import { canSaveInPlace, download, saveInPlace } from '../files'
import { bytesText, plural } from '../format'
import styles from './Dialogs.module.css'

export function ShareDialog({ onClose }: { onClose(): void }) {
  const document = useEditor((state) => state.history.document)
  const [copied, setCopied] = useState(false)
  const text = editor.documentText()

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text)
      setCopied(true)
      editor.announce('Copied the graph as JSON.')
    } catch {
      editor.notify({ tone: 'warning', text: 'This browser does not let the page copy. Download the file instead.' })
    }
  }

  return (
    <Modal
      title="Share this graph"
      description="The whole design is one JSON file. Whoever gets it drops it on their canvas, or trains it from the command line."
      onClose={onClose}
    >
      <div className={styles.file}>
        <strong>{fileName(document.name)}</strong>
        <span>
          {plural(Object.keys(document.nodes).length, 'node')}, {plural(Object.keys(document.wires).length, 'wire')},{' '}
          {bytesText(new TextEncoder().encode(text).length)}
        </span>
      </div>
      <div className={styles.choices}>
        <Button
          label={copied ? 'Copied' : 'Copy JSON'}
          look="outlined"
          icon={copied ? <Check size={16} aria-hidden="true" /> : <ClipboardCopy size={16} aria-hidden="true" />}
          onClick={copy}
        />
        <Button
          label="Download"
          look="outlined"
          icon={<Download size={16} aria-hidden="true" />}
          onClick={() => {
            download()
            onClose()
          }}
        />
        {canSaveInPlace && (
          <Button
            label="Save in a folder"
            look="outlined"
            icon={<FolderDown size={16} aria-hidden="true" />}
            onClick={() => {
              onClose()
              void saveInPlace()
            }}
          />
        )}
      </div>
      <p className={styles.hint}>
        Train it without a browser: <code>npx ganvas train {fileName(document.name)}</code>
      </p>
    </Modal>
  )
}
