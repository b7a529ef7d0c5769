/**
 * @file Random walks through the editor's whole list of commands, with selections, additions, wires and blocks between them: whatever people
 * do, the document stays valid, undo and redo lead all the way back and forth, and autosave has what is on the canvas.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { GraphDocument } from '../graph/document'
import { connect, moveNodes, setParam } from '../graph/edits'
import { canRedo, canUndo, type History, redo, undo } from '../graph/history'
import { kindOf, kinds } from '../graph/kinds'
import { loadDocument, parseDocument } from '../graph/load'
import { portsOf } from '../graph/queries'
import { saveDocument } from '../graph/save'
import { emptyDocument } from '../graph/schema'
import { someValue } from '../graph/testing/arbitrary'
import { fieldsOf } from '../lib/fields'
import { addToSelection } from './building/appending'
import { addBlock } from './building/block-insertion'
import { createBlockLibrary } from './building/blocks'
import { duplicateDragged } from './building/clipboard'
import { insertKind, insertNode } from './building/inserting'
import { currentFlow } from './building/pasting'
import { commands } from './commands'
import { type Command, isEnabled, type PageCommands } from './commands/command'
import { createAutosave } from './keeping/persistence'
import type { Editor } from './store'
import { attachPointer, createTestPage, openEditor, templateNamed } from './testing/open-editor'

/** In these the document is left, not edited. */
const LEAVING: readonly string[] = ['new']
const walkable: readonly Command[] = commands.filter(({ name }) => !LEAVING.includes(name))
/** The layout engine takes a hundred times as long as any other command, so it is asked every so often only. */
const SLOW: readonly string[] = ['lay-out', 'lay-out-selection']
const SLOW_SHARE = 8
/** Beyond this many nodes nothing is added any more, so that copies of copies do not take all the time. */
const MANY = 40

type Choice = readonly [what: number, a: number, b: number]

const pick = <Item>(items: readonly Item[], by: number): Item | undefined => items[by % Math.max(1, items.length)]

const blocks = createBlockLibrary({ getItem: () => null, setItem: () => {} }, () => 'own').store.getState().blocks

/** One thing that somebody does; answers its name. */
async function act(editor: Editor, page: PageCommands, [what, a, b]: Choice): Promise<string> {
  const document = editor.document()
  const ids = Object.keys(document.nodes)
  const wires = Object.keys(document.wires)
  const id = pick(ids, a)
  const wire = pick(wires, b)
  const kind = pick(kinds, a)!
  if (ids.length > MANY) {
    editor.select({ nodes: ids.filter((_, index) => (index + a) % 2 === 0) })
    editor.removeSelection()
    return 'thin out'
  }
  switch (what % 18) {
    case 1:
      editor.select({ nodes: ids.filter((_, index) => (index + a) % (1 + (b % 5)) === 0) })
      return 'select several'
    case 2:
      editor.select(wire !== undefined && b % 2 === 0 ? { wires: [wire] } : { nodes: id === undefined ? [] : [id] })
      return `select ${id}`
    case 3:
      addToSelection(editor, currentFlow(editor), kind, { x: a, y: b })
      return `add ${kind.kind}`
    case 4: {
      if (wire === undefined) return '(insert)'
      if (id !== undefined && a % 2 === 0) insertNode(editor, currentFlow(editor), id, wire)
      else insertKind(editor, currentFlow(editor), kind, wire)
      return `insert into ${wire}`
    }
    case 5: {
      const other = pick(ids, b)
      if (id === undefined || other === undefined) return '(wire)'
      const from = pick(portsOf(document, id).outputs, b)
      const to = pick(portsOf(document, other).inputs, a)
      if (from && to)
        editor.edit('Wire', (draft) => connect(draft, { from: `${id}.${from.name}`, to: `${other}.${to.name}` }))
      return `wire ${id} to ${other}`
    }
    case 6: {
      if (id === undefined) return '(set)'
      const field = pick(fieldsOf(kindOf(document.nodes[id]!).params), b)
      if (field)
        editor.edit('Set', (draft) => setParam(draft, { node: id, key: field.key, value: someValue(field, a) }))
      return `set ${field?.key} of ${id}`
    }
    case 7:
      if (id !== undefined && a % 2 === 0) duplicateDragged(editor, { [id]: { x: a, y: b } })
      else addBlock(editor, currentFlow(editor), pick(blocks, a)!, { x: a, y: b })
      return `copy ${id}`
    case 8:
      attachPointer(editor, a % 3 === 0 ? null : { x: a, y: b })
      if (id !== undefined) editor.edit('Move', (draft) => moveNodes(draft, { [id]: { x: a, y: b } }))
      return `move ${id}`
    default: {
      const command = pick(walkable, a * 7 + b)!
      const waits = SLOW.includes(command.name) && b % SLOW_SHARE !== 0
      if (waits || !isEnabled(command, editor.getState())) return `(${command.name})`
      await command.run(editor, page)
      return command.name
    }
  }
}

