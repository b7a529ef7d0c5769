/**
 * @file Paints previews on a canvas: sheets of images at their own pixels, points over the critic's surface, histograms. Blue is
 * real, warm is fake; where colour alone would tell them apart, form does too (rings and discs, plain and hatched).
 */
import type { Preview } from '../../train/preview'
import { rgbOf, tokens } from '../theme'

const PALETTE = ['real', 'fake', 'family-network', 'family-source', 'family-objective', 'family-output'] as const

/** The colour token of a series: that of its side where its name says one, else one of its own. */
export function seriesToken(label: string, index: number): (typeof PALETTE)[number] {
  if (/fake|generated/i.test(label)) return 'fake'
  if (/real/i.test(label)) return 'real'
  return PALETTE[(index + 2) % PALETTE.length]!
}

/** Sets the size of the backing store, and only when it changes: that clears it. */
function resize(canvas: HTMLCanvasElement, widthPx: number, heightPx: number): void {
  if (canvas.width !== widthPx) canvas.width = widthPx
  if (canvas.height !== heightPx) canvas.height = heightPx
}

/** Paints `preview`. `cssWidthPx` is the width at which the canvas is shown, for all that has no pixels of its own. */
export function paintPreview(
  canvas: HTMLCanvasElement,
  preview: Preview,
  cssWidthPx: number,
  cssHeightPx: number,
): void {
  if (preview.type === 'image') {
    paintImage(canvas, preview)
    return
  }
  // Twice as fine as the screen, because the canvas is zoomed.
  const scale = Math.min(4, Math.max(1, devicePixelRatio) * 2)
  resize(canvas, Math.round(cssWidthPx * scale), Math.round(cssHeightPx * scale))
  const context = canvas.getContext('2d')
  if (!context) return
  context.setTransform(scale, 0, 0, scale, 0, 0)
  context.clearRect(0, 0, cssWidthPx, cssHeightPx)
  if (preview.type === 'points') paintPoints(context, preview, cssWidthPx, cssHeightPx)
  else paintHistogram(context, preview, cssWidthPx, cssHeightPx)
}

/** Only the pixels that are there: the page scales them, without smoothing. */
function paintImage(canvas: HTMLCanvasElement, preview: Extract<Preview, { type: 'image' }>): void {
  resize(canvas, preview.widthPx, preview.heightPx)
  canvas.getContext('2d')?.putImageData(new ImageData(preview.pixels, preview.widthPx, preview.heightPx), 0, 0)
}

type PointsPreview = Extract<Preview, { type: 'points' }>

function paintPoints(context: CanvasRenderingContext2D, preview: PointsPreview, width: number, height: number): void {
  const colours = tokens('real', 'real-strong', 'fake', 'surface-raised', 'line-strong')
  const side = Math.min(width, height)
  const left = (width - side) / 2
  const top = (height - side) / 2
  context.fillStyle = colours['surface-raised']
  context.fillRect(0, 0, width, height)
  if (preview.surface) {
    context.imageSmoothingEnabled = true
    context.imageSmoothingQuality = 'high'
    context.drawImage(surfaceImage(preview.surface, colours), left, top, side, side)
  }

  const toX = (x: number) => left + (((x - preview.center[0]) / preview.extent + 1) * side) / 2
  const toY = (y: number) => top + ((1 - (y - preview.center[1]) / preview.extent) * side) / 2

  context.strokeStyle = colours['line-strong']
  context.globalAlpha = 0.7
  context.lineWidth = 0.5
  context.beginPath()
  const [originX, originY] = [toX(0), toY(0)]
  if (originX > left && originX < left + side) {
    context.moveTo(originX, top)
    context.lineTo(originX, top + side)
  }
  if (originY > top && originY < top + side) {
    context.moveTo(left, originY)
    context.lineTo(left + side, originY)
  }
  context.stroke()

  const radius = Math.max(0.9, side / 190)
  const plot = (points: Float32Array, mark: HTMLCanvasElement) => {
    const size = mark.width / MARK_SCALE
    for (let index = 0; index + 1 < points.length; index += 2)
      context.drawImage(mark, toX(points[index]!) - size / 2, toY(points[index + 1]!) - size / 2, size, size)
  }
  if (preview.real) plot(preview.real, markImage(radius * 1.15, colours['real-strong'], radius * 0.55, 0.8))
  plot(preview.fake, markImage(radius, colours.fake, null, 0.85))
}

/** Marks are drawn this much larger than they are shown, so that they stay crisp when the canvas is zoomed. */
const MARK_SCALE = 4

/** One disc, or one ring of `lineWidth`. Stamping a picture is far cheaper than filling one path of many arcs. */
function markImage(radius: number, colour: string, lineWidth: number | null, alpha: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  const size = Math.ceil((2 * radius + (lineWidth ?? 0) + 1) * MARK_SCALE)
  canvas.width = size
  canvas.height = size
  const context = canvas.getContext('2d')
  if (!context) return canvas
  context.globalAlpha = alpha
  context.beginPath()
  context.arc(size / 2, size / 2, radius * MARK_SCALE, 0, 2 * Math.PI)
  if (lineWidth === null) {
    context.fillStyle = colour
    context.fill()
  } else {
    context.strokeStyle = colour
    context.lineWidth = Math.max(0.5, lineWidth) * MARK_SCALE
    context.stroke()
  }
  return canvas
}

