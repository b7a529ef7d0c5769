/** @file Files in, a look at what will be fed, and what was left out and why. Nothing is kept before one says so. */
import { FileUp, FolderUp } from 'lucide-react'
import { type DragEvent, useEffect, useId, useRef, useState } from 'react'
import type { LeftOut } from '../../data/own/gather'
import { createImporter, type Importer } from '../../data/own/import-client'
import type { ImportReport } from '../../data/own/import-messages'
import { MAX_OWN_NAME_LENGTH } from '../../data/own/limits'
import type { PrepareOptions } from '../../data/own/prepare'
import { describeOwn, type OwnReference } from '../../data/own/reference'
import type { Given } from '../../editor/state'
import type { NodeId } from '../../graph/document'
import { bytesText, countText } from '../../lib/quantities'
import { Button } from '../components/Button'
import { droppedData, givenByInput } from './given'
import { ImportOptions } from './ImportOptions'
import { LeftOutList } from './LeftOutList'
import styles from './OwnData.module.css'
import { Sheet } from './Sheet'

type Phase =
  | { kind: 'empty' }
  | { kind: 'reading'; done: number; total: number }
  | { kind: 'ready'; report: ImportReport; problem: string | null; keeping: boolean }
  | { kind: 'refused'; message: string; leftOut: readonly LeftOut[]; leftOutCount: number }

interface Props {
  given: Given | null
  onGive(given: Given | null): void
  options: PrepareOptions
  onOptions(options: PrepareOptions): void
  /** What the design was made with and this browser has not. */
  wanted: OwnReference | null
  node: NodeId | null
  onUse(reference: OwnReference): void
}

export function ImportPanel({ given, onGive, options, onOptions, wanted, node, onUse }: Props) {
  const [phase, setPhase] = useState<Phase>({ kind: 'empty' })
  const [name, setName] = useState('')
  const importer = useRef<Importer | null>(null)
  const use = useRef(onUse)
  use.current = onUse

  useEffect(() => {
    const created = createImporter((message) => {
      if (message.type === 'progress') setPhase({ kind: 'reading', done: message.done, total: message.total })
      if (message.type === 'prepared')
        setPhase({ kind: 'ready', report: message.report, problem: null, keeping: false })
      if (message.type === 'refused') setPhase({ ...message, kind: 'refused' })
      if (message.type === 'kept') use.current(message.reference)
      if (message.type === 'not-kept')
        setPhase((before) =>
          before.kind === 'ready' ? { ...before, keeping: false, problem: message.message } : before,
        )
    })
    importer.current = created
    return () => created.cancel()
  }, [])

  useEffect(() => {
    if (!given) return setPhase({ kind: 'empty' })
    setName(wanted?.own ?? given.name)
    setPhase({ kind: 'reading', done: 0, total: 0 })
    importer.current?.prepare(given.name, given.files, options)
  }, [given, options, wanted])

  if (!given) return <Chooser onGive={onGive} />
  const cancel = () => {
    importer.current?.cancel()
    onGive(null)
  }
  const report = phase.kind === 'ready' ? phase.report : null
  const isOther = wanted !== null && report !== null && report.reference.sha256 !== wanted.sha256
  return (
    <div className={styles.import}>
      <div className={styles.side}>
        <label className={styles.field}>
          <span>Name</span>
          <input
            value={name}
            maxLength={MAX_OWN_NAME_LENGTH}
            autoComplete="off"
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        <ImportOptions
          source={report?.source ?? null}
          shape={report?.reference.shape ?? null}
          options={options}
          onChange={onOptions}
        />
        <Button label="Other files" look="outlined" onClick={cancel} />
      </div>
      <div className={styles.look}>
        {given.remark !== undefined && <p className={styles.note}>{given.remark}</p>}
        {phase.kind === 'reading' && <Reading done={phase.done} total={phase.total} onCancel={cancel} />}
        {phase.kind === 'refused' && (
          <div role="alert" className={styles.problem}>
            <p>{phase.message}</p>
          </div>
        )}
        {report && (
          <>
            <p className={styles.found} role="status">
              <strong>{describeOwn(report.reference)}</strong> · {bytesText(report.reference.sizeBytes)}
            </p>
            {report.notes.map((note) => (
              <p key={note} className={styles.note}>
                {note}
              </p>
            ))}
            <Sheet report={report} />
          </>
        )}
        {(phase.kind === 'refused' || report) && (
          <LeftOutList
            leftOut={phase.kind === 'refused' ? phase.leftOut : report!.leftOut}
            count={phase.kind === 'refused' ? phase.leftOutCount : report!.leftOutCount}
          />
        )}
        {isOther && (
          <p className={styles.other}>
            This is not the data that the design was made with: its SHA-256 begins{' '}
            {report.reference.sha256.slice(0, 12)}, expected {wanted.sha256.slice(0, 12)}. Other settings at the left
            may give the same; or use it knowingly, and the design changes.
          </p>
        )}
        {phase.kind === 'ready' && phase.problem !== null && (
          <div role="alert" className={styles.problem}>
            <p>{phase.problem}</p>
          </div>
        )}
        {phase.kind === 'ready' && (
          <div className={styles.actions}>
            <Button
              label={isOther ? 'Use it all the same' : node === null ? 'Add to the graph' : 'Use this data'}
              look="primary"
              disabled={phase.keeping || name.trim() === ''}
              onClick={() => {
                setPhase({ ...phase, keeping: true, problem: null })
                importer.current?.keep(name.trim())
              }}
            />
          </div>
        )}
      </div>
    </div>
  )
}

