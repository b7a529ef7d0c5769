/**
 * @file Draws the emoji dataset: Microsoft's Fluent Emoji (flat), from the npm package @iconify-json/fluent-emoji-flat, 32 × 32 on
 * white. `npm run data:emoji`. Content: all images (RGB), then one byte for each: its category.
 */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { IconifyJSON, IconifyMetaData } from '@iconify/types'
import { drawnPixels, newcomers, rasterise, writeSamples } from './samples'

const PACKAGE = '@iconify-json/fluent-emoji-flat'
const SIDE_PX = 32
const BACKGROUND = '#ffffff'

/** Eight flags are too few to be a class. */
const LEFT_OUT = 'Flags'

/** With fewer drawn pixels it is a dot or a line. */
const MINIMUM_DRAWN_PIXELS = 32

const TONE = /-(?:medium-light|medium-dark|light|medium|dark)(?=-|$)/g

const require = createRequire(import.meta.url)
const json = async <T>(file: string) => JSON.parse(await readFile(require.resolve(`${PACKAGE}/${file}`), 'utf8')) as T

const set = await json<IconifyJSON>('icons.json')
const { categories = {} } = await json<IconifyMetaData>('metadata.json')

/** The same person in another skin tone: five times as many people as all else would make the set one of people. */
const isToneVariant = (name: string) => {
  const plain = name.replace(TONE, '')
  return plain !== name && plain in set.icons
}

function drawing(name: string): string {
  const { body, left = 0, top = 0, width = set.width ?? 16, height = set.height ?? 16 } = set.icons[name]!
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${left} ${top} ${width} ${height}" width="${SIDE_PX}" height="${SIDE_PX}">${body}</svg>`
}

const isNew = newcomers()
const images: Uint8Array[] = []
const labels: number[] = []
const classes = Object.keys(categories).filter((category) => category !== LEFT_OUT)
for (const [label, category] of classes.entries()) {
  const names = categories[category]!.filter((name) => set.icons[name]?.hidden !== true && !isToneVariant(name))
  for (const name of names) {
    const rgb = rasterise(drawing(name), SIDE_PX, BACKGROUND)
    if (drawnPixels(rgb) < MINIMUM_DRAWN_PIXELS) console.log(`left out, almost blank: ${name}`)
    else if (!isNew(rgb)) console.log(`left out, a duplicate: ${name}`)
    else {
      images.push(rgb)
      labels.push(label)
    }
  }
  console.log(`${category}: ${labels.filter((each) => each === label).length}`)
}
console.log(`${images.length} emoji`)
await writeSamples('emoji/samples.gz', [...images, Uint8Array.from(labels)])
