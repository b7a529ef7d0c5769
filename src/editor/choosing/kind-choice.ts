/** @file Kinds as people choose them: as items of a search, with those they marked as favourites and those they used last. */
import { type AnyKind, kinds } from '../../graph/kinds'
import type { Preferences } from '../keeping/preferences'
import type { Editor } from '../store'
import type { Searchable } from './search'

/** So many of the last used are offered. */
export const MOST_RECENT = 6

export interface KindItem extends Searchable {
  kind: AnyKind
}

/** All kinds, in the order of the palette. */
export const kindItems: readonly KindItem[] = kinds.map((kind) => ({
  id: kind.kind,
  title: kind.title,
  detail: kind.summary,
  group: kind.group,
  keywords: kind.keywords ?? [],
  kind,
}))

/** Remembers that a kind was put on the canvas. */
export function noteKindUse(editor: Editor, kind: string): void {
  const { recentKinds } = editor.getState().preferences
  if (recentKinds[0] === kind) return
  editor.setPreferences({ recentKinds: [kind, ...recentKinds.filter((other) => other !== kind)].slice(0, MOST_RECENT) })
}

/** Marks a kind as a favourite, or takes the mark away. */
export function toggleFavourite(editor: Editor, kind: string): void {
  const { favouriteKinds } = editor.getState().preferences
  const chosen = !favouriteKinds.includes(kind)
  editor.setPreferences({
    favouriteKinds: chosen ? [...favouriteKinds, kind] : favouriteKinds.filter((other) => other !== kind),
  })
}

/** Ids that come first among equals: favourites, then the last used. */
export const preferredKinds = ({ favouriteKinds, recentKinds }: Preferences): string[] => [
  ...new Set([...favouriteKinds, ...recentKinds]),
]

/** The items under the headings of a list that nothing was typed into: favourites and recent ones on top, each item once more below. */
export function kindSections<Item extends Searchable>(
  items: readonly Item[],
  { favouriteKinds, recentKinds }: Preferences,
): { group: string; items: Item[] }[] {
  const named = (ids: readonly string[]) => ids.flatMap((id) => items.find((item) => item.id === id) ?? [])
  const groups = [...new Set(items.map(({ group }) => group))]
  return [
    { group: 'Favourites', items: named(favouriteKinds) },
    { group: 'Recent', items: named(recentKinds.filter((id) => !favouriteKinds.includes(id))) },
    ...groups.map((group) => ({ group, items: items.filter((item) => item.group === group) })),
  ].filter((section) => section.items.length > 0)
}
