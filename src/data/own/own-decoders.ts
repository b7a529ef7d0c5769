/** @file The forms of pictures that our own decoders read, the same in Node and in every browser, so that the same files are the same data. */
import { type DecoderCode, jpegDecoder } from './decode-jpeg'
import { decodePng } from './decode-png'
import type { PictureSize } from './picture-size'
import type { Pixels } from './resample'

/** Throws with the reason when it cannot. */
type Decode = (bytes: Uint8Array<ArrayBuffer>) => Promise<Pixels>

/** `jpegCode`: where that of the JPEG decoder is. */
export const ownDecoders = (jpegCode: () => DecoderCode): ReadonlyMap<PictureSize['format'], Decode> =>
  new Map([
    ['PNG', async (bytes: Uint8Array) => decodePng(bytes)],
    ['JPEG', jpegDecoder(jpegCode)],
  ])
