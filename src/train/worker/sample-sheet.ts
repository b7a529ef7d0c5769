/** @file The samples of a run as a PNG: a sheet of images, or points on a transparent square, to be shown on light and on dark. */
import { encode } from 'fast-png'
import { keptPicture } from '../play'
import type { Preview } from '../preview'
import { computePreviews } from './previews'
import type { Trainer } from './trainer'

const SQUARE_PX = 512
/** Around its middle, in each direction: still a dot when the picture is shown at a fifth. */
const DOT_PX = 2
const REAL_RGB = [150, 170, 200] as const
const FAKE_RGB = [216, 90, 48] as const

/** Of the fixed samples; `null` when no output shows images or points. */
export async function samplesPng(trainer: Trainer): Promise<Uint8Array<ArrayBuffer> | null> {
  const chosen = keptPicture(trainer.plan)
  if (!chosen) return null
  const [picture] = await computePreviews(trainer, 'ema', new Set([chosen.node]))
  return picture ? encodePreview(picture.preview) : null
}

function encodePreview(preview: Preview): Uint8Array<ArrayBuffer> | null {
  if (preview.type === 'image')
    return own(encode({ width: preview.widthPx, height: preview.heightPx, data: preview.pixels, channels: 4 }))
  if (preview.type !== 'points') return null
  const data = new Uint8ClampedArray(SQUARE_PX * SQUARE_PX * 4)
  const plot = (points: Float32Array, rgb: readonly number[]) => {
    for (let index = 0; index < points.length; index += 2) {
      const column = Math.round(((points[index]! - preview.center[0]) / preview.extent / 2 + 0.5) * SQUARE_PX)
      const row = Math.round((0.5 - (points[index + 1]! - preview.center[1]) / preview.extent / 2) * SQUARE_PX)
      for (let y = row - DOT_PX; y <= row + DOT_PX; y++)
        for (let x = column - DOT_PX; x <= column + DOT_PX; x++)
          if (x >= 0 && y >= 0 && x < SQUARE_PX && y < SQUARE_PX) data.set([...rgb, 255], (y * SQUARE_PX + x) * 4)
    }
  }
  if (preview.real) plot(preview.real, REAL_RGB)
  plot(preview.fake, FAKE_RGB)
  return own(encode({ width: SQUARE_PX, height: SQUARE_PX, data, channels: 4 }))
}

/** The encoder does not say whose memory its bytes are in. */
const own = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes)
