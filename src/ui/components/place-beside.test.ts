/** @file A card is whole on the page wherever its thing is, and does not cover it while there is room beside it. */
import { describe, expect, it } from 'vitest'
import { placeBeside } from './place-beside'

const page = { width: 1280, height: 720 }
const card = { width: 300, height: 160 }

describe('placeBeside', () => {
  it.each([
    [{ x: 0, y: 50, width: 180, height: 600 }],
    [{ x: 1000, y: 50, width: 280, height: 600 }],
    [{ x: 200, y: 50, width: 800, height: 400 }],
    [{ x: 300, y: 500, width: 900, height: 220 }],
    [{ x: 640, y: 4, width: 88, height: 28 }],
    [{ x: 1270, y: 710, width: 8, height: 8 }],
    [{ x: -400, y: -300, width: 200, height: 100 }],
    [{ x: 0, y: 0, width: 1280, height: 720 }],
  ])('%o', (target) => {
    const { x, y } = placeBeside(target, card, page)
    expect(x).toBeGreaterThanOrEqual(0)
    expect(y).toBeGreaterThanOrEqual(0)
    expect(x + card.width).toBeLessThanOrEqual(page.width)
    expect(y + card.height).toBeLessThanOrEqual(page.height)
    const covers =
      x < target.x + target.width &&
      target.x < x + card.width &&
      y < target.y + target.height &&
      target.y < y + card.height
    const fills = target.width > page.width - card.width && target.height > page.height - card.height
    expect(covers).toBe(fills)
  })
})
