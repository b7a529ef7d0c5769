/**
 * @file Runs that survive: each a folder with its last two checkpoints and a thinning series of pictures. A checkpoint's files are
 * written and flushed before the manifest names them, under names that come from their content, and are taken away only
 * when no manifest names them any more; so whatever is torn, an older checkpoint stays.
 */
import { fail, ok, type Result } from '../lib/result'
import { type Directory, StorageFull } from './directory'
import { RunHistory } from './history'
import {
  type CheckpointEntry,
  isManifest,
  type Manifest,
  type Part,
  partsOf,
  readManifest,
  sha256Of,
  writeManifest,
} from './manifest'

/** Checkpoints that are kept of each run. */
const KEPT = 2
/** Pictures that are kept of each run. */
export const MAX_PICTURES = 48

/** A run as it stands at a step. */
export interface Snapshot {
  step: number
  /** Canonical text. */
  document: string
  network: Uint8Array<ArrayBuffer>
  history: RunHistory
  /** PNG of the fixed samples; `null` when no output shows a picture. */
  picture: Uint8Array<ArrayBuffer> | null
  backend: string
  seed: number
  /** The step at which the run is done. */
  steps: number
  /** Name of the document. */
  graph: string
}

export interface RunSummary {
  id: string
  name: string
  graph: string
  backend: string
  seed: number
  step: number
  /** The step at which it is done. */
  steps: number
  createdAtMs: number
  updatedAtMs: number
  /** Its newest checkpoint; of a copy, when the original had it. */
  savedAtMs: number
  sizeBytes: number
  /** Trained, and not set aside since. */
  isOpen: boolean
}

export interface LoadedRun {
  step: number
  document: string
  network: Uint8Array<ArrayBuffer>
  history: RunHistory
  /** Checkpoints that were newer and damaged, each with what is wrong. */
  passedOver: string[]
}

export interface RunPicture {
  step: number
  png: Uint8Array<ArrayBuffer>
}

const text = (content: Uint8Array) => new TextDecoder().decode(content)
const bytes = (content: string) => new TextEncoder().encode(content)

export class RunStore {
  constructor(
    private readonly directory: Directory,
    /** Milliseconds since 1970. */
    private readonly nowMs: () => number,
  ) {}

  /** All runs that can be read, the one trained last first. */
  async list(): Promise<RunSummary[]> {
    const folders = (await this.directory.list('')).filter(({ isFolder }) => isFolder)
    const runs = await Promise.all(folders.map(({ name }) => this.summary(name)))
    return runs.filter((run) => run !== null).sort((a, b) => b.updatedAtMs - a.updatedAtMs)
  }

  async summary(id: string): Promise<RunSummary | null> {
    const manifest = await readManifest(this.directory, id)
    const newest = manifest?.checkpoints[0]
    if (!manifest || !newest) return null
    const { name, graph, backend, seed, steps, createdAtMs, updatedAtMs, open: isOpen } = manifest
    const parts = new Map(partsOf(manifest).map((part) => [part.file, part.bytes]))
    const sizeBytes = [...parts.values()].reduce((sum, size) => sum + size, 0)
    const { step, savedAtMs } = newest
    return { id, name, graph, backend, seed, step, steps, createdAtMs, updatedAtMs, savedAtMs, sizeBytes, isOpen }
  }

  /** Nobody else trains this run until the function that comes back is called; `null` while another tab does. */
  claim(id: string): Promise<(() => void) | null> {
    return this.directory.claim(id)
  }

