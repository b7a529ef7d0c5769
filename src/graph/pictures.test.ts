/** @file Every kind has a picture of its own, and all of it lies on the sheet. */
import { expect, it } from 'vitest'
import { PICTURE_SIZE } from '../layers/pictures'
import { kinds } from './kinds'

/** Ends of all pieces of a path, in px of the sheet. The middle of a curve lies between them, near enough for this. */
function endsOf(path: string): [x: number, y: number][] {
  const ends: [number, number][] = []
  let [x, y] = [0, 0]
  let start: [number, number] = [0, 0]
  for (const [, command = '', text = ''] of path.matchAll(/([a-zA-Z])([^a-zA-Z]*)/g)) {
    const numbers = (text.match(/-?(?:\d+\.\d+|\.\d+|\d+)/g) ?? []).map(Number)
    const size = { m: 2, l: 2, h: 1, v: 1, c: 6, a: 7, z: 0 }[command.toLowerCase()]
    if (size === undefined) throw new Error(`The command ${command} is unknown.`)
    if (size === 0) [x, y] = start
    const relative = command === command.toLowerCase()
    for (let at = 0; size > 0 && at < numbers.length; at += size) {
      const piece = numbers.slice(at, at + size)
      const [dx, dy] =
        command.toLowerCase() === 'h' ? [piece[0]!, null] : size === 1 ? [null, piece[0]!] : piece.slice(-2)
      x = dx === null ? x : (relative ? x : 0) + dx!
      y = dy === null ? y : (relative ? y : 0) + dy!
      if (command.toLowerCase() === 'm') start = [x, y]
      ends.push([x, y])
    }
  }
  return ends
}

const [width, height] = PICTURE_SIZE

it.each(kinds.map((kind) => [kind.kind, kind.picture] as const))('%s has a picture on the sheet', (_, picture) => {
  const ends = Object.values(picture).flatMap(endsOf)
  expect(ends.length).toBeGreaterThan(3)
  for (const [x, y] of ends) {
    expect(x).toBeGreaterThanOrEqual(0)
    expect(x).toBeLessThanOrEqual(width)
    expect(y).toBeGreaterThanOrEqual(0)
    expect(y).toBeLessThanOrEqual(height)
  }
})

it('shows no two kinds alike', () => {
  const pictures = kinds.map(({ picture }) => JSON.stringify(picture))
  expect(new Set(pictures).size).toBe(kinds.length)
})
