/** @file The nodes of a picture, to the same numbers as the canvas: cards, boundaries, previews, closed networks, and frames. */
import { boxPreviewSize, HEADER_HEIGHT_PX, PREVIEW_SIZE_PX, type Rect, ROW_HEIGHT_PX } from '../../editor/flow/geometry'
import type { FrameView, NodeView, PortView } from '../../editor/flow/view'
import { countText } from '../../lib/quantities'
import type { Preview } from '../../train/preview'
import { paintPreview } from '../preview/paint'
import type { Pen } from './pen'

const PORT_RADIUS_PX = 5
/** Histograms are this much lower than wide, as on the canvas. */
const HISTOGRAM_SHARE = 0.58

const toneOf = ({ tone, frozen }: FrameView): string => (frozen ? 'frozen' : `network-${tone}`)

const SIDE_TEXT = { player: 'player', critic: 'critic', neutral: null } as const

/** An open network: a tinted ground with its name, its side and its size. */
export function paintFrame(pen: Pen, { x, y, width, height }: Rect, view: NodeView): void {
  const { frame } = view
  if (!frame) return
  const tone = toneOf(frame)
  pen.box(x, y, width, height, 14, {
    fill: pen.mixed(tone, 0.05, 'surface-canvas'),
    stroke: pen.mixed(tone, 0.55, 'surface-canvas'),
    lineWidth: 1.5,
    dash: frame.frozen ? [6, 4] : [],
  })
  const facts = [frame.frozen ? 'frozen' : null, SIDE_TEXT[frame.side], `${countText(frame.parameters)} parameters`]
  const factsWidth = pen.text(facts.filter(Boolean).join(' · '), x + width - 16, y + 21, {
    sizePx: 12,
    colour: pen.colour('ink-2'),
    align: 'right',
  })
  pen.text(view.title, x + 16, y + 21, {
    sizePx: 14,
    weight: 620,
    colour: pen.colour(tone),
    room: width - factsWidth - 48,
  })
  paintPorts(pen, { x, y, width, height }, view)
}

/** What an output shows now, and the form that it will have. */
export type Shown = (node: string) => { preview: Preview | undefined; isHistogram: boolean }

/** Any other node. */
export function paintNode(pen: Pen, id: string, rect: Rect, view: NodeView, shown: Shown): void {
  const { x, y, width, height } = rect
  const tone = view.frame ? toneOf(view.frame) : `family-${view.family}`
  const edge = view.problem ? view.problem.severity : null
  pen.context.globalAlpha = 1
  pen.box(x, y, width, height, view.frame ? 10 : 8, {
    fill: pen.colour('surface-raised'),
    stroke: edge ? pen.colour(edge) : view.frame ? pen.mixed(tone, 0.7, 'surface-raised') : pen.colour('line-strong'),
    lineWidth: view.frame ? 1.5 : 1,
    dash: view.bypassed || view.frame?.frozen ? [5, 4] : [],
  })
  paintMark(pen, rect, tone)
  const muted = view.bypassed ? 'ink-3' : 'ink'
  const titleWidth = pen.text(view.title, x + 34, y + HEADER_HEIGHT_PX / 2, {
    sizePx: 12,
    weight: 600,
    colour: pen.colour(muted),
    room: width - 42,
  })
  const idColour = pen.colour('ink-3')
  if (view.look === 'preview' && width - titleWidth > 70)
    pen.text(id, x + width - 8, y + HEADER_HEIGHT_PX / 2, {
      sizePx: 9.5,
      mono: true,
      colour: idColour,
      align: 'right',
      room: width - titleWidth - 48,
    })
  if (view.look === 'card' && view.inputs.every(({ label }) => label === null))
    pen.text(id, x + 14, y + HEADER_HEIGHT_PX + ROW_HEIGHT_PX / 2, {
      sizePx: 9.5,
      mono: true,
      colour: idColour,
      room: 58,
    })
  paintPorts(pen, rect, view)
  if (view.look === 'card') paintSummary(pen, rect, view)
  if (view.look === 'preview') {
    const [input] = view.inputs
    if (input?.shape)
      pen.text(input.shape, x + width - 12, y + input.y, { sizePx: 10, colour: pen.colour('ink-2'), align: 'right' })
    paintPicture(
      pen,
      x + (width - PREVIEW_SIZE_PX) / 2,
      y + HEADER_HEIGHT_PX + ROW_HEIGHT_PX,
      PREVIEW_SIZE_PX,
      shown(id),
    )
  }
  if (view.frame) paintBox(pen, rect, view, view.frame, shown)
}

