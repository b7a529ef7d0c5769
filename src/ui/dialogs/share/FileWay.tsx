/** @file Sharing by file: the design as JSON that people can read. */
import { Download, FileJson, FolderDown } from 'lucide-react'
import { Button } from '../../components/Button'
import { fileName } from '../../download'
import { editor, useEditor } from '../../editor'
import { canSaveInPlace, download, saveInPlace } from '../../files'
import { bytesText, plural } from '../../format'
import { CopyButton } from './CopyButton'
import styles from './Share.module.css'
import { Way } from './Way'

export function FileWay({ onDone }: { onDone(): void }) {
  const document = useEditor((state) => state.history.document)
  const text = editor.documentText()
  const name = fileName(document.name)
  const counts = [
    plural(Object.keys(document.nodes).length, 'node'),
    plural(Object.keys(document.wires).length, 'wire'),
    bytesText(new TextEncoder().encode(text).length),
  ]
  return (
    <Way
      icon={<FileJson size={16} />}
      title="File"
      about="JSON that people and version control can read. It is dropped on a canvas, or trained without a browser."
    >
      <div className={styles.row}>
        <Button
          label="Download"
          look="outlined"
          icon={<Download size={16} aria-hidden="true" />}
          onClick={() => {
            download()
            onDone()
          }}
        />
        {canSaveInPlace && (
          <Button
            label="Save in a folder"
            look="outlined"
            icon={<FolderDown size={16} aria-hidden="true" />}
            onClick={() => {
              onDone()
              void saveInPlace()
            }}
          />
        )}
        <CopyButton label="Copy JSON" text={text} onCopied={() => editor.announce('Copied the graph as JSON.')} />
      </div>
      <p className={styles.note}>
        {counts.join(', ')}. On the command line: <code>npx ganvas train {name}</code>
      </p>
    </Way>
  )
}
