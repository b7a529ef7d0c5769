/** @file Context menus offer what applies where they are asked for. */
import { describe, expect, it } from 'vitest'
import { emptyDocument } from '../../graph/schema'
import type { EditorState } from '../state'
import { createEditor } from '../store'
import { contextCommands } from './context'

function stateWith(nodes: string[]): EditorState {
  const editor = createEditor({
    document: emptyDocument(),
    origin: { kind: 'new', name: 'Untitled' },
    services: {
      createClient: () => {
        throw new Error('Nothing is trained here.')
      },
      nowMs: () => 0,
    },
  })
  editor.select({ nodes })
  return editor.getState()
}

const namesAt = (state: EditorState, place: 'selection' | 'canvas') =>
  contextCommands(state, place).flatMap(({ commands }) => commands.map(({ name }) => name))

describe('contextCommands', () => {
  it('offers for a selection what needs one, and nothing else', () => {
    const names = namesAt(stateWith(['a']), 'selection')
    expect(names).toEqual(expect.arrayContaining(['delete', 'duplicate', 'fit-selection']))
    expect(names).not.toContain('paste')
    expect(names).not.toContain('fit-view')
    expect(names).not.toContain('nudge-left')
  })

  it('offers on empty canvas what needs no selection', () => {
    const names = namesAt(stateWith([]), 'canvas')
    expect(names).toEqual(expect.arrayContaining(['paste', 'select-all', 'fit-view', 'snap']))
    expect(names).not.toContain('delete')
    expect(names).not.toContain('undo')
  })
})
