/** @file The weights in a file that somebody chose: a safetensors file, or a picture that carries them. */
import { fail, ok, type Result } from '../lib/result'
import { MAX_PICTURE_BYTES, readPicture } from '../sharing/picture'
import { isPng } from '../sharing/png-chunks'

/** What is accepted by the browser's dialog for files. */
export const WEIGHT_FILES = '.safetensors,.png,image/png'

export async function weightsIn(file: File): Promise<Result<Uint8Array, string>> {
  if (file.size > MAX_PICTURE_BYTES)
    return fail(
      `${file.name} has ${file.size.toLocaleString('en')} bytes; weights may have ${MAX_PICTURE_BYTES.toLocaleString('en')}.`,
    )
  const bytes = new Uint8Array(await file.arrayBuffer())
  if (!isPng(bytes)) return ok(bytes)
  const picture = await readPicture(bytes)
  if (!picture.ok) return fail(picture.problem.map(({ message }) => message).join(' '))
  const weights = picture.value?.weights
  return weights
    ? ok(weights)
    : fail(
        picture.value?.lost ??
          `${file.name} is a picture without weights. Share saves them in a picture of samples or of the graph while “With the weights” is on; many chats drop them on the way.`,
      )
}
