/** @file What the dialog of runs knows of the store, and what it does to it. */
import { useCallback, useEffect, useRef, useState } from 'react'
import { uniqueId } from '../../../lib/unique-id'
import type { RunStore, RunSummary } from '../../../runs/run-store'
import { editor } from '../../editor'
import { runStore } from '../../runs'

export interface ListedRun extends RunSummary {
  /** Address of its newest picture; `null` when it has none. */
  pictureUrl: string | null
  /** A tab has it open, perhaps this one: it can be neither trained nor deleted. */
  inUse: boolean
}

export interface Room {
  /** Bytes that this page may still write; `null` when the browser does not say. */
  freeBytes: number | null
}

export interface KeptRuns {
  /** `null` where the browser keeps no files for this page; `undefined` until that is known. */
  store: RunStore | null | undefined
  /** The one trained last first. */
  runs: readonly ListedRun[]
  room: Room
  /** Those that will be gone when the dialog closes. */
  deleted: ReadonlySet<string>
  rename(run: RunSummary, name: string): Promise<void>
  duplicate(run: RunSummary): Promise<void>
  /** Deletes when the dialog closes; until then it can be put back. */
  deleteOrPutBack(run: RunSummary): void
}

async function isInUse(store: RunStore, id: string): Promise<boolean> {
  const release = await store.claim(id)
  release?.()
  return release === null
}

async function listed(store: RunStore, run: RunSummary): Promise<ListedRun> {
  const [picture, inUse] = await Promise.all([store.picture(run.id), isInUse(store, run.id)])
  const pictureUrl = picture && URL.createObjectURL(new Blob([picture.png], { type: 'image/png' }))
  return { ...run, pictureUrl, inUse }
}

async function freeRoom(): Promise<Room> {
  const { quota, usage } = await navigator.storage.estimate()
  return { freeBytes: quota === undefined || usage === undefined ? null : Math.max(0, quota - usage) }
}

async function remove(store: RunStore, id: string): Promise<void> {
  const release = await store.claim(id)
  // Another tab went on with it meanwhile.
  if (!release) return
  await store.remove(id)
  release()
}

export function useRuns(): KeptRuns {
  const [store, setStore] = useState<RunStore | null | undefined>()
  const [runs, setRuns] = useState<readonly ListedRun[]>([])
  const [room, setRoom] = useState<Room>({ freeBytes: null })
  const [deleted, setDeleted] = useState<ReadonlySet<string>>(new Set())
  const open = useRef({ store, runs, deleted })
  open.current = { store, runs, deleted }

  const read = useCallback(async () => {
    const found = await runStore
    const next = found ? await Promise.all((await found.list()).map((run) => listed(found, run))) : []
    if (found) setRoom(await freeRoom())
    for (const { pictureUrl } of open.current.runs) if (pictureUrl) URL.revokeObjectURL(pictureUrl)
    setRuns(next)
    setStore(found)
  }, [])

  useEffect(() => {
    void read()
    return () => {
      const last = open.current
      for (const { pictureUrl } of last.runs) if (pictureUrl) URL.revokeObjectURL(pictureUrl)
      const { store: from, deleted: ids } = last
      // The present run may have waited for the room.
      if (from && ids.size > 0) void Promise.all([...ids].map((id) => remove(from, id))).then(editor.keep)
    }
  }, [read])

  return {
    store,
    runs,
    room,
    deleted,
    async rename(run, name) {
      try {
        await store?.rename(run.id, name)
      } catch (error) {
        editor.notify({ tone: 'error', text: `“${run.name}” could not be renamed. ${(error as Error).message}` })
      }
      await read()
    },
    async duplicate({ id, name }) {
      try {
        await store?.duplicate(id, uniqueId(), `${name} (copy)`)
      } catch (error) {
        editor.notify({ tone: 'error', text: `“${name}” could not be duplicated. ${(error as Error).message}` })
      }
      await read()
    },
    deleteOrPutBack({ id }) {
      const next = new Set(deleted)
      if (!next.delete(id)) next.add(id)
      setDeleted(next)
    },
  }
}
