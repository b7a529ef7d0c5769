/** @file Favourites and recent kinds: which are kept, in which order, and where they stand. */
import { describe, expect, it } from 'vitest'
import { DEFAULT_PREFERENCES, type Preferences } from '../keeping/preferences'
import type { Editor } from '../store'
import { kindItems, kindSections, MOST_RECENT, noteKindUse, preferredKinds, toggleFavourite } from './kind-choice'

function withPreferences() {
  let preferences: Preferences = DEFAULT_PREFERENCES
  const editor = {
    getState: () => ({ preferences }),
    setPreferences: (patch: Partial<Preferences>) => {
      preferences = { ...preferences, ...patch }
    },
  } as unknown as Editor
  return { editor, preferences: () => preferences }
}

describe('the choice of kinds', () => {
  it('keeps the last used, each once, the latest first', () => {
    const { editor, preferences } = withPreferences()
    for (const kind of ['dense', 'conv2d', 'dense', 'add', 'flatten', 'reshape', 'pad', 'crop'])
      noteKindUse(editor, kind)
    expect(preferences().recentKinds).toEqual(['crop', 'pad', 'reshape', 'flatten', 'add', 'dense'])
    expect(preferences().recentKinds).toHaveLength(MOST_RECENT)
  })

  it('puts favourites, then recent ones, before the groups, and tells them once', () => {
    const { editor, preferences } = withPreferences()
    noteKindUse(editor, 'dense')
    noteKindUse(editor, 'conv2d')
    toggleFavourite(editor, 'dense')
    expect(preferredKinds(preferences())).toEqual(['dense', 'conv2d'])
    const [favourites, recent, first] = kindSections(kindItems, preferences())
    expect(favourites).toMatchObject({ group: 'Favourites', items: [{ id: 'dense' }] })
    expect(recent).toMatchObject({ group: 'Recent', items: [{ id: 'conv2d' }] })
    expect(first?.group).toBe('Sources')
    toggleFavourite(editor, 'dense')
    expect(preferences().favouriteKinds).toEqual([])
  })
})