  /** Makes a run of this id, or adds a checkpoint to it. Throws `StorageFull`; what was kept before is kept then. Answers the run's size. */
  save(id: string, snapshot: Snapshot): Promise<number> {
    return this.directory.exclusively(id, async () => {
      const before = await readManifest(this.directory, id)
      const writing = new Writing(this.directory, id, before ? partsOf(before) : [])
      const { step, graph, backend, seed, steps } = snapshot
      const contents = {
        network: snapshot.network,
        document: bytes(snapshot.document),
        history: snapshot.history.encode(snapshot.step),
      }
      const needed = Object.values(contents).reduce((sum, { length }) => sum + length, snapshot.picture?.length ?? 0)
      const free = await this.directory.freeBytes()
      if (free !== null && free < needed) throw new StorageFull(needed)
      let saved: Manifest
      try {
        const checkpoint: CheckpointEntry = {
          step,
          savedAtMs: this.nowMs(),
          network: await writing.part('network', 'safetensors', contents.network),
          document: await writing.part('document', 'json', contents.document),
          history: await writing.part('history', 'safetensors', contents.history),
        }
        const picture = snapshot.picture && (await writing.part('samples', 'png', snapshot.picture))
        const older = (before?.samples ?? []).filter((sample) => sample.step < step)
        const kept = (before?.checkpoints ?? []).filter((entry) => entry.step !== step)
        const after: Manifest = {
          format: 'ganvas-run',
          version: 1,
          sequence: (before?.sequence ?? 0) + 1,
          name: before?.name ?? graph.slice(0, 200),
          graph: graph.slice(0, 200),
          backend,
          seed,
          steps,
          createdAtMs: before?.createdAtMs ?? this.nowMs(),
          updatedAtMs: this.nowMs(),
          open: true,
          checkpoints: [checkpoint, ...kept].slice(0, KEPT),
          samples: thinned(picture ? [...older, { step, picture }] : older),
        }
        await writeManifest(this.directory, id, after)
        saved = after
      } catch (error) {
        await writing.undo()
        throw error
      }
      await this.tidy(id, saved)
      return partsOf(saved).reduce((sum, part) => sum + part.bytes, 0)
    })
  }

  /** The newest checkpoint that is whole. A problem when none is. */
  async load(id: string): Promise<Result<LoadedRun, string>> {
    const manifest = await readManifest(this.directory, id)
    if (!manifest) return fail('This run has no list of its files, or a damaged one.')
    const passedOver: string[] = []
    for (const { step, ...parts } of manifest.checkpoints) {
      const [network, document, history] = await Promise.all(
        [parts.network, parts.document, parts.history].map((part) => this.verified(id, part)),
      )
      const broken = [network!, document!, history!].find((part) => !part.ok)
      const decoded = history!.ok ? RunHistory.decode(history!.value) : history!
      if (network!.ok && document!.ok && decoded.ok) {
        const [weights, graph] = [network!.value, text(document!.value)]
        return ok({ step, document: graph, network: weights, history: decoded.value, passedOver })
      }
      const problem = broken && !broken.ok ? broken.problem : decoded.ok ? '' : decoded.problem
      passedOver.push(`The checkpoint of step ${step.toLocaleString('en')} is damaged: ${problem}`)
    }
    return fail(passedOver.join(' ') || 'This run has no checkpoint yet.')
  }

  /** Pictures of the same samples at past steps, oldest first; damaged ones are left out. */
  async pictures(id: string): Promise<RunPicture[]> {
    const manifest = await readManifest(this.directory, id)
    const read = (manifest?.samples ?? []).map(async ({ step, picture }) => {
      const content = await this.verified(id, picture)
      return content.ok ? [{ step, png: content.value }] : []
    })
    return (await Promise.all(read)).flat()
  }

  /** The newest picture of the fixed samples. */
  async picture(id: string): Promise<RunPicture | null> {
    const newest = (await readManifest(this.directory, id))?.samples.at(-1)
    const content = newest && (await this.verified(id, newest.picture))
    return content?.ok ? { step: newest!.step, png: content.value } : null
  }

  /** Losses and figures up to the newest checkpoint; `null` when they are damaged. */
  async history(id: string): Promise<RunHistory | null> {
    for (const { history } of (await readManifest(this.directory, id))?.checkpoints ?? []) {
      const content = await this.verified(id, history)
      const decoded = content.ok ? RunHistory.decode(content.value) : content
      if (decoded.ok) return decoded.value
    }
    return null
  }

  /** Does nothing when there is no such run. */
  rename(id: string, name: string): Promise<void> {
    return this.amend(id, { name: name.slice(0, 200) })
  }

