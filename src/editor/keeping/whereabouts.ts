/**
 * @file Where one was: what was seen of the canvas, inside which network, and what was selected. It belongs to the tab, and a reload
 * brings it back; the browser keeps the last one of all tabs as well, for a tab that crashed and was opened anew.
 */
import { z } from 'zod'
import type { Editor } from '../store'
import { quietly } from './quietly'

const KEY = 'ganvas.whereabouts'

const whereaboutsSchema = z.object({
  /** The entry of autosave, and the name of its document. */
  entry: z.string(),
  name: z.string(),
  entered: z.string().nullable(),
  nodes: z.array(z.string()),
  wires: z.array(z.string()),
  /** What moves and scales the canvas, px; `null` until it was looked at. */
  view: z
    .object({
      x: z.number(),
      y: z.number(),
      zoom: z.number().positive(),
      /** How large the canvas was, px: in a much larger or smaller one the same view shows little. */
      canvas: z.object({ widthPx: z.number(), heightPx: z.number() }).optional(),
    })
    .nullable(),
})
type WhereaboutsText = z.infer<typeof whereaboutsSchema>
export type View = NonNullable<WhereaboutsText['view']>

export interface Whereabouts {
  /** What was seen before the page was left; `null` when there is nothing to go back to. */
  readonly view: View | null
  /** Notes what is seen now. */
  see(view: View): void
}

interface WhereaboutsOptions {
  local: Pick<Storage, 'getItem' | 'setItem'>
  session: Pick<Storage, 'getItem' | 'setItem'>
  /** The entry of autosave that this tab writes. */
  entry(): string
  /** Quiet time before a change is written. */
  delayMs?: number
}

const read = (storage: Pick<Storage, 'getItem'>): WhereaboutsText | null =>
  quietly(() => whereaboutsSchema.parse(JSON.parse(storage.getItem(KEY) ?? 'null')), null)

/** Brings the editor back to where it was, if its document is still the same one, and follows it from then on. */
export function keepWhereabouts(
  editor: Editor,
  { local, session, entry, delayMs = 300 }: WhereaboutsOptions,
): Whereabouts {
  const document = editor.document()
  const own = read(session)
  const last = read(local)
  const before = own?.name === document.name ? own : last?.entry === entry() ? last : null
  let view: View | null = before?.view ?? null
  if (before) {
    if (before.entered !== null) editor.enter(before.entered)
    editor.select({
      nodes: before.nodes.filter((node) => node in document.nodes),
      wires: before.wires.filter((wire) => wire in document.wires),
    })
  }

  let timer: ReturnType<typeof setTimeout> | undefined
  const write = () => {
    clearTimeout(timer)
    timer = undefined
    const { selection, entered, history } = editor.getState()
    const now: WhereaboutsText = {
      entry: entry(),
      name: history.document.name,
      entered,
      nodes: [...selection.nodes],
      wires: [...selection.wires],
      view,
    }
    for (const storage of [session, local]) quietly(() => storage.setItem(KEY, JSON.stringify(now)), undefined)
  }
  const soon = () => {
    timer ??= setTimeout(write, delayMs)
  }
  editor.store.subscribe(({ selection, entered, history }, past) => {
    const same = selection === past.selection && entered === past.entered && history === past.history
    if (!same) soon()
  })
  if (typeof window !== 'undefined') window.addEventListener('pagehide', () => timer !== undefined && write())
  return {
    view: before?.view ?? null,
    see(seen) {
      view = seen
      soon()
    },
  }
}
