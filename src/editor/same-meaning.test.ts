/** @file Documents mean the same however they are drawn, and anything that trains otherwise tells them apart. */
import { expect, test } from 'vitest'
import type { GraphDocument } from '../graph/document'
import { addNode, moveNodes, removeWires, renameDocument, setParam } from '../graph/edits'
import { applyEdit, startHistory } from '../graph/history'
import { sameMeaning } from './same-meaning'
import { templateNamed } from './testing/open-editor'

const example = templateNamed()

const edited = (recipe: (draft: GraphDocument) => void): GraphDocument =>
  applyEdit(startHistory(example), { label: 'Edit', atMs: 0 }, recipe).document

test('the meaning of a document changes with what is trained, not with how it is drawn', () => {
  const drawn = edited((draft) => {
    moveNodes(draft, { G_dense1: { x: 300, y: 300 }, z: { x: -50, y: 0 } })
    renameDocument(draft, { name: 'Other', description: 'Other' })
  })
  expect(sameMeaning(drawn, example)).toBe(true)
  expect(sameMeaning(structuredClone(example), example)).toBe(true)
  const changes: ((draft: GraphDocument) => void)[] = [
    (draft) => setParam(draft, { node: 'G_dense1', key: 'units', value: 785 }),
    (draft) => removeWires(draft, ['G.z']),
    (draft) => addNode(draft, { id: 'p', kind: 'preview', position: { x: 0, y: 0 } }),
    (draft) => {
      draft.training.seed = 1
    },
  ]
  for (const change of changes) expect(sameMeaning(edited(change), example)).toBe(false)
})
