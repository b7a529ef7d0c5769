/** @file Decodes pictures by the browser's own codecs, in a worker. Colours are taken as they stand in the file. */
import type { Pixels } from './resample'

let canvas: OffscreenCanvas | null = null

/** Throws with the reason when it cannot. */
export async function decodeInPage(bytes: Uint8Array<ArrayBuffer>): Promise<Pixels> {
  const bitmap = await createImageBitmap(new Blob([bytes]), {
    colorSpaceConversion: 'none',
    premultiplyAlpha: 'none',
  }).catch(() => {
    throw new Error('it is damaged, or of a form that this browser does not show')
  })
  const { width, height } = bitmap
  canvas ??= new OffscreenCanvas(width, height)
  // Setting a size clears the canvas too.
  canvas.width = width
  canvas.height = height
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('this browser could not draw it')
  context.drawImage(bitmap, 0, 0)
  bitmap.close()
  const { data } = context.getImageData(0, 0, width, height)
  return { width, height, channels: 4, bytes: new Uint8Array(data.buffer) }
}
