/**
 * @file Decodes pictures in a worker of the page: JPEG and small PNG by our own decoders, which give the same everywhere and for small pictures
 * take less than handing each to the browser and back; all else by the browser's own codecs. Colours are taken as they stand in the file.
 */
import jpegUrl from '@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm?url'
import { ownDecoders } from './own-decoders'
import { pictureSize } from './picture-size'
import type { Pixels } from './resample'

let canvas: OffscreenCanvas | null = null

/** Above this the browser is faster. It decodes a PNG to the same; a JPEG it does not. */
const MAX_OWN_PNG_PIXELS = 4_000_000

const decoders = ownDecoders(() => ({ locateFile: () => jpegUrl }))

/** Throws with the reason when it cannot. */
export async function decodeInPage(bytes: Uint8Array<ArrayBuffer>): Promise<Pixels> {
  const size = pictureSize(bytes)
  const decode = size && decoders.get(size.format)
  if (decode && (size.format !== 'PNG' || size.width * size.height <= MAX_OWN_PNG_PIXELS)) {
    try {
      return await decode(bytes)
    } catch {
      // What our own cannot read the browser may, and if not, it says so.
    }
  }
  const bitmap = await createImageBitmap(new Blob([bytes]), {
    colorSpaceConversion: 'none',
    premultiplyAlpha: 'none',
  }).catch(() => {
    throw new Error('it is damaged, or of a form that this browser does not show')
  })
  const { width, height } = bitmap
  canvas ??= new OffscreenCanvas(width, height)
  // Setting a size makes a new canvas inside, so it is only set where it changes.
  if (canvas.width !== width) canvas.width = width
  if (canvas.height !== height) canvas.height = height
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('this browser could not draw it')
  context.clearRect(0, 0, width, height)
  context.drawImage(bitmap, 0, 0)
  bitmap.close()
  const { data } = context.getImageData(0, 0, width, height)
  return { width, height, channels: 4, bytes: new Uint8Array(data.buffer) }
}
