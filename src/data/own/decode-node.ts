/** @file Decodes pictures for the command line: PNG, without a browser's codecs. */
import { decodePng } from './decode-png'
import { pictureSize } from './picture-size'
import type { Pixels } from './resample'

/** Throws with the reason when it cannot. */
export async function decodeInNode(bytes: Uint8Array): Promise<Pixels> {
  const format = pictureSize(bytes)?.format
  if (format !== 'PNG')
    throw new Error(
      `the command line reads PNG only, and this is ${format ?? 'something else'}. Import it in the page, save the data there as a file and give that`,
    )
  return decodePng(bytes)
}
