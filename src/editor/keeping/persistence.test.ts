/** @file Autosave: what was edited comes back, in its own place, whatever the browser's storage does. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { addNode } from '../../graph/edits'
import { emptyDocument } from '../../graph/schema'
import { createEditor } from '../store'
import { createAutosave, recentDocuments, writeEntry } from './persistence'
import { DEFAULT_PREFERENCES, readPreferences, writePreferences } from './preferences'
import { keepWhereabouts } from './whereabouts'

/** Storage as browsers have it, with a quota in characters. */
function memory(quota = Number.POSITIVE_INFINITY) {
  const values = new Map<string, string>()
  let limit = quota
  return {
    values,
    setQuota(characters: number) {
      limit = characters
    },
    get length() {
      return values.size
    },
    key: (index: number) => [...values.keys()][index] ?? null,
    getItem: (key: string) => values.get(key) ?? null,
    removeItem: (key: string) => void values.delete(key),
    setItem(key: string, value: string) {
      const others = [...values].reduce((sum, [name, text]) => sum + (name === key ? 0 : text.length), 0)
      if (others + value.length > limit) throw new DOMException('full', 'QuotaExceededError')
      values.set(key, value)
    },
  }
}

const services = { createClient: () => ({ send: () => {}, dispose: () => {} }), nowMs: () => 0 }

function tab(local: ReturnType<typeof memory>, session = memory(), claim = async (_id: string) => true) {
  let now = 0
  const saveToFile = vi.fn()
  const autosave = createAutosave({ local, session, claim, nowMs: () => ++now, saveToFile, delayMs: 10 })
  const { restored } = autosave
  const editor = createEditor({
    document: restored?.document ?? emptyDocument(),
    origin: restored?.origin ?? { kind: 'new', name: 'Untitled' },
    services,
    ...(restored && { history: restored.history }),
  })
  autosave.follow(editor)
  const add = (id: string) =>
    editor.edit('Add', (draft) => addNode(draft, { id, kind: 'latent', position: { x: 0, y: 0 } }))
  return { autosave, editor, session, add, saveToFile, settle: () => vi.advanceTimersByTimeAsync(50) }
}

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

