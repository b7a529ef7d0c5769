/** @file The worker that reads what people give, so that the page stays free: prepares, hashes, keeps. To cancel it, end it. */
import { encodeContent } from './content'
import { decodeInPage } from './decode-page'
import type { LeftOut } from './gather'
import type { FromImporter, ToImporter } from './import-messages'
import { prepareOwn } from './prepare'
import { referTo } from './refer'
import type { OwnReference } from './reference'
import { sheetOf } from './sheet'
import { keepOwnData, sha256Of } from './store-page'

/** The DOM's types describe a page's `self`; this is the part of a worker's that is used here. */
const scope = self as unknown as {
  postMessage(message: FromImporter): void
  addEventListener(type: 'message', listener: (event: MessageEvent<ToImporter>) => void): void
}

/** More of them nobody reads. */
const MOST_LEFT_OUT = 500
/** Progress is told so often. */
const TELLINGS = 200

let latest: { reference: OwnReference; bytes: Uint8Array<ArrayBuffer> } | null = null

const counted = (leftOut: readonly LeftOut[]) => ({
  leftOut: leftOut.slice(0, MOST_LEFT_OUT),
  leftOutCount: leftOut.length,
})

async function prepare({ name, files, options }: Extract<ToImporter, { type: 'prepare' }>): Promise<FromImporter> {
  latest = null
  const onProgress = (done: number, total: number) => {
    if (done === total || done % Math.ceil(total / TELLINGS) === 0) scope.postMessage({ type: 'progress', done, total })
  }
  const prepared = await prepareOwn(files, options, { decode: decodeInPage, onProgress })
  if (!prepared.ok) return { type: 'refused', message: prepared.problem.message, ...counted(prepared.problem.leftOut) }
  const { content, source, leftOut, notes } = prepared.value
  const bytes = encodeContent(content)
  if (!crypto.subtle)
    return {
      type: 'refused',
      message: 'Own data needs a page from https:// or from localhost: browsers keep files for no other.',
      ...counted(leftOut),
    }
  const reference = referTo(content, name, await sha256Of(bytes), bytes.length)
  latest = { reference, bytes }
  return { type: 'prepared', report: { source, reference, sheet: sheetOf(content), notes, ...counted(leftOut) } }
}

async function keep(name: string): Promise<FromImporter> {
  if (!latest) return { type: 'not-kept', message: 'There is nothing to keep.' }
  const reference = { ...latest.reference, own: name }
  try {
    await keepOwnData(reference, latest.bytes)
    return { type: 'kept', reference }
  } catch (error) {
    return { type: 'not-kept', message: error instanceof Error ? error.message : String(error) }
  }
}

scope.addEventListener('message', ({ data: message }) => {
  const answer = message.type === 'prepare' ? prepare(message) : keep(message.name)
  void answer.then(
    (reply) => scope.postMessage(reply),
    (error: unknown) =>
      scope.postMessage({
        type: 'refused',
        message: `The data could not be read: ${error instanceof Error ? error.message : String(error)}. Try fewer or smaller files.`,
        leftOut: [],
        leftOutCount: 0,
      }),
  )
})
