/** @file A look at what will be fed: some samples of each class with its count, pairs side by side, points as a cloud. */
import { useEffect, useRef } from 'react'
import type { ImportReport } from '../../data/own/import-messages'
import type { SheetRow } from '../../data/own/sheet'
import { boundsOf } from '../../lib/bounds'
import { countText } from '../../lib/quantities'
import { seriesToken } from '../preview/paint'
import { tokens } from '../theme'
import styles from './OwnData.module.css'

export function Sheet({ report: { sheet, reference } }: { report: ImportReport }) {
  if (reference.form === 'points') return <Cloud rows={sheet} />
  return (
    <div className={styles.sheet}>
      {sheet.map((row) => (
        <div key={row.title ?? ''} className={styles.class}>
          {row.title !== null && (
            <h4>
              {row.title} <span>{countText(row.count)}</span>
            </h4>
          )}
          <Pictures row={row} shape={reference.shape} pairShape={reference.pairShape ?? null} />
        </div>
      ))}
    </div>
  )
}

interface PicturesProps {
  row: SheetRow
  shape: readonly number[]
  pairShape: readonly number[] | null
}

/** Width of the sheet, px of the page; about. */
const SHEET_PX = 560
const SHOWN_PX = 56

function Pictures({ row, shape, pairShape }: PicturesProps) {
  const ref = useRef<HTMLCanvasElement>(null)
  const [height = 1, width = 1, channels = 1] = shape
  const [pairHeight = 0, pairWidth = 0, pairChannels = 1] = pairShape ?? []
  const count = row.pixels.length / (height * width * channels)
  const tile = { width: width + pairWidth, height: Math.max(height, pairHeight) }
  const zoom = Math.max(1, Math.round(SHOWN_PX / height))
  const columns = Math.max(1, Math.min(count, Math.floor(SHEET_PX / (tile.width * zoom))))
  const rows = Math.ceil(count / columns)

  useEffect(() => {
    const context = ref.current?.getContext('2d')
    if (!context) return
    context.clearRect(0, 0, tile.width * columns, tile.height * rows)
    for (let index = 0; index < count; index++) {
      const [x, y] = [(index % columns) * tile.width, Math.floor(index / columns) * tile.height]
      context.putImageData(imageOf(row.pixels, index, width, height, channels), x, y)
      if (pairShape)
        context.putImageData(imageOf(row.pairPixels, index, pairWidth, pairHeight, pairChannels), x + width, y)
    }
  })

  if (count === 0) return null
  const what = pairShape ? 'pairs' : 'pictures'
  return (
    <canvas
      ref={ref}
      role="img"
      aria-label={`${count} ${what}${row.title === null ? '' : ` of ${row.title}`}`}
      width={tile.width * columns}
      height={tile.height * rows}
      style={{ width: tile.width * columns * zoom }}
      className={styles.pictures}
    />
  )
}

function imageOf(pixels: Uint8Array, index: number, width: number, height: number, channels: number): ImageData {
  const image = new ImageData(width, height)
  const start = index * width * height * channels
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let channel = 0; channel < 3; channel++)
      image.data[4 * pixel + channel] = pixels[start + pixel * channels + (channels < 3 ? 0 : channel)]!
    image.data[4 * pixel + 3] = 255
  }
  return image
}

const CLOUD_PX = 320

function Cloud({ rows }: { rows: readonly SheetRow[] }) {
  const ref = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const context = ref.current?.getContext('2d')
    if (!context) return
    const bounds = rows.map(({ points }) => boundsOf(points))
    const low = [0, 1].map((axis) => Math.min(...bounds.map((pair) => pair[axis]!.minimum))) as [number, number]
    const high = [0, 1].map((axis) => Math.max(...bounds.map((pair) => pair[axis]!.maximum))) as [number, number]
    const extent = Math.max(high[0] - low[0], high[1] - low[1], 1e-6) * 1.08
    const middle = [(low[0] + high[0]) / 2, (low[1] + high[1]) / 2] as const
    const colours = tokens('real', 'fake', 'family-network', 'family-source', 'family-objective', 'family-output')
    context.clearRect(0, 0, 2 * CLOUD_PX, 2 * CLOUD_PX)
    rows.forEach(({ points, title }, index) => {
      context.fillStyle = title === null ? colours.real : colours[seriesToken('', index)]
      for (let at = 0; at < points.length; at += 2) {
        const x = ((points[at]! - middle[0]) / extent + 0.5) * 2 * CLOUD_PX
        const y = (0.5 - (points[at + 1]! - middle[1]) / extent) * 2 * CLOUD_PX
        context.fillRect(x - 1.5, y - 1.5, 3, 3)
      }
    })
  })
  const shown = rows.reduce((sum, { points }) => sum + points.length / 2, 0)
  return (
    <>
      <canvas
        ref={ref}
        role="img"
        aria-label={`${countText(shown)} points`}
        width={2 * CLOUD_PX}
        height={2 * CLOUD_PX}
        style={{ width: CLOUD_PX, height: CLOUD_PX }}
        className={styles.cloud}
      />
      {rows.length > 1 && (
        <p className={styles.note}>{rows.map(({ title, count }) => `${title}: ${countText(count)}`).join(' · ')}</p>
      )}
    </>
  )
}
