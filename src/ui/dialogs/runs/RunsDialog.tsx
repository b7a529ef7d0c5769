/** @file The runs that this browser keeps: go on with one, name it, copy it, compare several, delete what is not wanted any more. */
import { HardDrive } from 'lucide-react'
import { useEffect, useState } from 'react'
import { goOnWithRun } from '../../../editor/running/kept-runs'
import { RunHistory } from '../../../runs/history'
import type { RunStore } from '../../../runs/run-store'
import { Modal } from '../../components/Modal'
import { editor } from '../../editor'
import { bytesText, plural } from '../../format'
import { ComparisonChart, type NamedRun, RUN_COLOURS } from './ComparisonChart'
import { RunRow } from './RunRow'
import styles from './Runs.module.css'
import { type KeptRuns, type ListedRun, useRuns } from './use-runs'

export function RunsDialog({ onClose }: { onClose(): void }) {
  const kept = useRuns()
  const { store, runs, deleted } = kept
  const [chosen, setChosen] = useState<readonly string[]>([])
  const choose = (id: string) =>
    setChosen(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id])
  const histories = useHistories(store ?? null, runs, chosen)
  return (
    <Modal
      title="Runs"
      description="What was trained in this browser, each with its last checkpoints, its curves and pictures of its samples."
      onClose={onClose}
      width="wide"
    >
      {store === null && (
        <p className={styles.empty}>
          This browser keeps no files for this page, as some do in private windows. Training works; runs end with the
          page.
        </p>
      )}
      {store && runs.length === 0 && (
        <p className={styles.empty}>
          No run is kept yet. Press <strong>Train</strong>: a run is kept here by itself, soon after its start and then
          every 30 seconds.
        </p>
      )}
      {store && runs.length > 0 && (
        <>
          {chosen.length > 1 && histories.length > 1 && <ComparisonChart runs={histories} />}
          <ul className={styles.runs} aria-label="Kept runs">
            {runs.map((run) => (
              <RunRow
                key={run.id}
                run={run}
                isDeleted={deleted.has(run.id)}
                colour={colourOf(chosen, histories, run.id)}
                isChosen={chosen.includes(run.id)}
                mayChoose={chosen.includes(run.id) || chosen.length < RUN_COLOURS.length}
                onChoose={() => choose(run.id)}
                onContinue={() => {
                  onClose()
                  void goOnWithRun(editor, store, run.id)
                }}
                onRename={(name) => void kept.rename(run, name)}
                onDuplicate={() => void kept.duplicate(run)}
                onDelete={() => kept.deleteOrPutBack(run)}
              />
            ))}
          </ul>
          <p className={styles.room} role="status">
            <HardDrive size={14} aria-hidden="true" />
            {roomText(kept)} {chosen.length === 1 && 'Choose another run to compare.'}
          </p>
        </>
      )}
    </Modal>
  )
}

/** The mark beside a run wears the colour of its curves, while there are curves. */
function colourOf(chosen: readonly string[], compared: readonly NamedRun[], id: string): string | null {
  const index = chosen.length > 1 ? compared.findIndex((run) => run.id === id) : -1
  return index < 0 ? null : `var(--${RUN_COLOURS[index % RUN_COLOURS.length]})`
}

function roomText({ runs, deleted, room }: KeptRuns): string {
  const total = runs.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  const free = room.freeBytes === null ? '' : `; this browser allows ${bytesText(room.freeBytes)} more`
  const gone = deleted.size === 0 ? '' : ` ${plural(deleted.size, 'run')} will be deleted when this closes.`
  return `${plural(runs.length, 'run')}, ${bytesText(total)}${free}.${gone}`
}

/** Curves of the runs that were chosen, in the order of choosing. */
function useHistories(store: RunStore | null, runs: readonly ListedRun[], chosen: readonly string[]): NamedRun[] {
  const [read, setRead] = useState<ReadonlyMap<string, RunHistory>>(new Map())
  useEffect(() => {
    let current = true
    const missing = chosen.filter((id) => !read.has(id))
    if (!store || missing.length === 0) return
    void Promise.all(missing.map(async (id) => [id, (await store.history(id)) ?? new RunHistory()] as const)).then(
      (found) => current && setRead(new Map([...read, ...found])),
    )
    return () => {
      current = false
    }
  }, [store, chosen, read])
  const [compared, setCompared] = useState<NamedRun[]>([])
  useEffect(() => {
    setCompared(
      chosen.flatMap((id) => {
        const run = runs.find((other) => other.id === id)
        const history = read.get(id)
        return run && history ? [{ id, name: run.name, history }] : []
      }),
    )
  }, [runs, chosen, read])
  return compared
}
