/**
 * @file What a run's folder holds, in one small file. It is written by turns to two places, with a number that rises and its own
 * SHA-256: a write that is torn leaves the other one, so a folder always has a manifest that names files that are whole.
 */
import { z } from 'zod'
import type { Directory } from './directory'

/** Far above any manifest; more is not read. */
const MAX_MANIFEST_BYTES = 1024 * 1024
const SLOTS = ['manifest-0.json', 'manifest-1.json'] as const
/** The place of a run's second manifest: numbers rise from 1. */
export const SECOND_SLOT: string = SLOTS[0]

const count = z.int().min(0)

/** A file with what proves that it is whole. */
const part = z.strictObject({
  file: z.string().regex(/^[a-z0-9-]+\.[a-z]+$/),
  bytes: count,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})
export type Part = z.infer<typeof part>

const checkpoint = z.strictObject({
  step: count,
  savedAtMs: z.number(),
  /** Weights, averages, moments, state and counts. */
  network: part,
  /** The document that was trained, in its canonical text. */
  document: part,
  /** Losses and figures up to the step. */
  history: part,
})
export type CheckpointEntry = z.infer<typeof checkpoint>

const manifestSchema = z.strictObject({
  format: z.literal('ganvas-run'),
  version: z.literal(1),
  /** Rises with each write. */
  sequence: count,
  name: z.string().max(200),
  /** Name of the document. */
  graph: z.string().max(200),
  backend: z.string().max(40),
  seed: z.number(),
  /** The step at which it is done. */
  steps: count,
  createdAtMs: z.number(),
  updatedAtMs: z.number(),
  /** Trained, and not set aside since: it is offered again when whoever trained it is gone. */
  open: z.boolean().default(false),
  /** Newest first. */
  checkpoints: z.array(checkpoint).max(8),
  /** Pictures of the same fixed samples, oldest first, as PNG. */
  samples: z.array(z.strictObject({ step: count, picture: part })).max(64),
})
export type Manifest = z.infer<typeof manifestSchema>

export async function sha256Of(content: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', content))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** All files that a manifest stands on. */
export const partsOf = ({ checkpoints, samples }: Manifest): Part[] => [
  ...checkpoints.flatMap(({ network, document, history }) => [network, document, history]),
  ...samples.map(({ picture }) => picture),
]

export const isManifest = (file: string): boolean => SLOTS.some((slot) => slot === file)

async function readSlot(directory: Directory, path: string): Promise<Manifest | null> {
  const bytes = await directory.sizeBytes(path)
  if (bytes === null || bytes > MAX_MANIFEST_BYTES) return null
  const content = await directory.read(path)
  if (!content || content.length < 65) return null
  const body = content.slice(65)
  if (new TextDecoder().decode(content.subarray(0, 64)) !== (await sha256Of(body))) return null
  try {
    return manifestSchema.safeParse(JSON.parse(new TextDecoder().decode(body))).data ?? null
  } catch {
    return null
  }
}

/** The newest manifest of a run that is whole; `null` when there is none. */
export async function readManifest(directory: Directory, run: string): Promise<Manifest | null> {
  const [first, second] = await Promise.all(SLOTS.map((slot) => readSlot(directory, `${run}/${slot}`)))
  if (!first || !second) return first ?? second ?? null
  return first.sequence > second.sequence ? first : second
}

/** Over the older of the two. `manifest.sequence` must be one above that of the newest. */
export async function writeManifest(directory: Directory, run: string, manifest: Manifest): Promise<void> {
  const body = new TextEncoder().encode(JSON.stringify(manifestSchema.parse(manifest)))
  const content = new Uint8Array(65 + body.length)
  content.set(new TextEncoder().encode(`${await sha256Of(body)}\n`))
  content.set(body, 65)
  await directory.write(`${run}/${SLOTS[manifest.sequence % SLOTS.length]!}`, content)
}
