/** @file A 2-D context with the tokens of a theme: colours by name, letters in the page's own faces, text that stays inside its room. */
import { type ResolvedTheme, rgbOf } from '../theme'

export interface Pen {
  context: CanvasRenderingContext2D
  /** A token of theme.css, without the dashes. */
  colour(token: string): string
  /** `share` of one colour and the rest of another, 0 … 1. */
  mixed(token: string, share: number, other: string): string
  /** Text at a baseline's middle, cut with an ellipsis where it is wider than its room, px. Answers its width. */
  text(text: string, x: number, y: number, options: TextOptions): number
  /** A rectangle with round corners: filled, lined or both. */
  box(x: number, y: number, width: number, height: number, radius: number, look: BoxLook): void
}

interface TextOptions {
  sizePx: number
  colour: string
  weight?: number
  mono?: boolean
  align?: 'left' | 'right' | 'center'
  room?: number
}

interface BoxLook {
  fill?: string
  stroke?: string
  lineWidth?: number
  /** Of all of it, 0 … 1. */
  fillAlpha?: number
  strokeAlpha?: number
  dash?: readonly number[]
}

/** Paints while the page's colours are those of `theme`. Nothing is shown of it: the page has its own again before it is drawn. */
export function inTheme(theme: ResolvedTheme, paint: () => void): void {
  const { dataset } = document.documentElement
  const { theme: before } = dataset
  dataset.theme = theme
  try {
    paint()
  } finally {
    if (before === undefined) delete dataset.theme
    else dataset.theme = before
  }
}

/** Reads the tokens that are in force now. */
export function penOn(context: CanvasRenderingContext2D): Pen {
  const style = getComputedStyle(document.documentElement)
  const known = new Map<string, string>()
  const colour = (token: string) => {
    const value = known.get(token) ?? style.getPropertyValue(`--${token}`).trim()
    known.set(token, value)
    return value
  }
  const cut = (text: string, room: number) => {
    if (context.measureText(text).width <= room) return text
    let length = text.length
    while (length > 1 && context.measureText(`${text.slice(0, length)}…`).width > room) length--
    return `${text.slice(0, length).trimEnd()}…`
  }
  return {
    context,
    colour,
    mixed(token, share, other) {
      const [first, second] = [rgbOf(colour(token)), rgbOf(colour(other))]
      return `rgb(${first.map((value, index) => Math.round(value * share + second[index]! * (1 - share))).join(' ')})`
    },
    text(text, x, y, { sizePx, colour: fill, weight = 400, mono = false, align = 'left', room = Infinity }) {
      context.font = `${weight} ${sizePx}px ${colour(mono ? 'font-mono' : 'font-sans')}`
      context.textBaseline = 'middle'
      context.textAlign = align
      context.fillStyle = fill
      const shown = cut(text, room)
      context.fillText(shown, x, y)
      return context.measureText(shown).width
    },
    box(x, y, width, height, radius, { fill, stroke, lineWidth = 1, fillAlpha = 1, strokeAlpha = 1, dash = [] }) {
      context.beginPath()
      context.roundRect(x, y, width, height, radius)
      if (fill) {
        context.globalAlpha = fillAlpha
        context.fillStyle = fill
        context.fill()
      }
      if (stroke) {
        context.globalAlpha = strokeAlpha
        context.strokeStyle = stroke
        context.lineWidth = lineWidth
        context.setLineDash([...dash])
        context.stroke()
        context.setLineDash([])
      }
      context.globalAlpha = 1
    },
  }
}