describe('autosave', () => {
  it('brings a document back with its history', async () => {
    const local = memory()
    const one = tab(local)
    one.add('z')
    await one.settle()
    const again = tab(local, one.session)
    expect(Object.keys(again.editor.document().nodes)).toEqual(['z'])
    again.editor.undo()
    expect(Object.keys(again.editor.document().nodes)).toEqual([])
  })

  it('joins no edit to one from before the reload: the clock of the page has begun anew', async () => {
    const local = memory()
    const typeName = (of: ReturnType<typeof tab>, name: string) =>
      of.editor.edit('Rename', (draft) => Object.assign(draft, { name }), 'the name')
    const one = tab(local)
    typeName(one, 'first')
    await one.settle()
    const again = tab(local, one.session)
    typeName(again, 'second')
    again.editor.undo()
    expect(again.editor.document().name).toBe('first')
  })

  it('writes nothing for what was only opened', async () => {
    const local = memory()
    const one = tab(local)
    one.editor.newDocument()
    await one.settle()
    expect(local.values.size).toBe(0)
  })

  it('keeps the document before when another is opened, edits of the last moment included', async () => {
    const local = memory()
    const one = tab(local)
    await one.settle()
    one.add('z')
    one.editor.newDocument()
    await one.settle()
    one.add('other')
    await one.settle()
    const [recent] = one.autosave.recent()
    expect(Object.keys(recent!.document.nodes)).toEqual(['z'])
    one.autosave.reopen(one.editor, recent!)
    await one.settle()
    expect(Object.keys(one.editor.document().nodes)).toEqual(['z'])
    expect(one.autosave.recent().map(({ document }) => Object.keys(document.nodes))).toEqual([['other']])
  })

  it('keeps a document from elsewhere that was opened and left without an edit', async () => {
    const local = memory()
    const one = tab(local)
    one.editor.openDocument({ ...one.editor.document(), name: 'From a friend' }, { kind: 'shared', name: 'a link' })
    await one.settle()
    one.editor.newDocument()
    await one.settle()
    expect(one.autosave.recent().map(({ document }) => document.name)).toEqual(['From a friend'])
    one.editor.newDocument()
    await one.settle()
    expect(one.autosave.recent()).toHaveLength(1)
  })

  it('brings back what was opened last, before its first edit too', async () => {
    const local = memory()
    const one = tab(local)
    one.add('z')
    await one.settle()
    one.editor.newDocument()
    await one.settle()
    const again = tab(local, one.session)
    expect(Object.keys(again.editor.document().nodes)).toEqual([])
    expect(again.autosave.recent()).toHaveLength(1)
    expect(again.editor.getState().dirty).toBe(false)
  })

  it('gives a second tab on the same document an entry of its own', async () => {
    const local = memory()
    const held = new Set<string>()
    const claim = async (id: string) => !held.has(id) && !!held.add(id)
    const one = tab(local, memory(), claim)
    one.add('z')
    await one.settle()
    const two = tab(local, memory(), claim)
    two.add('two')
    await two.settle()
    one.add('one')
    await one.settle()
    const nodes = recentDocuments(local).map(({ document }) => Object.keys(document.nodes).sort())
    expect(nodes).toHaveLength(2)
    expect(nodes).toContainEqual(['one', 'z'])
    expect(nodes).toContainEqual(['two', 'z'])
  })

  it('gives up undo before documents when the storage is full, and never a document for another', async () => {
    const { editor, add } = tab(memory())
    for (let index = 0; index < 12; index++) add(`z${index}`)
    const { history, origin } = editor.getState()
    const full = memory(30_000)
    let kept = 0
    while (writeEntry(full, `id${kept}`, history, origin, kept)) kept++
    const entries = recentDocuments(full)
    expect(entries.map(({ id }) => id).sort()).toEqual(Array.from({ length: kept }, (_, index) => `id${index}`).sort())
    expect(entries.every(({ document }) => Object.keys(document.nodes).length === 12)).toBe(true)
    expect(entries.at(-1)!.history.done).toEqual([])
    expect(kept).toBeGreaterThan(4)
  })

  it('says once that there is no room, offers the way out, and says when there is room again', async () => {
    const local = memory(10)
    const one = tab(local)
    one.add('z')
    await one.settle()
    one.add('y')
    await one.settle()
    const notices = () => one.editor.getState().notices
    expect(notices()).toMatchObject([{ tone: 'error', lasting: true, action: { label: 'Save to a file' } }])
    notices()[0]!.action!.run()
    expect(one.saveToFile).toHaveBeenCalledOnce()
    expect(one.autosave.failing()).toBe(true)
    expect(Object.keys(one.editor.document().nodes)).toEqual(['z', 'y'])
    local.setQuota(100_000)
    one.add('x')
    await one.settle()
    expect(one.autosave.failing()).toBe(false)
    expect(notices().at(-1)).toMatchObject({ tone: 'success' })
    expect(Object.keys(recentDocuments(local)[0]!.document.nodes).sort()).toEqual(['x', 'y', 'z'])
  })

  it('takes old work away, and puts it back', async () => {
    const local = memory()
    const one = tab(local)
    one.add('z')
    await one.settle()
    one.editor.newDocument()
    await one.settle()
    const putBack = one.autosave.remove(one.autosave.recent()[0]!)
    expect(one.autosave.recent()).toEqual([])
    expect(putBack()).toBe(true)
    expect(one.autosave.recent()).toHaveLength(1)
  })

  it('passes over what it cannot read', () => {
    const local = memory()
    local.setItem('ganvas.document.a', '{"not":"ours"}')
    local.setItem('ganvas.document.b', 'no json')
    expect(tab(local).autosave.restored).toBeNull()
  })
})

describe('whereabouts', () => {
  it('come back after a reload, and in a new tab on the same entry', async () => {
    const [local, session] = [memory(), memory()]
    const { editor, add } = tab(memory())
    add('z')
    const where = keepWhereabouts(editor, { local, session, entry: () => 'a', delayMs: 10 })
    expect(where.view).toBeNull()
    editor.select({ nodes: ['z'] })
    where.see({ x: 3, y: -4, zoom: 0.5 })
    await vi.advanceTimersByTimeAsync(50)
    const again = (from: ReturnType<typeof memory>, entry: string) => {
      const other = tab(memory())
      other.add('z')
      const { view } = keepWhereabouts(other.editor, { local, session: from, entry: () => entry })
      return { view, selected: [...other.editor.getState().selection.nodes] }
    }
    const same = { view: { x: 3, y: -4, zoom: 0.5 }, selected: ['z'] }
    expect(again(session, 'a')).toEqual(same)
    expect(again(memory(), 'a')).toEqual(same)
    expect(again(memory(), 'b')).toEqual({ view: null, selected: [] })
  })
})

describe('preferences', () => {
  it('come back, and fall back when they make no sense', () => {
    const local = memory()
    writePreferences(local, { ...DEFAULT_PREFERENCES, theme: 'dark', backendChoice: 'wasm', showEma: false })
    expect(readPreferences(local)).toEqual({
      ...DEFAULT_PREFERENCES,
      theme: 'dark',
      backendChoice: 'wasm',
      showEma: false,
    })
    local.setItem('ganvas.preferences', '{"theme":"pink"}')
    expect(readPreferences(local)).toEqual(DEFAULT_PREFERENCES)
  })
})
