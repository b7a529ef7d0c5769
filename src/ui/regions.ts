/** @file Puts the keyboard into a part of the page: where it was there the last time, else on the first thing that takes it. */
import { REGIONS, type Region } from '../editor/commands/command'
import { editor } from './editor'

const FOCUSABLE =
  'input:not([type="hidden"]), select, textarea, button:not([disabled]), a[href], [tabindex]:not([tabindex="-1"])'

const last = new Map<Region, WeakRef<HTMLElement>>()

const elementOf = (region: Region): HTMLElement | null =>
  document.querySelector<HTMLElement>(`section[aria-label="${region}"]`)

const regionAround = (element: Element | null): Region | null => {
  const label = element?.closest('section[aria-label]')?.getAttribute('aria-label')
  return REGIONS.map(([, region]) => region).find((region) => region === label) ?? null
}

document.addEventListener('focusin', ({ target }) => {
  const region = target instanceof HTMLElement ? regionAround(target) : null
  if (region) last.set(region, new WeakRef(target as HTMLElement))
})

const isUsable = (element: HTMLElement | undefined): element is HTMLElement =>
  element?.isConnected === true && element.checkVisibility() && !(element as HTMLButtonElement).disabled

/** Goes to a region by its name, or so many regions on, and says its name to screen readers. */
export function focusRegion(where: Region | 1 | -1): void {
  const names = REGIONS.map(([, region]) => region)
  const present = regionAround(document.activeElement)
  const start = present === null ? (where === -1 ? 0 : -1) : names.indexOf(present)
  const order =
    typeof where === 'string'
      ? [where]
      : names.map((_, index) => names[(start + where * (index + 1) + names.length * 2) % names.length]!)
  for (const region of order) {
    const element = elementOf(region)
    if (!element) continue
    const candidates = [...element.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(isUsable)
    // The selected node is what keys on the canvas are about.
    const selected = region === 'Canvas' ? element.querySelector<HTMLElement>('.react-flow__node.selected') : null
    const content = candidates.find((candidate) => candidate.closest('header') === null)
    const target = selected ?? [last.get(region)?.deref()].find(isUsable) ?? content ?? candidates[0]
    if (!target) continue
    target.focus()
    editor.announce(region)
    return
  }
}
