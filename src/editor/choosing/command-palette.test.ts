/** @file The command palette has everything, once, and says why what cannot be done now cannot be done. */
import { beforeEach, describe, expect, it } from 'vitest'
import { kinds } from '../../graph/kinds'
import { commands } from '../commands'
import { createEditor, type Editor } from '../store'
import { type PaletteEntry, paletteEntries } from './command-palette'
import { search } from './search'
import { findTemplate, templates } from './templates'

let editor: Editor
let entries: PaletteEntry[]
const found = (text: string) => search(entries, text)[0]?.title

beforeEach(() => {
  const { document } = findTemplate('gaussian-ring')!
  editor = createEditor({
    document,
    origin: { kind: 'template', name: 'gaussian-ring' },
    services: { createClient: () => ({}) as never, nowMs: () => 0 },
  })
  entries = paletteEntries(editor.getState())
})

describe('the command palette', () => {
  it('has every command but itself, node, template and kind, once', () => {
    const count = commands.length - 1 + Object.keys(editor.document().nodes).length + templates().length + kinds.length
    expect(entries).toHaveLength(count)
    expect(new Set(entries.map(({ id }) => id)).size).toBe(count)
  })

  it.each([
    ['undo', 'Undo'],
    ['go to d', 'Go to Discriminator'],
    ['add dense', 'Add Dense'],
    ['dcgan mnist', 'Open DCGAN · MNIST'],
    ['templates', 'Templates'],
  ])('%s finds %s', (text, title) => {
    expect(found(text)).toMatch(new RegExp(`^${title}`))
  })

  it('names nodes by the network that they are in', () => {
    expect(search(entries, 'G_dense1')[0]).toMatchObject({ title: 'Go to Generator › Dense', act: { id: 'G_dense1' } })
  })

  it('says why a command has to wait', () => {
    const entry = (name: string) => paletteEntries(editor.getState()).find(({ id }) => id === `command ${name}`)
    expect(entry('copy')?.refusal).toBe('Select a node first.')
    expect(entry('undo')?.refusal).toBe('Nothing was done yet.')
    editor.select({ nodes: ['z'] })
    expect(entry('copy')?.refusal).toBeUndefined()
  })
})
