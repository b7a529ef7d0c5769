/**
 * @file What people like the editor to be, kept in the browser and never in a document. Each preference stands for itself: one that
 * cannot be read falls back to its default and leaves the others alone.
 */
import { z } from 'zod'
import { BACKENDS } from '../../train/protocol'
import { quietly } from './quietly'

const KEY = 'ganvas.preferences'

export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

const preferencesSchema = z.object({
  theme: z.enum(THEMES).catch('system'),
  backendChoice: z.enum(BACKENDS).catch('auto'),
  /** Previews show the moving average of the weights where a network has one. */
  showEma: z.boolean().catch(true),
  /** What a drag on empty canvas does: draw a box around nodes, or move the canvas. */
  dragStyle: z.enum(['select', 'pan']).catch('select'),
  /** What the plain wheel does. Ctrl-wheel and pinch always zoom. */
  wheelStyle: z.enum(['pan', 'zoom']).catch('pan'),
  /** What is moved keeps to the grid. */
  snap: z.boolean().catch(false),
  /** Kinds of nodes with a star, in the order in which they got it. */
  favouriteKinds: z.array(z.string()).catch([]),
  /** Kinds that were put on the canvas last, the latest first. */
  recentKinds: z.array(z.string()).catch([]),
  /** Groups of the palette that are folded. */
  foldedGroups: z.array(z.string()).catch([]),
  /** The tour was taken, or declined: it is not offered again. */
  tourDone: z.boolean().catch(false),
  /** Nodes show how fast their weights move and how many of their units are dead. */
  heat: z.boolean().catch(false),
  /** What the colour and the figure of heat are of. */
  heatMeasure: z.enum(['update', 'gradient']).catch('update'),
  /** The inspector of a layer shows what it gives. */
  lookInside: z.boolean().catch(false),
  /** What is dragged snaps to the edges and the middles of its neighbours. */
  guides: z.boolean().catch(true),
  /** The small map of the whole graph, while some of the graph is out of view. */
  minimap: z.boolean().catch(true),
})

export type Preferences = z.infer<typeof preferencesSchema>

export const DEFAULT_PREFERENCES: Preferences = preferencesSchema.parse({})

export const readPreferences = (storage: Pick<Storage, 'getItem'>): Preferences =>
  quietly(() => preferencesSchema.parse(JSON.parse(storage.getItem(KEY) ?? '{}')), DEFAULT_PREFERENCES)

export const writePreferences = (storage: Pick<Storage, 'setItem'>, preferences: Preferences): void =>
  quietly(() => storage.setItem(KEY, JSON.stringify(preferences)), undefined)
