/** @file Own data for a command: `--data` names what a document refers to by its hash, and it is prepared as the page does. */
import { createHash } from 'node:crypto'
import { openAsBlob } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { encodeContent } from '../data/own/content'
import { decodeInNode } from '../data/own/decode-node'
import type { GivenFile } from '../data/own/gather'
import { DEFAULT_OPTIONS, type PrepareOptions, prepareOwn } from '../data/own/prepare'
import { describeWanted, type OwnReference } from '../data/own/reference'
import type { GraphDocument } from '../graph/document'
import { kindOf } from '../graph/kinds'
import { fail, ok, type Result } from '../lib/result'
import { problemText } from './system-problem'

export const DATA_ARGUMENT = {
  type: 'string',
  description:
    'Your own data that the graph refers to: a folder, zip, NPZ, NPY, IDX, CSV or the safetensors file that the page saves; several with commas',
} as const

/** Each set of own data that a document refers to, once. */
export function wantedBy(document: GraphDocument): OwnReference[] {
  const wanted = new Map<string, OwnReference>()
  for (const node of Object.values(document.nodes)) {
    const kind = kindOf(node)
    const own = kind.role === 'source' ? kind.dataset?.(node.params).own : undefined
    if (own) wanted.set(own.sha256, own)
  }
  return [...wanted.values()]
}

/** The bytes of all that a document wants, by hash; or what is missing or is other data. */
export async function ownDataFor(
  document: GraphDocument,
  paths: string | undefined,
): Promise<Result<Map<string, Uint8Array>, string>> {
  const found = new Map<string, Uint8Array>()
  const seen: string[] = []
  const given = (paths ?? '').split(',').filter((path) => path !== '')
  for (const reference of wantedBy(document)) {
    for (const path of given) {
      const files = await filesAt(path)
      if (!files.ok) return files
      for (const options of optionsFor(reference)) {
        const prepared = await prepareOwn(files.value, options, { decode: decodeInNode })
        if (!prepared.ok) {
          seen.push(`${path}: ${prepared.problem.message}`)
          break
        }
        const bytes = encodeContent(prepared.value.content)
        const sha256 = createHash('sha256').update(bytes).digest('hex')
        if (sha256 === reference.sha256) {
          found.set(sha256, bytes)
          break
        }
        seen.push(`${path} gives SHA-256 ${sha256.slice(0, 12)}…`)
      }
      if (found.has(reference.sha256)) break
    }
    if (!found.has(reference.sha256))
      return fail(
        [
          `The graph wants ${describeWanted(reference)}.`,
          given.length === 0
            ? 'Give it with --data: its folder or file.'
            : `It is not what --data names. ${[...new Set(seen)].join('. ')}.`,
          'The page saves it as a file: dataset node, Use your own data, In this browser.',
        ].join(' '),
      )
  }
  return ok(found)
}

/** As the data was made, as far as its shape tells it; a crop that it does not tell is tried. */
function optionsFor({ form, shape }: OwnReference): PrepareOptions[] {
  if (form === 'points') return [DEFAULT_OPTIONS, { ...DEFAULT_OPTIONS, standardise: false }]
  const [height, width, channels] = shape
  const sized: PrepareOptions = {
    ...DEFAULT_OPTIONS,
    side: height === width ? height! : 'auto',
    channels: channels === 1 || channels === 3 ? channels : 'auto',
    folders: form === 'pairs' ? 'pairs' : 'auto',
  }
  return [sized, { ...sized, crop: 'stretch' }]
}

/** A file, or all files below a folder. */
async function filesAt(path: string): Promise<Result<GivenFile[], string>> {
  try {
    if (!(await stat(path)).isDirectory()) return ok([{ path: basename(path), blob: await openAsBlob(path) }])
    const entries = await readdir(path, { recursive: true, withFileTypes: true })
    return ok(
      await Promise.all(
        entries
          .filter((entry) => entry.isFile())
          .map(async (entry): Promise<GivenFile> => {
            const file = join(entry.parentPath, entry.name)
            return { path: file.slice(path.length), blob: await openAsBlob(file) }
          }),
      ),
    )
  } catch (error) {
    return fail(`--data ${path} cannot be read: ${problemText(error)}`)
  }
}
