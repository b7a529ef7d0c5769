/** @file Runs survive: torn writes, a full disk, damaged files; and what the list of runs does to them. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { randomStream } from '../lib/random'
import { StorageFull } from './directory'
import { createMemoryDirectory, type MemoryDirectory } from './directory-memory'
import { createNodeDirectory } from './directory-node'
import { RunHistory } from './history'
import { MAX_PICTURES, RunStore, type Snapshot } from './run-store'

function historyTo(step: number): RunHistory {
  const history = new RunHistory()
  for (let at = 0; at < step; at++)
    history.losses.append([{ step: at, losses: { loss: { critic: at / 2, player: 1 } } }])
  history.measured(step, { w1: step / 10 })
  return history
}

const snapshot = (step: number, weightBytes = 64): Snapshot => ({
  step,
  document: '{"name":"ring"}\n',
  network: new Uint8Array(weightBytes).fill(step % 251),
  history: historyTo(step),
  picture: new Uint8Array(16).fill(step % 251),
  backend: 'wasm',
  seed: 3,
  steps: 1000,
  graph: 'ring',
})

function openStore() {
  const directory = createMemoryDirectory()
  let nowMs = 1000
  return { directory, store: new RunStore(directory, () => ++nowMs) }
}

const stepOf = async (store: RunStore, id = 'run') => {
  const loaded = await store.load(id)
  return loaded.ok ? loaded.value.step : loaded.problem
}

test('the last two checkpoints are kept, and nothing else but the pictures', async () => {
  const { directory, store } = openStore()
  for (const step of [10, 20, 30]) await store.save('run', snapshot(step))
  const loaded = await store.load('run')
  if (!loaded.ok) throw new Error(loaded.problem)
  expect(loaded.value).toMatchObject({ step: 30, document: '{"name":"ring"}\n', passedOver: [] })
  expect(loaded.value.network).toEqual(snapshot(30).network)
  expect(loaded.value.history.losses.points()).toEqual(historyTo(30).losses.points())
  expect(loaded.value.history.metrics).toEqual([{ step: 30, metrics: { w1: 3 } }])
  const kinds = [...directory.files.keys()].map((path) => path.split('/')[1]!.split('-')[0]).sort()
  expect(kinds).toEqual([
    'document',
    ...['history', 'history', 'manifest', 'manifest', 'network', 'network', 'samples', 'samples', 'samples'],
  ])
})

test('a write that is torn anywhere leaves the checkpoint before', async () => {
  for (const tearAtBytes of [0, 1, 7, 40]) {
    // Weights, history, picture, manifest; the document is there already.
    for (let whole = 0; whole < 4; whole++) {
      const { directory, store } = openStore()
      await store.save('run', snapshot(10))
      await store.save('run', snapshot(20))
      const { write } = directory
      let left = whole
      directory.write = (path, content) => {
        directory.tearAtBytes = left-- > 0 ? null : tearAtBytes
        return write.call(directory, path, content)
      }
      // The process is gone: nothing is tidied up.
      const { remove } = directory
      directory.remove = async () => {}
      await expect(store.save('run', snapshot(30))).rejects.toThrow()
      directory.write = write
      directory.remove = remove
      directory.tearAtBytes = null
      expect(await stepOf(store)).toBe(20)
      await store.save('run', snapshot(40))
      expect(await stepOf(store)).toBe(40)
    }
  }
})

test('a full disk is said, what was kept stays whole, and there is room for the next try', async () => {
  const { directory, store } = openStore()
  await store.save('run', snapshot(10, 5000))
  const used = [...directory.files.values()].reduce((sum, { length }) => sum + length, 0)
  directory.quotaBytes = used + 3000
  await expect(store.save('run', snapshot(20, 5000))).rejects.toThrow(StorageFull)
  expect([...directory.files.values()].reduce((sum, { length }) => sum + length, 0)).toBe(used)
  expect(await stepOf(store)).toBe(10)
  directory.quotaBytes = Number.POSITIVE_INFINITY
  await store.save('run', snapshot(20, 5000))
  expect(await stepOf(store)).toBe(20)
})

/** Makes the write of this number, or the removal, fail; a write leaves so many of its bytes. Answers how many there were. */
function failAt(directory: MemoryDirectory, write: number, leftBytes: number, removal = -1) {
  const { write: writeWhole, remove: removeWhole } = directory
  const counts = { writes: 0, removals: 0 }
  directory.write = async (path, content) => {
    if (counts.writes++ !== write) return writeWhole.call(directory, path, content)
    directory.files.set(path, content.slice(0, leftBytes))
    throw new StorageFull(content.length)
  }
  directory.remove = async (path) => {
    if (counts.removals++ === removal) throw new Error('It is in use.')
    return removeWhole.call(directory, path)
  }
  return {
    counts,
    mend: () => Object.assign(directory, { write: writeWhole, remove: removeWhole }),
  }
}

