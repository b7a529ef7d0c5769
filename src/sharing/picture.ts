/**
 * @file A PNG that carries a design: drop it on the canvas and go on. The idea is Excalidraw's and ComfyUI's. Beside the pixels stand
 * `iTXt` "ganvas", the canonical file; `iTXt` "ganvas-run", of what the picture is and at which step; and, if wanted, `gnWt`, a
 * checkpoint. Every other program leaves them alone, many (chats, mostly) throw them away. All three are foreign when they come back.
 */
import { z } from 'zod'
import type { GraphDocument } from '../graph/document'
import { type LoadError, loadDocument, MAX_FILE_BYTES } from '../graph/load'
import { saveDocument } from '../graph/save'
import { joinBytes } from '../lib/join'
import { fail, ok, type Result } from '../lib/result'
import { deflate, inflate } from './deflate'
import { type Chunk, type FoundChunk, readChunks, writeChunks } from './png-chunks'

const DESIGN = 'ganvas'
const RUN = 'ganvas-run'
/** Ancillary, private, safe to copy: PNG §5.4. */
const WEIGHTS = 'gnWt'

/** Largest file that is read. */
export const MAX_PICTURE_BYTES = 300_000_000
/** Largest checkpoint that is put into a picture. */
export const MAX_WEIGHT_BYTES = 250_000_000
const MAX_RUN_BYTES = 10_000
const RUN_VERSION = 1

const runSchema = z.strictObject({
  version: z.literal(RUN_VERSION),
  /** Of what the picture is. */
  of: z.enum(['canvas', 'samples']),
  /** The output whose samples it shows: `Generator.image`. */
  output: z.string().max(500).nullable(),
  /** Steps that the run had made; `null` when nothing was trained. */
  step: z.int().min(0).nullable(),
  seed: z.number().nullable(),
})
export type PictureRun = Omit<z.infer<typeof runSchema>, 'version'>

export interface Picture {
  document: GraphDocument
  /** `null` when the picture says nothing that this version understands. */
  run: PictureRun | null
  /** A checkpoint file, not looked into; `null` when there is none, or none that is whole. */
  weights: Uint8Array | null
  /** A sentence about what it may have carried and does no more; the design is whole all the same. */
  lost: string | null
}

/** Puts a design into a PNG that was made here. What it carried before is replaced. */
export async function embed(
  png: Uint8Array,
  { document, run, weights }: { document: GraphDocument; run: PictureRun; weights: Uint8Array | null },
): Promise<Result<Uint8Array<ArrayBuffer>, string>> {
  const read = readChunks(png)
  if (!read.ok) return read
  if (weights && weights.length > MAX_WEIGHT_BYTES)
    return fail(
      `The weights have ${Math.ceil(weights.length / 1e6)} MB; a picture carries up to ${MAX_WEIGHT_BYTES / 1e6} MB. Save the picture without them, or export the weights as a file.`,
    )
  const [header, ...rest] = read.value.chunks.filter((chunk) => !isOurs(chunk))
  const end = rest.pop()
  if (header?.type !== 'IHDR' || end?.type !== 'IEND') return fail('The picture is not whole.')
  return ok(
    writeChunks([
      header,
      // Before the pixels, so that a file that is cut short still has them.
      await textChunk(DESIGN, saveDocument(document)),
      await textChunk(RUN, JSON.stringify({ version: RUN_VERSION, ...run })),
      ...rest,
      ...(weights ? [{ type: WEIGHTS, data: weights }] : []),
      end,
    ]),
  )
}

const isOurs = (chunk: Chunk) => chunk.type === WEIGHTS || [DESIGN, RUN].includes(keywordOf(chunk) ?? '')

/** What a PNG carries; `null` when it is a picture and nothing more. Damage to the pixels does not matter. */
export async function readPicture(file: Uint8Array): Promise<Result<Picture | null, LoadError[]>> {
  const read = readChunks(file)
  if (!read.ok) return refuse(read.problem)
  const { chunks, isWhole } = read.value
  const design = chunks.find((chunk) => keywordOf(chunk) === DESIGN)
  if (!design) return isWhole ? ok(null) : refuse(`The picture is cut short or damaged, and no design is left in it.`)
  if (!design.isWhole()) return refuse(DAMAGED)
  const text = await textOf(design, MAX_FILE_BYTES)
  if (!text.ok) return refuse(text.problem)
  const document = loadDocument(text.value)
  if (!document.ok) return document
  const weights = chunks.find(({ type }) => type === WEIGHTS)
  const damaged = weights !== undefined && !weights.isWhole()
  return ok({
    document: document.value,
    run: await runOf(chunks),
    weights: damaged ? null : (weights?.data ?? null),
    lost: damaged ? WEIGHTS_DAMAGED : isWhole ? null : WEIGHTS_CUT,
  })
}

const WEIGHTS_DAMAGED = 'The weights in this picture are damaged: their check sum is wrong.'
const WEIGHTS_CUT = 'The picture is cut short, and weights that it may have carried are gone.'

const DAMAGED =
  'The design in this picture is damaged: its check sum is wrong. Ask for the picture again, or for the file.'

const refuse = (message: string): Result<never, LoadError[]> => fail([{ path: '$', message }])

async function runOf(chunks: readonly FoundChunk[]): Promise<PictureRun | null> {
  const chunk = chunks.find((candidate) => keywordOf(candidate) === RUN)
  if (!chunk?.isWhole()) return null
  const text = await textOf(chunk, MAX_RUN_BYTES)
  if (!text.ok) return null
  try {
    const { version: _, ...run } = runSchema.parse(JSON.parse(text.value))
    return run
  } catch {
    return null
  }
}

// iTXt: keyword, 0, packed or not, method, language, 0, keyword in that language, 0, text in UTF-8 (PNG §11.3.3.4).

async function textChunk(keyword: string, text: string): Promise<Chunk> {
  const packed = await deflate(new TextEncoder().encode(text))
  return { type: 'iTXt', data: joinBytes([new TextEncoder().encode(keyword), Uint8Array.of(0, 1, 0, 0, 0), packed]) }
}

/** PNG §11.3.3.1 allows 79 bytes. */
const MAX_KEYWORD_BYTES = 79

function keywordOf({ type, data }: Chunk): string | null {
  if (type !== 'iTXt') return null
  const end = data.subarray(0, MAX_KEYWORD_BYTES + 1).indexOf(0)
  return end < 1 ? null : String.fromCharCode(...data.subarray(0, end))
}

async function textOf({ data }: Chunk, maxBytes: number): Promise<Result<string, string>> {
  const flags = data.indexOf(0) + 1
  const packed = data[flags] === 1
  if ((packed && data[flags + 1] !== 0) || (!packed && data[flags] !== 0)) return fail(DAMAGED)
  const language = data.indexOf(0, flags + 2)
  const translated = language < 0 ? -1 : data.indexOf(0, language + 1)
  if (translated < 0) return fail(DAMAGED)
  const content = data.subarray(translated + 1)
  const tooLong = `The design in this picture unpacks to more than ${maxBytes / 1e6} MB.`
  if (!packed) return content.length > maxBytes ? fail(tooLong) : ok(new TextDecoder().decode(content))
  const bytes = await inflate(content, maxBytes)
  if (!bytes.ok) return fail(bytes.problem === 'damaged' ? DAMAGED : tooLong)
  return ok(new TextDecoder().decode(bytes.value))
}
