/** @file One run of the list: its picture, what it is and how far it came, and what can be done with it. */
import { Copy, Images, Pencil, Play, Trash2, Undo2 } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button } from '../../components/Button'
import { bytesText, countText, whenText } from '../../format'
import styles from './Runs.module.css'
import type { ListedRun } from './use-runs'

interface RunRowProps {
  run: ListedRun
  isDeleted: boolean
  isChosen: boolean
  mayChoose: boolean
  /** Of its curves, as CSS; `null` while none are drawn. */
  colour: string | null
  onChoose(): void
  onContinue(): void
  onRename(name: string): void
  onDuplicate(): void
  /** Deletes, or puts back. */
  onDelete(): void
}

const IN_USE = 'It is open in this page or in another tab. Reset it there first, or duplicate it.'

const ICON = { size: 15, 'aria-hidden': true } as const

export function RunRow(props: RunRowProps) {
  const { run, isDeleted, isChosen, mayChoose, colour, onChoose, onContinue, onRename, onDuplicate, onDelete } = props
  const { name, graph, step, steps, sizeBytes, updatedAtMs, backend, inUse, pictureUrl } = run
  const pencil = useRef<HTMLButtonElement>(null)
  const [draft, setDraft] = useState<string | null>(null)
  const leave = (commit: boolean) => {
    const next = draft?.trim()
    if (commit && next && next !== name) onRename(next)
    setDraft(null)
  }
  const isDone = step >= steps
  return (
    <li className={styles.run} data-deleted={isDeleted || undefined}>
      <input
        type="checkbox"
        className={styles.choice}
        aria-label={`Compare ${name}`}
        checked={isChosen && !isDeleted}
        disabled={isDeleted || !mayChoose}
        onChange={onChoose}
        style={colour === null ? undefined : { accentColor: colour }}
      />
      <span className={styles.picture}>
        {pictureUrl ? <img src={pictureUrl} alt="" /> : <Images size={20} aria-hidden="true" />}
      </span>
      <div className={styles.about}>
        {draft === null ? (
          <strong>{name}</strong>
        ) : (
          <input
            aria-label={`New name of ${name}`}
            // biome-ignore lint/a11y/noAutofocus: it came because somebody pressed Rename
            autoFocus
            value={draft}
            maxLength={200}
            onFocus={(event) => event.currentTarget.select()}
            onChange={(event) => setDraft(event.target.value)}
            onBlur={() => leave(true)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' && event.key !== 'Escape') return
              // The dialog stays.
              event.stopPropagation()
              leave(event.key === 'Enter')
              requestAnimationFrame(() => pencil.current?.focus())
            }}
          />
        )}
        <span>
          {graph !== name && `${graph} · `}
          step {countText(step)} of {countText(steps)}
          {isDone && ', done'}
          {inUse && ' · open now'}
        </span>
        <span>
          <time dateTime={new Date(updatedAtMs).toISOString()}>{whenText(updatedAtMs)}</time> · {bytesText(sizeBytes)} ·{' '}
          {backend}
        </span>
      </div>
      <div className={styles.actions}>
        {isDeleted ? (
          <Button label={`Put back ${name}`} text="never" icon={<Undo2 {...ICON} />} onClick={onDelete} />
        ) : (
          <>
            <Button
              label={`Continue ${name}`}
              caption="Continue"
              look="outlined"
              icon={<Play {...ICON} />}
              disabled={inUse}
              tooltip={inUse ? IN_USE : isDone ? 'Open it as it was at its end' : 'Train on from its last checkpoint'}
              onClick={onContinue}
            />
            <Button
              ref={pencil}
              label={`Rename ${name}`}
              text="never"
              tooltip="Rename"
              icon={<Pencil {...ICON} />}
              onClick={() => setDraft(name)}
            />
            <Button
              label={`Duplicate ${name}`}
              text="never"
              tooltip="Duplicate: a copy that is trained on by itself"
              icon={<Copy {...ICON} />}
              onClick={onDuplicate}
            />
            <Button
              label={`Delete ${name}`}
              text="never"
              tooltip={inUse ? IN_USE : 'Delete; it can be put back until this closes'}
              icon={<Trash2 {...ICON} />}
              disabled={inUse}
              onClick={onDelete}
            />
          </>
        )}
      </div>
    </li>
  )
}