/** The family's colour: a bar on the left edge, and a sign before the title. */
function paintMark(pen: Pen, { x, y, width, height }: Rect, tone: string): void {
  const { context } = pen
  context.save()
  context.beginPath()
  context.roundRect(x, y, width, height, 8)
  context.clip()
  context.fillStyle = pen.colour(tone)
  context.fillRect(x, y, 4, height)
  context.restore()
  pen.box(x + 10, y + 7, 20, 20, 5, { fill: pen.mixed(tone, 0.14, 'surface-raised') })
  pen.box(x + 16, y + 13, 8, 8, 2.5, { fill: pen.colour(tone) })
}

function paintSummary(pen: Pen, { x, y, width, height }: Rect, { summary, facts }: NodeView): void {
  const room = width - 22
  const [first = '', second = ''] = linesOf(pen, summary, room)
  const bottom = y + height - (facts === null ? 6 : 20)
  const look = { sizePx: 10.5, colour: pen.colour('ink-2'), room }
  if (second) pen.text(first, x + 14, bottom - 22, look)
  pen.text(second || first, x + 14, bottom - 7.5, look)
  if (facts !== null)
    pen.text(facts.startsWith('0 ') ? 'no weights' : facts, x + 14, y + height - 13, {
      sizePx: 9.5,
      colour: pen.colour('ink-3'),
      room,
    })
}

/** Two lines at most, broken between words. */
function linesOf(pen: Pen, text: string, room: number): string[] {
  pen.context.font = `400 10.5px ${pen.colour('font-sans')}`
  const words = text.split(' ')
  let count = words.length
  while (count > 1 && pen.context.measureText(words.slice(0, count).join(' ')).width > room) count--
  return [words.slice(0, count).join(' '), words.slice(count).join(' ')]
}

function paintPorts(pen: Pen, { x, y, width }: Rect, view: NodeView): void {
  const paint = (port: PortView, isOutput: boolean) => {
    const centre = x + (isOutput ? width : 0)
    const colour = pen.colour(port.error ? 'error' : 'line-control')
    pen.box(
      centre - PORT_RADIUS_PX,
      y + port.y - PORT_RADIUS_PX,
      2 * PORT_RADIUS_PX,
      2 * PORT_RADIUS_PX,
      PORT_RADIUS_PX,
      {
        fill: port.wired ? colour : pen.colour('surface-raised'),
        stroke: colour,
        lineWidth: 2,
      },
    )
    const words = [port.label, port.call === null ? null : `@${port.call}`, isOutput ? port.shape : null]
    pen.text(words.filter(Boolean).join('  '), isOutput ? centre - 12 : centre + 12, y + port.y, {
      sizePx: 10,
      colour: pen.colour('ink-2'),
      align: isOutput ? 'right' : 'left',
      room: Math.max(40, width - 20),
    })
  }
  for (const port of view.inputs) paint(port, false)
  for (const port of view.outputs) paint(port, true)
}

function paintBox(
  pen: Pen,
  { x, y, width }: Rect,
  { inputs, outputs }: NodeView,
  frame: FrameView,
  shown: Shown,
): void {
  const lastPortY = Math.max(HEADER_HEIGHT_PX + ROW_HEIGHT_PX / 2, ...[...inputs, ...outputs].map((port) => port.y))
  const top = y + lastPortY + ROW_HEIGHT_PX / 2
  const look = { sizePx: 10.5, colour: pen.colour('ink-2'), room: width - 24 }
  pen.text(`${frame.layers} · ${countText(frame.parameters)} parameters`, x + 12, top + 8, look)
  pen.text(frame.training, x + 12, top + 23, look)
  const sizePx = boxPreviewSize(frame.outputs.length)
  const total = frame.outputs.length * sizePx + (frame.outputs.length - 1) * 8
  frame.outputs.forEach((output, index) => {
    paintPicture(pen, x + (width - total) / 2 + index * (sizePx + 8), top + 38, sizePx, shown(output))
  })
}

/** What an output shows; an empty ground while it shows nothing. */
function paintPicture(
  pen: Pen,
  x: number,
  y: number,
  sizePx: number,
  { preview, isHistogram }: ReturnType<Shown>,
): void {
  const heightPx = isHistogram ? Math.round(sizePx * HISTOGRAM_SHARE) : sizePx
  const { context } = pen
  if (preview) {
    const picture = document.createElement('canvas')
    paintPreview(picture, preview, sizePx, heightPx)
    context.imageSmoothingEnabled = preview.type !== 'image'
    context.imageSmoothingQuality = 'high'
    context.drawImage(picture, x, y, sizePx, heightPx)
  }
  pen.box(x, y, sizePx, heightPx, 4, {
    ...(!preview && { fill: pen.colour('surface-sunken') }),
    stroke: pen.colour('line'),
  })
}
