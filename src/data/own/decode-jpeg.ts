/**
 * @file Decodes JPEG by one decoder, MozJPEG in WebAssembly, in Node as in every browser. The standard leaves the last bits of each value,
 * and how colours are enlarged, to the decoder, so browsers differ; own data is known by its hash and has to be the same everywhere.
 */
import decode, { init } from '@jsquash/jpeg/decode.js'
import type { Pixels } from './resample'

/** Where the decoder's code is: its bytes in Node, its address in a page. */
export type DecoderCode = { wasmBinary: ArrayBuffer } | { locateFile(): string }

export function jpegDecoder(code: () => DecoderCode) {
  let said: string[] = []
  let isFresh = false
  let last: Promise<unknown> = Promise.resolve()

  const decodeNext = async (bytes: Uint8Array<ArrayBuffer>): Promise<Pixels> => {
    if (!isFresh) await init({ ...code(), printErr: (text: string) => said.push(text) })
    isFresh = true
    said = []
    const whole = bytes.buffer.byteLength === bytes.byteLength ? bytes.buffer : bytes.slice().buffer
    const decoded = await decode(whole, { preserveOrientation: true }).catch(() => null)
    // It ends where it fails, and keeps the memory it has taken: the next picture gets a new one.
    if (!decoded) isFresh = false
    const cut = said.find((text) => text.startsWith('Premature end'))
    if (!decoded || cut) throw new Error(`it is damaged, or a JPEG of a rare form (${cut ?? said[0] ?? 'no picture'})`)
    const { width, height, data } = decoded
    return { width, height, channels: 4, bytes: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) }
  }

  /** Upright, as its camera says; one after the other, for what is said must be of one. Throws with the reason when it cannot. */
  return (bytes: Uint8Array<ArrayBuffer>): Promise<Pixels> => {
    const decoded = last.then(() => decodeNext(bytes))
    last = decoded.catch(() => null)
    return decoded
  }
}
