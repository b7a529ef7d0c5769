/** @file Draws samples that one plays with: single images at their own pixels, marks on points. */
import { type Images, type Picture, pictureOf } from '../../media/picture'
import { type Square, squareAround } from '../../media/scatter'
import type { PlaySamples } from '../../train/play'
import type { Preview } from '../../train/preview'
import { tokens } from '../theme'

/** One image of several. */
export function imageData(images: Images, index: number): ImageData {
  const { pixels, widthPx, heightPx } = pictureOf(images, index)
  return new ImageData(pixels, widthPx, heightPx)
}

/** One of several samples, on its own. */
export function oneOf(samples: PlaySamples, index: number): PlaySamples {
  if (samples.form === 'points') return { ...samples, count: 1, points: samples.points.slice(2 * index, 2 * index + 2) }
  const size = samples.widthPx * samples.heightPx * 4
  return { ...samples, count: 1, pixels: samples.pixels.slice(index * size, (index + 1) * size) }
}

/** A canvas of exactly these pixels. */
export function canvasOf({ widthPx, heightPx, pixels }: Picture): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = widthPx
  canvas.height = heightPx
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, widthPx, heightPx), 0, 0)
  return canvas
}

/** The square that all points lie in: that of the preview where there is one. */
export const squareOf = (points: Float32Array, shown: Preview | undefined): Square =>
  shown?.type === 'points' ? { center: shown.center, extent: shown.extent } : squareAround(points)

/** Letters and numbers on points that are drawn already, and a line through `path`. */
export function paintMarks(
  canvas: HTMLCanvasElement,
  { center, extent }: Square,
  marks: readonly { point: readonly [number, number]; text: string; pinned: boolean }[],
  path: Float32Array | null,
): void {
  const context = canvas.getContext('2d')
  if (!context) return
  const colours = tokens('fake', 'fake-strong', 'ink', 'surface-raised', 'font-sans')
  context.setTransform(1, 0, 0, 1, 0, 0)
  const unit = canvas.width / 320
  const toX = (x: number) => (((x - center[0]) / extent + 1) * canvas.width) / 2
  const toY = (y: number) => ((1 - (y - center[1]) / extent) * canvas.height) / 2
  if (path) {
    context.strokeStyle = colours.ink
    context.lineWidth = 2 * unit
    context.beginPath()
    for (let index = 0; index + 1 < path.length; index += 2) context.lineTo(toX(path[index]!), toY(path[index + 1]!))
    context.stroke()
  }
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  for (const { point, text, pinned } of marks) {
    const radius = (pinned ? 9 : 6.5) * unit
    context.beginPath()
    context.arc(toX(point[0]), toY(point[1]), radius, 0, 2 * Math.PI)
    context.fillStyle = pinned ? colours['fake-strong'] : colours['surface-raised']
    context.strokeStyle = colours['fake-strong']
    context.lineWidth = 1.25 * unit
    context.fill()
    context.stroke()
    context.fillStyle = pinned ? colours['surface-raised'] : colours.ink
    context.font = `600 ${(pinned ? 11 : 8) * unit}px ${colours['font-sans']}`
    context.fillText(text, toX(point[0]), toY(point[1]))
  }
}