const isManifestPath = (path: string) => path.includes('/manifest-')
const contentOf = ({ files }: MemoryDirectory) =>
  Object.fromEntries([...files].filter(([path]) => !isManifestPath(path)).sort(([a], [b]) => (a < b ? -1 : 1)))

test('a disk that is full at any write of any save leaves no half-written file, and all that was there', async () => {
  const others = { ...snapshot(30), document: '{"name":"other"}\n' }
  let failures = 0
  for (const saves of [0, 1, 2])
    for (const leftBytes of [0, 1, 20, 64])
      for (let at = 0; ; at++) {
        const { directory, store } = openStore()
        for (let save = 1; save <= saves; save++) await store.save('run', snapshot(save))
        const before = contentOf(directory)
        const failing = failAt(directory, at, leftBytes)
        const saved = store.save('run', others)
        if (at === 5) {
          // Weights, document, history, picture, manifest: there is no sixth.
          await saved
          break
        }
        await expect(saved).rejects.toThrow(StorageFull)
        failures++
        expect(failing.counts.writes).toBe(at + 1)
        failing.mend()
        expect(contentOf(directory)).toEqual(before)
        if (saves > 0) expect(await stepOf(store)).toBe(saves)
        else expect(await store.list()).toEqual([])
        await store.save('run', others)
        expect(await stepOf(store)).toBe(30)
        expect(await store.load('run')).toMatchObject({ ok: true, value: { passedOver: [] } })
      }
  expect(failures).toBe(3 * 4 * 5)
})

test('a file that cannot be taken away is left to the next save, and the checkpoint holds', async () => {
  for (let removal = 0; removal < 3; removal++) {
    const { directory, store } = openStore()
    for (const step of [10, 20]) await store.save('run', snapshot(step))
    const failing = failAt(directory, -1, 0, removal)
    await store.save('run', snapshot(30))
    failing.mend()
    expect(await store.load('run')).toMatchObject({ ok: true, value: { step: 30, passedOver: [] } })
    await store.save('run', snapshot(40))
    expect([...directory.files.keys()].filter((path) => path.includes('network'))).toHaveLength(2)
  }
})

test('200 damaged runs: each gives an older checkpoint or a reason, and never what was not written', async () => {
  const random = randomStream('damaged runs')
  const counts = { newest: 0, older: 0, none: 0 }
  for (let trial = 0; trial < 200; trial++) {
    const { directory, store } = openStore()
    for (const step of [5, 10, 15]) await store.save('run', snapshot(step))
    const paths = [...directory.files.keys()]
    for (let hit = 0; hit <= random.integer(3); hit++) {
      const path = paths[random.integer(paths.length)]!
      const content = directory.files.get(path)
      if (!content || content.length === 0) continue
      const damage = random.integer(5)
      if (damage === 0) content[random.integer(content.length)]! ^= 1 << random.integer(8)
      if (damage === 1) directory.files.set(path, content.slice(0, random.integer(content.length)))
      if (damage === 2)
        directory.files.set(path, (directory.files.get(paths[random.integer(paths.length)]!) ?? content).slice())
      if (damage === 3) directory.files.set(path, new Uint8Array(3_000_000))
      if (damage === 4) directory.files.delete(path)
    }
    const loaded = await store.load('run')
    if (!loaded.ok) {
      counts.none++
      expect(loaded.problem).toMatch(/damaged|no list/)
      continue
    }
    const { step, network, history, passedOver } = loaded.value
    expect([5, 10, 15]).toContain(step)
    expect(network).toEqual(snapshot(step).network)
    expect(history.losses.length).toBe(step)
    if (step === 15) counts.newest++
    else counts.older++
    for (const problem of passedOver) expect(problem).toMatch(/^The checkpoint of step 15 is damaged: .+/)
    // Whatever happened, the run can be kept again.
    await store.save('run', snapshot(20))
    expect(await stepOf(store)).toBe(20)
  }
  expect(counts.older).toBeGreaterThan(20)
  expect(counts.none).toBeGreaterThan(5)
})

