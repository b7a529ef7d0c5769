/** @file Where a card goes that is about something: beside it where there is room, and always whole on the page. */

export interface Extent {
  width: number
  height: number
}

export interface Area extends Extent {
  x: number
  y: number
}

/** Between the thing and the card, and between the card and the edge of the page, px. */
const GAP_PX = 12

/**
 * The upper left corner of a card of this size. To the right, left, below, above, whichever first has room; where none has, as for a
 * thing that fills the page, in its lower right corner. All in px of the page.
 */
export function placeBeside(target: Area, card: Extent, page: Extent): { x: number; y: number } {
  const room = {
    right: page.width - (target.x + target.width) - 2 * GAP_PX >= card.width,
    left: target.x - 2 * GAP_PX >= card.width,
    below: page.height - (target.y + target.height) - 2 * GAP_PX >= card.height,
    above: target.y - 2 * GAP_PX >= card.height,
  }
  const inside = (at: number, size: number, all: number) => Math.max(GAP_PX, Math.min(at, all - size - GAP_PX))
  const y = inside(target.y, card.height, page.height)
  const x = inside(target.x + target.width / 2 - card.width / 2, card.width, page.width)
  // What lies off the page has room on all sides, and its card still has to be seen.
  const below = { x, y: Math.max(GAP_PX, target.y + target.height + GAP_PX) }
  if (target.height < 120 && room.below) return below
  if (room.right) return { x: Math.max(GAP_PX, target.x + target.width + GAP_PX), y }
  if (room.left) return { x: Math.min(target.x, page.width) - card.width - GAP_PX, y }
  if (room.below) return below
  if (room.above) return { x, y: Math.min(target.y, page.height) - card.height - GAP_PX }
  return {
    x: inside(target.x + target.width - card.width - GAP_PX, card.width, page.width),
    y: inside(target.y + target.height - card.height - GAP_PX, card.height, page.height),
  }
}
