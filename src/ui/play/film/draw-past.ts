/** @file The frames of a run's past: its kept pictures, read back into pixels. */
import type { Picture } from '../../../media/picture'
import type { RunPicture } from '../../../runs/run-store'
import { type FilmFrames, scaleFor } from './make-film'

/** Oldest first. A picture of another size than the newest, from before the graph was changed, is left out. */
export async function framesOfPictures(
  pictures: readonly RunPicture[],
  sidePx: number,
): Promise<{ frames: FilmFrames; scale: number }> {
  const all = await Promise.all(pictures.map(pixelsOf))
  const newest = all.at(-1)!
  const alike = all.filter(({ widthPx, heightPx }) => widthPx === newest.widthPx && heightPx === newest.heightPx)
  return { frames: { count: alike.length, frame: (index) => alike[index]! }, scale: scaleFor(newest, sidePx) }
}

async function pixelsOf({ png }: RunPicture): Promise<Picture> {
  const image = await createImageBitmap(new Blob([png], { type: 'image/png' }))
  const { width, height } = image
  const context = new OffscreenCanvas(width, height).getContext('2d')!
  // Pictures of points are transparent, and a film cannot be.
  context.fillStyle = 'white'
  context.fillRect(0, 0, width, height)
  context.drawImage(image, 0, 0)
  image.close()
  return { widthPx: width, heightPx: height, pixels: context.getImageData(0, 0, width, height).data }
}