function memory(): Storage {
  const map = new Map<string, string>()
  return {
    get length() {
      return map.size
    },
    key: (index) => [...map.keys()][index] ?? null,
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, value) => void map.set(key, value),
    removeItem: (key) => void map.delete(key),
    clear: () => map.clear(),
  }
}

function undoAll(history: History): History {
  let before = history
  while (canUndo(before)) before = undo(before)
  return before
}

function redoAll(history: History): History {
  let after = history
  while (canRedo(after)) after = redo(after)
  return after
}

async function walk(choices: readonly Choice[], start: GraphDocument): Promise<void> {
  const editor = openEditor(start)
  attachPointer(editor, null)
  const page = createTestPage()
  const storage = { local: memory(), session: memory() }
  const saving = () => createAutosave({ ...storage, claim: async () => true, saveToFile: () => {}, nowMs: () => 0 })
  const stop = saving().follow(editor)
  const trace: string[] = []
  let checked: GraphDocument | null = null
  try {
    for (const choice of choices) {
      trace.push(`? ${choice.join(' ')}`)
      trace.splice(-1, 1, await act(editor, page, choice))
      const document = editor.document()
      if (document !== checked) {
        const parsed = parseDocument(document)
        expect(parsed.ok ? [] : parsed.problem).toEqual([])
        checked = document
      }
      const { nodes } = editor.getState().selection
      for (const id of nodes) expect(document.nodes).toHaveProperty([id])
    }
    const present = editor.documentText()
    expect(loadDocument(present)).toMatchObject({ ok: true })
    stop()
    const { restored } = saving()
    const { history } = editor.getState()
    const first = saveDocument(start)
    if (canUndo(history) || canRedo(history)) {
      expect(restored && saveDocument(restored.document)).toBe(present)
      expect(saveDocument(undoAll(restored!.history).document)).toBe(first)
    }
    const last = redoAll(history)
    const back = undoAll(last)
    expect(saveDocument(back.document)).toBe(first)
    expect(saveDocument(redoAll(back).document)).toBe(saveDocument(last.document))
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
    throw new Error(`After: ${trace.join(', ')}\n${message}`)
  } finally {
    stop()
    editor.dispose()
  }
}

describe('random walks', () => {
  const choice = fc.tuple(fc.nat(1000), fc.nat(1000), fc.nat(1000))
  const starts = [emptyDocument(), templateNamed()]

  it('of 100 commands leave a valid document, and undo, redo and autosave know all of it', { timeout: 600_000 }, () =>
    fc.assert(
      fc.asyncProperty(fc.array(choice, { minLength: 100, maxLength: 100 }), fc.nat(1), (choices, by) =>
        walk(choices, starts[by]!),
      ),
      { numRuns: 200, seed: 11 },
    ),
  )
})
