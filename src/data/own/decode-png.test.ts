/** @file Grey PNGs of few bits a pixel, as scanners and masks have them, byte by byte. */
import { expect, test } from 'vitest'
import { decodePng } from './decode-png'

test.each([
  [
    'two bits',
    'iVBORw0KGgoAAAANSUhEUgAAAAUAAAACAgAAAAD/sVEgAAAADklEQVR4nGOQPsDwhAEABVUBwAdXjH0AAAAASUVORK5CYII=',
    [0, 85, 170, 255, 255, 255, 170, 85, 0, 0],
  ],
  [
    'one bit',
    'iVBORw0KGgoAAAANSUhEUgAAAAUAAAACAQAAAAC4ESvwAAAADElEQVR4nGNYwRAAAAJMAPmOlwN7AAAAAElFTkSuQmCC',
    [255, 0, 255, 0, 255, 0, 255, 0, 255, 0],
  ],
])('%s', (_, base64, values) => {
  const { width, height, channels, bytes } = decodePng(Buffer.from(base64, 'base64'))
  expect({ width, height, channels, bytes: [...bytes] }).toEqual({ width: 5, height: 2, channels: 1, bytes: values })
})
