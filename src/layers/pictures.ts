/**
 * @file The vocabulary of the small pictures that show what a kind does: grids of cells of which some become others, curves that are
 * plotted rather than drawn by eye, signs in circles. A picture is plain data, three SVG paths on a sheet of 56 × 36, so it lives in the
 * file of its kind and whoever shows it chooses the colours.
 */

/** Width and height of every picture. */
export const PICTURE_SIZE = [56, 36] as const

/** SVG path data. */
export interface Picture {
  /** Filled, pale: what is there. */
  soft?: string
  /** Drawn as a line. */
  line?: string
  /** Filled, strong: what it is about. */
  strong?: string
}

/** Columns and rows of cells: from column, from row, how many columns, how many rows. */
export type Block = readonly [column: number, row: number, columns: number, rows: number]

export interface Cells {
  columns: number
  rows: number
  /** What it is about. */
  strong?: readonly Block[]
  /** Only an outline: zeros, or what is gone. */
  hollow?: readonly Block[]
  /** At most so large, px. */
  largest?: number
}

const round = (value: number): number => Math.round(value * 10) / 10

export const box = (x: number, y: number, width: number, height = width): string =>
  `M${round(x)} ${round(y)}h${round(width)}v${round(height)}h${round(-width)}z`

export const dot = (x: number, y: number, radius: number): string =>
  `M${round(x - radius)} ${round(y)}a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0z`

/** A line with a head, from left to right. */
export const arrow = (x = 24, y = 18, length = 8): string => `M${x} ${y}h${length}m-3-3l3 3l-3 3`

/** All pictures on one sheet. */
export function together(...pictures: readonly Picture[]): Picture {
  const paths = (tone: keyof Picture) => pictures.flatMap((picture) => picture[tone] ?? []).join('')
  const all = { soft: paths('soft'), line: paths('line'), strong: paths('strong') }
  return Object.fromEntries(Object.entries(all).filter(([, path]) => path !== ''))
}

const holds = (blocks: readonly Block[] | undefined, column: number, row: number): boolean =>
  blocks?.some(([left, top, columns, rows]) => {
    const inColumns = column >= left && column < left + columns
    return inColumns && row >= top && row < top + rows
  }) ?? false

const GAP_PX = 1

/** A grid of cells around a point, as large as `width` and the sheet allow. */
export function grid(
  { columns, rows, strong, hollow, largest = 8 }: Cells,
  centreX = 28,
  width = 52,
  centreY = 18,
  height = 32,
): Picture {
  const pitch = Math.min(width / columns, height / rows, largest)
  const [left, top] = [centreX - (columns * pitch) / 2, centreY - (rows * pitch) / 2]
  const paths = { soft: '', line: '', strong: '' }
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const tone = holds(hollow, column, row) ? 'line' : holds(strong, column, row) ? 'strong' : 'soft'
      const inset = tone === 'line' ? GAP_PX : GAP_PX / 2
      paths[tone] += box(left + column * pitch + inset, top + row * pitch + inset, pitch - 2 * inset)
    }
  }
  return together(paths)
}

/** What goes in, an arrow, what comes out. */
export const becomes = (from: Cells, to: Cells): Picture =>
  together(grid(from, 12, 22), { line: arrow() }, grid(to, 44, 22))

export interface Frame {
  x: number
  y: number
  width: number
  height: number
}

const SHEET: Frame = { x: 4, y: 3, width: 48, height: 30 }

/** The line of a function over [from, to], its values from `low`, at the bottom of the frame, to `high`, at the top. */
export function plot(
  value: (x: number) => number,
  [from, to]: readonly [number, number],
  [low, high]: readonly [number, number],
  { x, y, width, height }: Frame = SHEET,
): string {
  const STEPS = 24
  const points = Array.from({ length: STEPS + 1 }, (_, index) => {
    const share = index / STEPS
    const level = Math.min(1, Math.max(0, (value(from + share * (to - from)) - low) / (high - low)))
    return `${round(x + share * width)} ${round(y + (1 - level) * height)}`
  })
  return `M${points.join('L')}`
}

/** The two axes through 0 of such a frame. */
export function axes(
  [from, to]: readonly [number, number],
  [low, high]: readonly [number, number],
  { x, y, width, height }: Frame = SHEET,
): string {
  const originX = round(x + (width * -from) / (to - from))
  const originY = round(y + height * (1 + low / (high - low)))
  return `M${x} ${originY}h${width}M${originX} ${y}v${height}`
}

export const gaussian = (x: number): number => Math.exp((-x * x) / 2)

/** A bell in a frame, as a line. */
export const bell = (frame: Frame): string => plot(gaussian, [-2.6, 2.6], [0, 1], frame)

/** Which values share their statistics: rows are samples, columns are channels. They become a bell around 0. */
export const standardises = (...strong: readonly Block[]): Picture =>
  together(
    grid({ columns: 6, rows: 4, strong, largest: 5 }, 16, 30),
    { line: arrow(34, 18, 5) },
    { line: `${bell({ x: 42, y: 9, width: 12, height: 16 })}M42 27h12` },
  )

/** Two wires into a sign in a circle, one out of it. */
export const combines = (sign: string): Picture => ({
  line: `M3 9h8c6 0 6 9 12 9M3 27h8c6 0 6-9 12-9M37 18h16${dot(30, 18, 7)}`,
  strong: sign,
})

/** Maps that lie behind each other, the hindmost first: offsets of a stack. */
export const stacked = (count: number, x: number, y: number, size: number, step = 3): Picture => ({
  soft: Array.from({ length: count }, (_, index) => box(x + index * step, y + index * step, size)).join(''),
  line: Array.from({ length: count }, (_, index) => box(x + index * step, y + index * step, size)).join(''),
})

/** A cube from the front, its depth drawn to the upper right. */
export const cube = (x: number, y: number, size: number, depth = size / 2.5): string =>
  `${box(x, y, size)}M${x} ${y}l${round(depth)} ${round(-depth)}h${size}l${round(-depth)} ${round(depth)}M${round(x + size)} ${round(y + size)}l${round(depth)} ${round(-depth)}v${-size}`
