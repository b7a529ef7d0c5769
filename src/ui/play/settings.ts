/** @file How samples are drawn and steered, and the rows that come of it. Kept while the page is open, so that closing the dialog loses nothing. */
import type { Plan, ValueName } from '../../compile/plan'
import { axis, moveAlong, truncate } from '../../train/latent'
import { drawRows, type GivenRows, oneHot, type Playable, type PlaySamples, previewKey } from '../../train/play'

/** A sample that was set aside, with the rows that it is made of. */
export interface Pin {
  /** A letter: A, B, … */
  name: string
  rows: GivenRows
  /** As it was when it was pinned. */
  sample: PlaySamples
}

export interface Settings {
  /** Which draw: 0 is that of the preview. */
  draw: number
  /** Class of all samples; `null`: as drawn. */
  label: number | null
  /** Of the truncation, 0 … 1. */
  psi: number
  /** The latent that the sliders move. */
  latent: ValueName
  ways: 'principal' | 'axes'
  amounts: readonly number[]
}

/** Samples that are shown at once. */
export const SHOWN = 24
/** Sliders. */
export const DIRECTIONS = 6
/** Furthest that a slider goes, in numbers of the latent: three standard deviations. */
export const LATENT_REACH = 3
/** Pins, so that each has a letter and a strip stays legible. */
export const MOST_PINS = 6

const firstSettings = ({ latents }: Playable): Settings => ({
  draw: 0,
  label: null,
  psi: 1,
  latent: latents[0]!.value,
  ways: 'principal',
  amounts: [],
})

/** The rows that are shown: drawn, then nearer to the middle, then moved. `principal`: the directions, once they are known. */
export function steeredRows(
  plan: Plan,
  found: Playable,
  { draw, label, psi, latent, ways, amounts }: Settings,
  principal: readonly Float32Array[],
): GivenRows {
  const drawn = drawRows(plan, found, SHOWN, draw === 0 ? previewKey(plan) : ['play', plan.seed, draw])
  const steered: Record<ValueName, Float32Array<ArrayBuffer>> = { ...drawn }
  for (const { value, size } of found.latents) {
    const near = psi === 1 ? drawn[value]! : truncate(drawn[value]!, psi)
    const directions = ways === 'principal' ? principal : amounts.map((_, index) => axis(size, index))
    steered[value] = value === latent ? moveAlong(near, directions, amounts) : near
  }
  if (label !== null)
    for (const { value, size } of found.labels)
      if (label < size) steered[value] = oneHot(new Array<number>(SHOWN).fill(label), size)
  return steered
}

/** What was set and pinned, by output and document. */
const kept = new Map<string, { settings: Settings; pins: readonly Pin[] }>()

/** Pins are of use only while what they are made of still fits. */
const fits = (found: Playable, { rows }: Pin): boolean =>
  [...found.latents, ...found.labels].every(({ value, size }) => rows[value]?.length === size)

export function recall(key: string, found: Playable): { settings: Settings; pins: readonly Pin[] } {
  const known = kept.get(key)
  const settings =
    known && found.latents.some(({ value }) => value === known.settings.latent) ? known.settings : firstSettings(found)
  return { settings, pins: known?.pins.filter((pin) => fits(found, pin)) ?? [] }
}

export const remember = (key: string, settings: Settings, pins: readonly Pin[]): void => {
  kept.set(key, { settings, pins })
}