  /** Whoever trained it has ended it: it is not offered again. Does nothing when there is no such run. */
  setAside(id: string): Promise<void> {
    return this.amend(id, { open: false })
  }

  remove(id: string): Promise<void> {
    return this.directory.exclusively(id, () => this.directory.remove(id))
  }

  /** A copy under another id that can be trained on by itself. Throws `StorageFull` and leaves nothing behind then. */
  async duplicate(id: string, copyId: string, name: string): Promise<void> {
    const copy = async () => {
      const manifest = await readManifest(this.directory, id)
      if (!manifest) return
      try {
        for (const { file } of partsOf(manifest)) {
          const content = await this.directory.read(`${id}/${file}`)
          if (content) await this.directory.write(`${copyId}/${file}`, content)
        }
        const own = { sequence: 1, name: name.slice(0, 200), updatedAtMs: this.nowMs(), open: false }
        await writeManifest(this.directory, copyId, { ...manifest, ...own })
      } catch (error) {
        await this.directory.remove(copyId)
        throw error
      }
    }
    // Both: nobody may take the half-made copy for the remains of a torn run.
    await this.directory.exclusively(id, () => this.directory.exclusively(copyId, copy))
  }

  private amend(id: string, change: Partial<Pick<Manifest, 'name' | 'open'>>): Promise<void> {
    return this.directory.exclusively(id, async () => {
      const manifest = await readManifest(this.directory, id)
      if (manifest) await writeManifest(this.directory, id, { ...manifest, ...change, sequence: manifest.sequence + 1 })
    })
  }

  private async verified(id: string, { file, bytes: expected, sha256 }: Part) {
    const path = `${id}/${file}`
    const found = await this.directory.sizeBytes(path)
    // Compared before it is read: a file that has grown must not fill the memory.
    if (found !== expected)
      return fail(`${file} has ${found === null ? 'gone' : `${found} bytes`}, expected ${expected} bytes.`)
    const content = await this.directory.read(path)
    if (!content || (await sha256Of(content)) !== sha256) return fail(`${file} is not what was written (SHA-256).`)
    return ok(content)
  }

  /** Takes away what the manifest does not name. What cannot be taken away now is with the next checkpoint. */
  private async tidy(id: string, manifest: Manifest): Promise<void> {
    const named = new Set(partsOf(manifest).map(({ file }) => file))
    const entries = await this.directory.list(id).catch(() => [])
    for (const { name } of entries)
      if (!named.has(name) && !isManifest(name)) await this.directory.remove(`${id}/${name}`).catch(() => {})
  }
}

/** Files that are written one after another, and can all be taken back. */
class Writing {
  private readonly written: string[] = []

  constructor(
    private readonly directory: Directory,
    private readonly run: string,
    private readonly present: readonly Part[],
  ) {}

  /** Equal content has an equal name: a document that did not change is not written again. */
  async part(what: string, extension: string, content: Uint8Array<ArrayBuffer>): Promise<Part> {
    const sha256 = await sha256Of(content)
    const part = { file: `${what}-${sha256.slice(0, 16)}.${extension}`, bytes: content.length, sha256 }
    const path = `${this.run}/${part.file}`
    const isThere = this.present.some(({ file }) => file === part.file)
    if (isThere && (await this.directory.sizeBytes(path)) === content.length) return part
    if (!isThere) this.written.push(path)
    await this.directory.write(path, content)
    return part
  }

  /** What cannot be taken back is taken away after the next checkpoint. */
  async undo(): Promise<void> {
    for (const path of this.written) await this.directory.remove(path).catch(() => {})
  }
}

/** Leaves out the picture whose neighbours are nearest, until there are few enough: they stay spread over the whole run. */
function thinned(samples: Manifest['samples']): Manifest['samples'] {
  const kept = [...samples]
  while (kept.length > MAX_PICTURES) {
    let nearest = 1
    for (let index = 1; index < kept.length - 1; index++) {
      const gap = (at: number) => kept[at + 1]!.step - kept[at - 1]!.step
      if (gap(index) < gap(nearest)) nearest = index
    }
    kept.splice(nearest, 1)
  }
  return kept
}
