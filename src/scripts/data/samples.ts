/** @file What the scripts that make datasets share: a drawing becomes pixels, and samples become one committed file. */
import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { Resvg } from '@resvg/resvg-js'

const CHANNELS = 3

/** RGB bytes, rows from the top, of an SVG drawn `sidePx` wide on `background`. Throws when it is not square. */
export function rasterise(svg: string, sidePx: number, background: string): Uint8Array {
  const { width, height, pixels } = new Resvg(svg, { background, fitTo: { mode: 'width', value: sidePx } }).render()
  if (width !== sidePx || height !== sidePx)
    throw new Error(`A drawing has ${width} × ${height} px, not ${sidePx} square.`)
  // The background is opaque, so alpha is 255 everywhere and says nothing.
  return Uint8Array.from({ length: sidePx * sidePx * CHANNELS }, (_, index) => {
    const pixel = Math.floor(index / CHANNELS)
    return pixels[pixel * 4 + (index % CHANNELS)]!
  })
}

/** Number of pixels that differ from the first one: what a blank drawing has none of. */
export function drawnPixels(rgb: Uint8Array): number {
  let count = 0
  for (let start = 0; start < rgb.length; start += CHANNELS)
    if (rgb[start] !== rgb[0] || rgb[start + 1] !== rgb[1] || rgb[start + 2] !== rgb[2]) count++
  return count
}

/** Keeps what has not come before, byte by byte. */
export function newcomers(): (rgb: Uint8Array) => boolean {
  const seen = new Set<string>()
  return (rgb) => {
    const hash = createHash('sha256').update(rgb).digest('hex')
    if (seen.has(hash)) return false
    seen.add(hash)
    return true
  }
}

/** Writes `src/data/<path>`, gzipped, and prints what `src/data/files.ts` has to say about it. */
export async function writeSamples(path: string, parts: readonly Uint8Array[]) {
  const content = Buffer.concat(parts)
  const packed = await promisify(gzip)(content, { level: 9 })
  const target = fileURLToPath(new URL(`../../data/${path}`, import.meta.url))
  await mkdir(dirname(target), { recursive: true })
  await writeFile(target, packed)
  const sha256 = createHash('sha256').update(content).digest('hex')
  console.log(`${path}: ${packed.length} bytes packed\n  sizeBytes: ${content.length},\n  sha256: '${sha256}',`)
}