test('pictures thin out and stay spread over the run', async () => {
  const { store } = openStore()
  for (let step = 1; step <= 80; step++) await store.save('run', { ...snapshot(step), history: new RunHistory() })
  const steps = (await store.pictures('run')).map(({ step }) => step)
  expect(steps).toHaveLength(MAX_PICTURES)
  expect([steps[0], steps.at(-1)]).toEqual([1, 80])
  expect(Math.max(...steps.slice(1).map((step, index) => step - steps[index]!))).toBeLessThan(10)
})

describe('the list of runs', () => {
  test('rename, duplicate, remove', async () => {
    const { store } = openStore()
    await store.save('a', snapshot(10))
    await store.save('b', snapshot(20))
    await store.rename('a', 'First try')
    await store.save('a', snapshot(30))
    expect((await store.list()).map(({ id, name, step }) => [id, name, step])).toEqual([
      ['a', 'First try', 30],
      ['b', 'ring', 20],
    ])
    await store.duplicate('a', 'c', 'Second try')
    await store.remove('a')
    expect((await store.list()).map(({ id, name }) => [id, name])).toEqual([
      ['c', 'Second try'],
      ['b', 'ring'],
    ])
    expect(await stepOf(store, 'c')).toBe(30)
    expect((await store.list())[0]!.sizeBytes).toBeGreaterThan(200)
  })

  test('a run is open until it is set aside, and again when it is trained on; a copy is not', async () => {
    const { store } = openStore()
    const open = async () => (await store.list()).filter(({ isOpen }) => isOpen).map(({ id }) => id)
    await store.save('a', snapshot(10))
    await store.duplicate('a', 'b', 'Copy')
    expect(await open()).toEqual(['a'])
    await store.setAside('a')
    await store.setAside('never saved')
    expect(await open()).toEqual([])
    await store.save('a', snapshot(20))
    expect(await open()).toEqual(['a'])
  })

  test('a duplicate for which there is no room leaves nothing behind', async () => {
    const { directory, store } = openStore()
    await store.save('a', snapshot(10, 5000))
    directory.quotaBytes = 8000
    await expect(store.duplicate('a', 'b', 'Copy')).rejects.toThrow(StorageFull)
    expect((await store.list()).map(({ id }) => id)).toEqual(['a'])
  })

  test('a run that is claimed is not claimed twice', async () => {
    const { store } = openStore()
    const release = await store.claim('a')
    expect(await store.claim('a')).toBeNull()
    release!()
    expect(await store.claim('a')).not.toBeNull()
  })
})

test('the same on a real disk', async () => {
  const root = await mkdtemp(join(tmpdir(), 'ganvas-runs-'))
  try {
    const store = new RunStore(createNodeDirectory(root), () => 1)
    for (const step of [10, 20, 30]) await store.save('run', snapshot(step))
    expect(await stepOf(new RunStore(createNodeDirectory(root), () => 1))).toBe(30)
    expect((await store.pictures('run')).map(({ step }) => step)).toEqual([10, 20, 30])
    expect((await createNodeDirectory(root).list('run')).filter(({ name }) => name.endsWith('.part'))).toEqual([])
  } finally {
    await rm(root, { recursive: true })
  }
})

test('of a history that is ahead of its checkpoint, what came later is not kept', () => {
  const ahead = historyTo(30)
  ahead.measured(35, { w1: 1 })
  const kept = RunHistory.decode(ahead.encode(30))
  if (!kept.ok) throw new Error(kept.problem)
  expect(kept.value.losses.points()).toEqual(historyTo(30).losses.points())
  expect(kept.value.metrics).toEqual([{ step: 30, metrics: { w1: 3 } }])
  const shorter = RunHistory.decode(ahead.encode(12))
  expect(shorter.ok && [shorter.value.losses.length, shorter.value.metrics]).toEqual([12, []])
})

test('history goes back to a step', () => {
  const history = historyTo(30)
  history.measured(35, { w1: 1 })
  history.rewind(20)
  expect(history.losses.points().at(-1)?.step).toBe(19)
  expect(history.metrics).toEqual([])
})
