/** @file Files that are ready, each with its size and a button that saves it; several can be saved at once. */
import { Download } from 'lucide-react'
import type { ExportedFile } from '../../../export/exporter'
import { Button } from '../../components/Button'
import { downloadBytes } from '../../download'
import { editor } from '../../editor'
import { bytesText } from '../../format'
import styles from './Export.module.css'

const ICON = <Download size={16} aria-hidden="true" />

export function FileList({ files }: { files: readonly ExportedFile[] }) {
  function save(wanted: readonly ExportedFile[]): void {
    for (const { name, bytes } of wanted) downloadBytes(name, bytes, 'application/octet-stream')
    editor.announce(`Saved ${wanted.map(({ name }) => name).join(', ')}.`)
  }
  const isOne = files.length === 1
  return (
    <section className={styles.section} aria-label="Files">
      <ul className={styles.files}>
        {files.map((file) => (
          <li key={file.name}>
            <code>{file.name}</code>
            <span className={styles.size}>{bytesText(file.bytes.length)}</span>
            {!isOne && <Button label={`Download ${file.name}`} text="never" icon={ICON} onClick={() => save([file])} />}
          </li>
        ))}
      </ul>
      <div>
        <Button
          label={isOne ? 'Download' : `Download all ${files.length}`}
          look="primary"
          icon={ICON}
          onClick={() => save(files)}
        />
      </div>
    </section>
  )
}
