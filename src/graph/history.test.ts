/** @file Undo and redo as laws over random edits. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { moveNodes, renameDocument } from './edits'
import { applyEdit, canRedo, canUndo, type History, MAX_ENTRIES, redo, startHistory, undo } from './history'
import { parseDocument } from './load'
import { emptyDocument } from './schema'
import { moves, play, VERB_COUNT } from './testing/arbitrary'

const undoAll = (history: History): History => (canUndo(history) ? undoAll(undo(history)) : history)
const redoAll = (history: History): History => (canRedo(history) ? redoAll(redo(history)) : history)

const rename = (name: string) => (draft: ReturnType<typeof emptyDocument>) => renameDocument(draft, { name })

test('undoing everything gives the first document, redoing everything the last, also after a trip through JSON', () => {
  fc.assert(
    fc.property(moves(40), (sequence) => {
      const histories = play(sequence)
      const [first, last] = [histories[0]!, histories.at(-1)!]
      const revived = JSON.parse(JSON.stringify(last)) as History
      expect(revived).toEqual(last)
      for (const history of [last, revived]) {
        expect(undoAll(history).document).toEqual(first.document)
        expect(redoAll(undoAll(history)).document).toEqual(last.document)
      }
    }),
    { numRuns: 50 },
  )
})

test('every document that edits reach, forwards or backwards, is one that load accepts', () => {
  fc.assert(
    fc.property(moves(30), (sequence) => {
      const histories = play(sequence)
      const backwards = histories.at(-1)!.done.reduce((all) => [undo(all[0]!), ...all], [histories.at(-1)!])
      for (const { document } of [...histories, ...backwards])
        expect(parseDocument(document)).toEqual({ ok: true, value: document })
    }),
    { numRuns: 25 },
  )
})

test('random edits use every verb, and reach documents with nodes in frames and wires', () => {
  const last = fc.sample(moves(60), { numRuns: 100, seed: 1 }).map((sequence) => play(sequence).at(-1)!)
  const reached = last.map(({ document }) => document)
  const verbs = last.flatMap(({ done }) => done)
  expect(new Set(verbs.map(({ label }) => label)).size).toBe(VERB_COUNT)
  const nodes = reached.flatMap((document) => Object.values(document.nodes))
  expect(nodes.filter((node) => node.parent !== undefined).length).toBeGreaterThan(300)
  expect(reached.flatMap((document) => Object.keys(document.wires)).length).toBeGreaterThan(50)
})

test('an edit that changes nothing is no entry', () => {
  const history = startHistory(emptyDocument())
  expect(applyEdit(history, { label: 'Rename', atMs: 0 }, rename('Untitled'))).toBe(history)
  expect(applyEdit(history, { label: 'Move', atMs: 0 }, (draft) => moveNodes(draft, {}))).toBe(history)
})

test('an edit that throws leaves the history as it was', () => {
  const history = startHistory(emptyDocument())
  const recipe = (draft: ReturnType<typeof emptyDocument>) => {
    renameDocument(draft, { name: 'half' })
    moveNodes(draft, { nobody: { x: 0, y: 0 } })
  }
  expect(() => applyEdit(history, { label: 'Move', atMs: 0 }, recipe)).toThrow('There is no node "nobody".')
  expect(history.document.name).toBe('Untitled')
})

test('edits of one group join while they follow one another within half a second', () => {
  const type = (history: History, name: string, atMs: number, group = 'name') =>
    applyEdit(history, { label: 'Rename', group, atMs }, rename(name))
  let history = type(type(type(startHistory(emptyDocument()), 'a', 0), 'ab', 400), 'abc', 900)
  expect(history.done).toHaveLength(1)
  expect(undo(history).document.name).toBe('Untitled')
  history = type(history, 'abcd', 1401)
  expect(history.done).toHaveLength(2)
  expect(type(history, 'x', 1402, 'other').done).toHaveLength(3)
  // What was undone is gone after a new edit, and that edit does not grow into the one before.
  expect(type(undo(history), 'y', 1000).done).toHaveLength(2)
  expect(canRedo(type(undo(history), 'y', 1000))).toBe(false)
})

test('undo and redo at the ends change nothing', () => {
  const history = startHistory(emptyDocument())
  expect(undo(history)).toBe(history)
  expect(redo(history)).toBe(history)
})

test('the oldest entries are forgotten beyond the limit', () => {
  let history = startHistory(emptyDocument())
  for (let index = 0; index <= MAX_ENTRIES; index++)
    history = applyEdit(history, { label: 'Rename', atMs: index }, rename(`n${index}`))
  expect(history.done).toHaveLength(MAX_ENTRIES)
  expect(undoAll(history).document.name).toBe('n0')
})
