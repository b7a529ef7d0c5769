/** @file Decodes pictures for the command line, without a browser's codecs. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { ownDecoders } from './own-decoders'
import { pictureSize } from './picture-size'
import type { Pixels } from './resample'

const decoders = ownDecoders(() => {
  const path = createRequire(import.meta.url).resolve('@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm')
  return { wasmBinary: new Uint8Array(readFileSync(path)).buffer }
})

/** Throws with the reason when it cannot. */
export async function decodeInNode(bytes: Uint8Array<ArrayBuffer>): Promise<Pixels> {
  const format = pictureSize(bytes)?.format
  const decode = format && decoders.get(format)
  if (!decode)
    throw new Error(
      `the command line reads ${[...decoders.keys()].join(' and ')}, and this is ${format ?? 'something else'}. Import it in the page, save the data there as a file and give that`,
    )
  return decode(bytes)
}
