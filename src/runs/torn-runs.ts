/**
 * @file What is left of runs whose very first save was torn: files that no manifest names, which nobody would find again. They are
 * taken away unless somebody has claimed the run, as whoever trains it does from its start, or is writing in its folder.
 */
import type { Directory } from './directory'
import { readManifest, SECOND_SLOT } from './manifest'

/** Never had a second save, and its first one is not whole. A folder with two damaged manifests is no such thing: it held a run. */
async function isTorn(directory: Directory, run: string): Promise<boolean> {
  return (await directory.sizeBytes(`${run}/${SECOND_SLOT}`)) === null && (await readManifest(directory, run)) === null
}

/** Answers how many runs were taken away. `directory` must know the claims and locks of other tabs and workers. */
export async function removeTornRuns(directory: Directory): Promise<number> {
  let removed = 0
  for (const { name, isFolder } of await directory.list('')) {
    if (!isFolder || !(await isTorn(directory, name))) continue
    const release = await directory.claim(name)
    if (!release) continue
    try {
      await directory.exclusively(name, async () => {
        // Once more: whoever was writing in it may have come to an end.
        if (!(await isTorn(directory, name))) return
        await directory.remove(name)
        removed++
      })
    } finally {
      release()
    }
  }
  return removed
}
