/** @file How large the regions are: as suits the window, until somebody moves an edge. It belongs to the person, not to the document. */
import { useEffect, useState, useSyncExternalStore } from 'react'
import { z } from 'zod'
import { kept } from './kept'

const KEY = 'ganvas.layout'

const layoutSchema = z.object({
  paletteWidth: z.number().min(140).max(400),
  inspectorWidth: z.number().min(220).max(560),
  bottomHeight: z.number().min(120).max(700),
  /** Problems get this share of the bottom, Training the rest. */
  problemsShare: z.number().min(0.2).max(0.8),
  bottomOpen: z.boolean(),
})

/** What somebody has moved; the rest follows the window. */
const movedSchema = layoutSchema.partial()

export type Layout = z.infer<typeof layoutSchema>

/** Fits 1280 × 720, and leaves the canvas most of any screen. */
const initial = (): Layout => {
  const large = innerWidth >= 2600
  const roomy = innerWidth >= 1600
  const narrow = innerWidth < 1400
  // A tablet, held upright.
  const upright = innerWidth < 1000
  return {
    paletteWidth: large ? 280 : roomy ? 224 : upright ? 164 : narrow ? 176 : 196,
    inspectorWidth: large ? 440 : roomy ? 340 : upright ? 240 : narrow ? 264 : 292,
    bottomHeight: large ? 360 : innerHeight >= 900 ? 248 : innerHeight >= 800 ? 206 : 180,
    problemsShare: upright ? 0.4 : narrow ? 0.3 : 0.36,
    bottomOpen: true,
  }
}

function read(): Partial<Layout> {
  try {
    const parsed = movedSchema.safeParse(JSON.parse(kept.getItem(KEY) ?? 'null'))
    return parsed.success ? (parsed.data as Partial<Layout>) : {}
  } catch {
    return {}
  }
}

const onResize = (changed: () => void) => {
  addEventListener('resize', changed)
  return () => removeEventListener('resize', changed)
}

export function useLayout(): [Layout, (change: Partial<Layout>) => void] {
  // As text, which stays the same between two thresholds.
  const first = useSyncExternalStore(onResize, () => JSON.stringify(initial()))
  const [moved, setMoved] = useState(read)
  useEffect(() => {
    const timer = setTimeout(() => {
      try {
        kept.setItem(KEY, JSON.stringify(moved))
      } catch {
        // Without storage the regions start at their first sizes again.
      }
    }, 300)
    return () => clearTimeout(timer)
  }, [moved])
  return [{ ...(JSON.parse(first) as Layout), ...moved }, (change) => setMoved((before) => ({ ...before, ...change }))]
}
