/**
 * @file How large a node is drawn and where its ports are, as arithmetic. Nothing is measured: sizes follow from the ports
 * alone, so a frame fits its children before anything is on the screen, wires meet their ports in the first frame that is
 * painted, and tests need no browser. The style sheet of the canvas draws to these numbers.
 */
import type { GraphDocument, NodeId } from '../../graph/document'
import { FRAME_PADDING_PX } from '../../graph/frame'
import type { Role } from '../../graph/queries'

export interface Point {
  x: number
  y: number
}

export interface Size {
  width: number
  height: number
}

export interface Rect extends Point, Size {}

/** How a node is drawn. It follows from the role of its kind, never from the kind. */
export type Look = 'card' | 'boundary' | 'preview' | 'frame' | 'box'

/** A network is drawn as a frame around its layers, or closed, as a box. */
export const isNetworkLook = (look: Look): look is 'frame' | 'box' => look === 'frame' || look === 'box'

export function lookOf(role: Role): Look {
  switch (role) {
    case 'network':
      return 'frame'
    case 'input':
      return 'boundary'
    case 'output':
    case 'preview':
      return 'preview'
    default:
      return 'card'
  }
}

export const CARD_WIDTH_PX = 152
export const BOUNDARY_WIDTH_PX = 104
/** Width in which a preview is drawn. */
export const PREVIEW_SIZE_PX = 192
const PREVIEW_WIDTH_PX = PREVIEW_SIZE_PX + 16
/** Pictures and points are square, histograms lower; below them stands a legend. As `PreviewView` draws them. */
const HISTOGRAM_SHARE = 0.58
const LEGEND_HEIGHT_PX = 20
export const HEADER_HEIGHT_PX = 34
/** One port on the left and one on the right. */
export const ROW_HEIGHT_PX = 22
const SUMMARY_LINE_PX = 15
/** About as many letters as a line of a card's summary holds. A summary takes two lines at most. */
const SUMMARY_LETTERS = 24
/** Of a line about weights and work. */
const FACTS_HEIGHT_PX = 14
const BOTTOM_PX = 6
export const FRAME_HEADER_HEIGHT_PX = 42
/** What is left of an empty frame. */
const EMPTY_FRAME: Size = { width: 320, height: 140 }
const LEAST_FRAME_WIDTH_PX = 280
/** Between a frame's ports and its topmost node. */
const BELOW_PORTS_PX = 18

export interface PortCounts {
  inputs: number
  outputs: number
  calls: number
}

export type PreviewForm = 'square' | 'histogram'

/** Rows of ports: for each call as many as its longer side has. */
export const rowsOf = ({ inputs, outputs, calls }: PortCounts): number => Math.max(inputs, outputs) * calls

export interface Content {
  ports: PortCounts
  summary: string
  /** A line about weights and work stands below. */
  facts: boolean
  /** Those that are drawn in it. */
  previews: readonly PreviewForm[]
}

export const BOX_WIDTH_PX = 232
const BOX_FACTS_HEIGHT_PX = 38
const BOX_PADDING_PX = 10
const BOX_GAP_PX = 8

/** Width of each of the pictures that a closed network shows. */
export const boxPreviewSize = (count: number): number =>
  count <= 1 ? 148 : Math.floor((BOX_WIDTH_PX - 2 * BOX_PADDING_PX - (count - 1) * BOX_GAP_PX) / count)

const previewHeight = (form: PreviewForm, sizePx: number): number =>
  Math.round(sizePx * (form === 'histogram' ? HISTOGRAM_SHARE : 1)) + LEGEND_HEIGHT_PX

/** Size of any node but an open frame. */
export function sizeOf(look: Exclude<Look, 'frame'>, { ports, summary, facts, previews }: Content): Size {
  const rows = HEADER_HEIGHT_PX + Math.max(1, rowsOf(ports)) * ROW_HEIGHT_PX
  switch (look) {
    case 'card': {
      const lines = summary.length > SUMMARY_LETTERS ? 2 : 1
      return {
        width: CARD_WIDTH_PX,
        height: rows + lines * SUMMARY_LINE_PX + (facts ? FACTS_HEIGHT_PX : 0) + 2 + BOTTOM_PX,
      }
    }
    case 'boundary':
      return { width: BOUNDARY_WIDTH_PX, height: rows + BOTTOM_PX }
    case 'preview':
      return {
        width: PREVIEW_WIDTH_PX,
        height: rows + previewHeight(previews[0] ?? 'square', PREVIEW_SIZE_PX) + BOTTOM_PX,
      }
    case 'box': {
      const sizePx = boxPreviewSize(previews.length)
      const picture = Math.max(0, ...previews.map((form) => previewHeight(form, sizePx)))
      return { width: BOX_WIDTH_PX, height: rows + BOX_FACTS_HEIGHT_PX + picture + BOTTOM_PX }
    }
  }
}

/** Height of a port above the top of its node. `row` counts through all calls. */
export const portY = (look: Look, row: number): number =>
  (look === 'frame' ? FRAME_HEADER_HEIGHT_PX : HEADER_HEIGHT_PX) + (row + 0.5) * ROW_HEIGHT_PX

/** Smallest rectangle around all; `null` around nothing. */
export function boundsOf(rects: readonly Rect[]): Rect | null {
  if (rects.length === 0) return null
  const x = Math.min(...rects.map((rect) => rect.x))
  const y = Math.min(...rects.map((rect) => rect.y))
  const right = Math.max(...rects.map((rect) => rect.x + rect.width))
  const bottom = Math.max(...rects.map((rect) => rect.y + rect.height))
  return { x, y, width: right - x, height: bottom - y }
}

/**
 * The frame around `children`, relative to the origin of their positions (the network's own position): it hugs them on
 * all four sides, with room above for its header and `rows` of ports.
 */
export function frameRect(children: readonly Rect[], rows: number): Rect {
  const head = FRAME_HEADER_HEIGHT_PX + rows * ROW_HEIGHT_PX
  const bounds = boundsOf(children)
  if (!bounds) return { x: 0, y: 0, width: EMPTY_FRAME.width, height: head + EMPTY_FRAME.height }
  const { left, right, bottom } = FRAME_PADDING_PX
  return {
    x: bounds.x - left,
    y: bounds.y - BELOW_PORTS_PX - head,
    width: Math.max(bounds.width + left + right, LEAST_FRAME_WIDTH_PX),
    height: bounds.height + BELOW_PORTS_PX + head + bottom,
  }
}

export const contains = (rect: Rect, point: Point, marginPx = 0): boolean =>
  point.x >= rect.x - marginPx &&
  point.y >= rect.y - marginPx &&
  point.x <= rect.x + rect.width + marginPx &&
  point.y <= rect.y + rect.height + marginPx

export const overlap = (a: Rect, b: Rect): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

/** The rectangle with a margin around it. */
export const grown = ({ x, y, width, height }: Rect, by: number): Rect => ({
  x: x - by,
  y: y - by,
  width: width + 2 * by,
  height: height + 2 * by,
})

export const centreOf = (rect: Rect): Point => ({ x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 })

/** Position on the canvas of what is `position` inside the frame of `parent`. */
export function absolutePosition(document: GraphDocument, position: Point, parent: NodeId | undefined): Point {
  const frame = parent === undefined ? undefined : document.nodes[parent]
  return frame ? { x: frame.position.x + position.x, y: frame.position.y + position.y } : position
}
