/**
 * @file Draws the faces dataset: avatars of DiceBear's style "Pixel Art" (CC0), from the npm packages @dicebear/core and
 * @dicebear/pixel-art, whose seeds make them the same everywhere. `npm run data:faces`. The style's grid has 16 × 16 cells, so 16 px
 * lose nothing. Content: all images (RGB, 16 × 16), then one byte of attributes for each, the first attribute in the lowest bit.
 */
import { createAvatar } from '@dicebear/core'
import * as pixelArt from '@dicebear/pixel-art'
import { newcomers, rasterise, writeSamples } from './samples'

const SIDE_PX = 16
const COUNT = 8000

/** Every combination of the first three attributes comes equally often. */
const COMBINATIONS = 8

const options: Required<Pick<pixelArt.Options, 'hair' | 'mouth'>> = (() => {
  const { hair, mouth } = pixelArt.schema.properties as Record<'hair' | 'mouth', { default: never[] }>
  return { hair: hair.default, mouth: mouth.default }
})()

const startingWith = <T extends string>(names: readonly T[], start: string) =>
  names.filter((name) => name.startsWith(start))

interface Attributes {
  longHair: boolean
  glasses: boolean
  smile: boolean
  hat: boolean
  beard: boolean
}

/** Hats on a tenth of all heads, beards on a fifth of the short-haired ones. */
function attributesOf(index: number): Attributes {
  const round = Math.floor(index / COMBINATIONS)
  const longHair = (index & 1) !== 0
  return {
    longHair,
    glasses: (index & 2) !== 0,
    smile: (index & 4) !== 0,
    hat: round % 10 === 0,
    beard: !longHair && round % 5 === 2,
  }
}

function draw({ longHair, glasses, smile, hat, beard }: Attributes, seed: string): Uint8Array {
  const avatar = createAvatar(pixelArt, {
    seed,
    backgroundColor: ['b6e3f4'],
    hair: startingWith(options.hair, longHair ? 'long' : 'short'),
    mouth: startingWith(options.mouth, smile ? 'happy' : 'sad'),
    glassesProbability: glasses ? 100 : 0,
    hatProbability: hat ? 100 : 0,
    beardProbability: beard ? 100 : 0,
  })
  return rasterise(avatar.toString(), SIDE_PX, '#ffffff')
}

const isNew = newcomers()
const images: Uint8Array[] = []
const bits = new Uint8Array(COUNT)
for (let index = 0; index < COUNT; index++) {
  const attributes = attributesOf(index)
  bits[index] = Object.values(attributes).reduce((sum, has, place) => sum + (has ? 1 << place : 0), 0)
  for (let attempt = 0; images.length === index; attempt++) {
    const rgb = draw(attributes, `ganvas-${index}-${attempt}`)
    if (isNew(rgb)) images.push(rgb)
    else console.log(`drawn again, a duplicate: ${index}`)
  }
}
await writeSamples('faces/samples.gz', [...images, bits])
