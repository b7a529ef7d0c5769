/** @file A painted canvas to the downloads, as a PNG that carries the design. */
import type { GraphDocument } from '../../graph/document'
import { fail, ok, type Result } from '../../lib/result'
import { embed, type PictureRun } from '../../sharing/picture'
import { downloadBytes } from '../download'

export interface Carried {
  document: GraphDocument
  run: PictureRun
  /** A checkpoint to go on from. */
  weights: Uint8Array | null
}

/** What the design can hold of an output's title. */
const MOST_OF_TITLE = 500

/** For a picture of samples. `title`: of the output that gave them. */
export const carriedBySamples = (
  document: GraphDocument,
  title: string,
  step: number,
  weights: Uint8Array | null = null,
): Carried => ({
  document,
  run: { of: 'samples', output: title.slice(0, MOST_OF_TITLE), step, seed: document.training.seed },
  weights,
})

/** Answers the size of the file in bytes, or why there is none. */
export async function savePicture(
  canvas: HTMLCanvasElement,
  name: string,
  carried: Carried,
): Promise<Result<number, string>> {
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'))
  if (!blob) return fail(`This browser could not make a picture of ${canvas.width} × ${canvas.height} pixels.`)
  const embedded = await embed(new Uint8Array(await blob.arrayBuffer()), carried)
  if (!embedded.ok) return embedded
  downloadBytes(name, embedded.value, 'image/png')
  return ok(embedded.value.length)
}