function Chooser({ onGive }: { onGive(given: Given): void }) {
  const files = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const take = (list: FileList | null) => list && list.length > 0 && onGive(givenByInput(list))
  const drop = (event: DragEvent) => {
    event.preventDefault()
    event.stopPropagation()
    setOver(false)
    const data = droppedData(event.nativeEvent.dataTransfer!)
    if (data) void data.then(onGive, () => undefined)
    else take(event.dataTransfer.files)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the buttons inside do the same by keyboard
    <div
      className={styles.chooser}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <p>Drop a folder, a zip or files here, or choose them.</p>
      <div className={styles.choose}>
        <Button
          label="Choose files"
          look="primary"
          icon={<FileUp size={14} />}
          onClick={() => files.current?.click()}
        />
        <Button
          label="Choose a folder"
          look="outlined"
          icon={<FolderUp size={14} />}
          onClick={() => folder.current?.click()}
        />
      </div>
      <dl className={styles.forms}>
        <dt>Pictures</dt>
        <dd>
          PNG, JPEG, WebP, GIF, BMP or AVIF, loose, in folders or in a zip. Folders become classes; folders A and B, or
          names ending in _A and _B, become pairs.
        </dd>
        <dt>Arrays</dt>
        <dd>NPY, NPZ or IDX, gzipped or not: pictures with or without labels.</dd>
        <dt>Points</dt>
        <dd>CSV with two columns and perhaps a label.</dd>
        <dt>A dataset</dt>
        <dd>The safetensors file that Ganvas saves.</dd>
      </dl>
      <input
        ref={files}
        type="file"
        multiple
        hidden
        aria-label="Files"
        onChange={(event) => take(event.target.files)}
      />
      <input
        ref={folder}
        type="file"
        hidden
        aria-label="Folder"
        {...{ webkitdirectory: '' }}
        onChange={(event) => take(event.target.files)}
      />
    </div>
  )
}

function Reading({ done, total, onCancel }: { done: number; total: number; onCancel(): void }) {
  const id = useId()
  return (
    <div className={styles.reading}>
      <p id={id}>{total === 0 ? 'Reading …' : `Reading ${countText(done)} of ${countText(total)}`}</p>
      <progress aria-labelledby={id} max={1} {...(total > 0 && { value: done / total })} />
      <Button label="Cancel" look="outlined" onClick={onCancel} />
    </div>
  )
}
