/** @file Remains of a first save are taken away; what is a run, or is being written, never is. */
import { expect, test } from 'vitest'
import { createMemoryDirectory } from './directory-memory'
import { RunHistory } from './history'
import { RunStore, type Snapshot } from './run-store'
import { removeTornRuns } from './torn-runs'

const snapshot = (step: number): Snapshot => ({
  step,
  document: '{}\n',
  network: new Uint8Array(64).fill(step),
  history: new RunHistory(),
  picture: new Uint8Array(16).fill(step),
  backend: 'wasm',
  seed: 0,
  steps: 100,
  graph: 'ring',
})

/** What a process leaves that is killed in its first save, after so many whole writes. */
async function tornAfter(writes: number) {
  const directory = createMemoryDirectory()
  const store = new RunStore(directory, () => 1)
  const { write, remove } = directory
  let left = writes
  directory.write = (path, content) => {
    directory.tearAtBytes = left-- > 0 ? null : 5
    return write.call(directory, path, content)
  }
  directory.remove = async () => {}
  await expect(store.save('torn', snapshot(1))).rejects.toThrow()
  Object.assign(directory, { write, remove, tearAtBytes: null })
  expect(directory.files.size).toBe(writes + 1)
  return { directory, store }
}

test('whatever a torn first save has left goes, and runs beside it stay', async () => {
  // Weights, document, history, picture, manifest.
  for (let writes = 0; writes < 5; writes++) {
    const { directory, store } = await tornAfter(writes)
    await store.save('once', snapshot(2))
    for (const step of [3, 4]) await store.save('twice', snapshot(step))
    const before = [...directory.files.keys()].filter((path) => !path.startsWith('torn/'))
    expect(await removeTornRuns(directory)).toBe(1)
    expect([...directory.files.keys()]).toEqual(before)
    expect(await removeTornRuns(directory)).toBe(0)
  }
})

test('a run that somebody trains is left alone, and so is one that is being written', async () => {
  const { directory, store } = await tornAfter(2)
  const release = await store.claim('torn')
  expect(await removeTornRuns(directory)).toBe(0)
  release!()

  // A copy is half made when the search begins: it waits, and finds a run.
  await store.save('run', snapshot(1))
  const { write } = directory
  let searching: Promise<number> | null = null
  directory.write = async (path, content) => {
    await write.call(directory, path, content)
    searching ??= removeTornRuns(directory)
    for (let turn = 0; turn < 20; turn++) await Promise.resolve()
  }
  await store.duplicate('run', 'copy', 'Copy')
  directory.write = write
  expect(await searching).toBe(1)
  expect((await store.list()).map(({ id }) => id).sort()).toEqual(['copy', 'run'])
})

test('a run whose two manifests are damaged is no remains', async () => {
  const directory = createMemoryDirectory()
  const store = new RunStore(directory, () => 1)
  for (const step of [1, 2]) await store.save('run', snapshot(step))
  for (const slot of [0, 1]) directory.files.set(`run/manifest-${slot}.json`, new Uint8Array(100))
  expect(await removeTornRuns(directory)).toBe(0)
})