/** Warm where the critic's score is low, blue where it is high, the paper's colour between them. */
function surfaceImage(
  { side, scores }: NonNullable<PointsPreview['surface']>,
  colours: Record<'real' | 'fake' | 'surface-raised', string>,
): HTMLCanvasElement {
  const image = new ImageData(side, side)
  const [low, paper, high] = [rgbOf(colours.fake), rgbOf(colours['surface-raised']), rgbOf(colours.real)]
  let minimum = Number.POSITIVE_INFINITY
  let maximum = Number.NEGATIVE_INFINITY
  for (const score of scores) {
    if (score < minimum) minimum = score
    if (score > maximum) maximum = score
  }
  const span = maximum - minimum
  for (let index = 0; index < side * side; index++) {
    const place = span > 0 ? (2 * (scores[index]! - minimum)) / span - 1 : 0
    const end = place < 0 ? low : high
    // Never the full colour: the points lie on top.
    const share = Math.abs(place) * 0.34
    for (let channel = 0; channel < 3; channel++) {
      image.data[4 * index + channel] = paper[channel]! + (end[channel]! - paper[channel]!) * share
    }
    image.data[4 * index + 3] = 255
  }
  const canvas = document.createElement('canvas')
  canvas.width = side
  canvas.height = side
  canvas.getContext('2d')?.putImageData(image, 0, 0)
  return canvas
}

const TICK_HEIGHT_PX = 16

function paintHistogram(
  context: CanvasRenderingContext2D,
  preview: Extract<Preview, { type: 'histogram' }>,
  width: number,
  height: number,
): void {
  const colours = tokens(...PALETTE, 'surface-raised', 'line-strong', 'ink-3', 'font-sans')
  const floor = height - TICK_HEIGHT_PX
  const ceiling = 8
  const { minimum, maximum, series } = preview
  context.fillStyle = colours['surface-raised']
  context.fillRect(0, 0, width, height)
  const peak = Math.max(1e-9, ...series.map(({ shares }) => shares.reduce((most, share) => Math.max(most, share), 0)))
  const toX = (value: number) => ((value - minimum) / Math.max(1e-12, maximum - minimum)) * width
  const toY = (share: number) => floor - (share / peak) * (floor - ceiling)

  series.forEach(({ label, shares, mean }, index) => {
    const token = seriesToken(label, index)
    const outline = new Path2D()
    outline.moveTo(0, floor)
    shares.forEach((share, bin) => {
      outline.lineTo((bin * width) / shares.length, toY(share))
      outline.lineTo(((bin + 1) * width) / shares.length, toY(share))
    })
    outline.lineTo(width, floor)
    context.fillStyle = colours[token]
    context.globalAlpha = 0.22
    context.fill(outline)
    context.globalAlpha = 1
    if (token === 'fake') hatch(context, outline, colours.fake, width, floor)
    context.strokeStyle = colours[token]
    context.lineWidth = 1.25
    context.stroke(outline)
    if (mean >= minimum && mean <= maximum) {
      context.setLineDash([3, 2])
      context.lineWidth = 1
      context.beginPath()
      context.moveTo(toX(mean), 2)
      context.lineTo(toX(mean), floor)
      context.stroke()
      context.setLineDash([])
    }
  })

  context.fillStyle = colours['line-strong']
  context.fillRect(0, floor, width, 1)
  context.fillStyle = colours['ink-3']
  context.font = `10px ${colours['font-sans']}`
  context.textBaseline = 'middle'
  const ticks = [minimum, ...(minimum < 0 && maximum > 0 ? [0] : []), maximum]
  ticks.forEach((tick, index) => {
    const x = toX(tick)
    const near = index > 0 && index < ticks.length - 1 && (x < 40 || x > width - 40)
    if (near) return
    context.textAlign = index === 0 ? 'left' : index === ticks.length - 1 ? 'right' : 'center'
    context.fillText(tickText(tick), index === 0 ? x + 4 : index === ticks.length - 1 ? x - 4 : x, floor + 9)
  })
}

function hatch(context: CanvasRenderingContext2D, area: Path2D, colour: string, width: number, height: number): void {
  context.save()
  context.clip(area)
  context.globalAlpha = 0.4
  context.strokeStyle = colour
  context.lineWidth = 0.75
  context.beginPath()
  for (let x = -height; x < width; x += 5) {
    context.moveTo(x, height)
    context.lineTo(x + height, 0)
  }
  context.stroke()
  context.restore()
}

/** Three digits, with a true minus sign. */
export const tickText = (value: number): string => {
  const text =
    Math.abs(value) >= 1000 || (value !== 0 && Math.abs(value) < 0.001)
      ? value.toExponential(1)
      : String(Number(value.toPrecision(3)))
  return text.replace('-', '−')
}
