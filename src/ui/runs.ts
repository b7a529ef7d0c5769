/** @file The page's store of runs: offers the one that was left unfinished, and has the present one kept when the page is left. */
import { useEffect } from 'react'
import { goOnWithRun, unfinishedRun } from '../editor/running/kept-runs'
import { openOpfsDirectory } from '../runs/directory-opfs'
import { RunStore } from '../runs/run-store'
import { removeTornRuns } from '../runs/torn-runs'
import { editor } from './editor'

const directory = openOpfsDirectory()

/** Of this page; `null` where the browser keeps no files for it. */
export const runStore: Promise<RunStore | null> = directory.then(
  (opened) => opened && new RunStore(opened, () => Date.now()),
)

/** Without locks nobody knows who writes where: then they stay. */
async function removeRemains(): Promise<void> {
  const opened = await directory
  if (opened && navigator.locks) await removeTornRuns(opened)
}

/** Trains on with a kept run, on this canvas. */
export async function goOnHere(run: string): Promise<void> {
  const runs = await runStore
  if (runs) await goOnWithRun(editor, runs, run)
}

/** A worker of the page before may hold its run for another moment. */
const TRIES = 5
const TRY_EVERY_MS = 400

async function offerUnfinished(): Promise<void> {
  const runs = await runStore
  if (!runs) return
  for (let left = TRIES; left > 0; left--) {
    const run = await unfinishedRun(runs, left === 1)
    if (run && editor.getState().run.status === 'idle') {
      editor.notify({
        tone: 'info',
        text: `“${run.name}” was training when this page was left.`,
        lasting: true,
        action: {
          label: `Go on from step ${run.step.toLocaleString('en')}`,
          run: () => void goOnHere(run.id),
        },
      })
      withdrawOnceElsewhere(editor.getState().notices.at(-1)?.id)
      return
    }
    await new Promise((done) => setTimeout(done, TRY_EVERY_MS))
  }
}

/** Whoever trains or opens something else has answered; Runs still has it. */
function withdrawOnceElsewhere(notice: number | undefined): void {
  const stop = editor.store.subscribe(({ run, origin }, past) => {
    if (run.status === 'idle' && origin === past.origin) return
    stop()
    if (notice !== undefined) editor.dismissNotice(notice)
  })
}

/** Call it once, in the page. */
export function useKeptRuns(): void {
  useEffect(() => {
    void offerUnfinished().then(removeRemains)
    const keep = () => {
      if (document.visibilityState === 'hidden') editor.keep()
    }
    document.addEventListener('visibilitychange', keep)
    addEventListener('pagehide', editor.keep)
    return () => {
      document.removeEventListener('visibilitychange', keep)
      removeEventListener('pagehide', editor.keep)
    }
  }, [])
}
