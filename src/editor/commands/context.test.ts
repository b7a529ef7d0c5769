/** @file Context menus offer what applies where they are asked for. */
import { describe, expect, it } from 'vitest'
import { openEditor, templateNamed } from '../testing/open-editor'
import { type ContextPlace, contextCommands } from './context'

function namesAt(place: ContextPlace, nodes: string[]): string[] {
  const editor = openEditor(templateNamed())
  editor.select({ nodes })
  return contextCommands(editor.getState(), place).flatMap(({ commands }) => commands.map(({ name }) => name))
}

describe('contextCommands', () => {
  it('offers for a selection what needs one, and nothing else', () => {
    const names = namesAt('selection', ['D'])
    expect(names).toEqual(expect.arrayContaining(['delete', 'duplicate', 'fit-selection']))
    expect(names).not.toContain('paste')
    expect(names).not.toContain('fit-view')
    expect(names).not.toContain('nudge-left')
  })

  it('offers for an output, or its network, what can be made of its samples', () => {
    for (const node of ['G_out', 'G'])
      expect(namesAt('selection', [node])).toEqual(expect.arrayContaining(['play', 'sample-sheet']))
    expect(namesAt('selection', ['D'])).not.toContain('sample-sheet')
  })

  it('offers on empty canvas what needs no selection', () => {
    const names = namesAt('canvas', [])
    expect(names).toEqual(expect.arrayContaining(['paste', 'select-all', 'fit-view', 'snap']))
    expect(names).not.toContain('delete')
    expect(names).not.toContain('undo')
  })
})
