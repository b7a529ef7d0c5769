/** @file A frozen layer keeps its weights while its network learns. */
import { expect, test } from 'vitest'
import { setFrozen } from '../graph/edits'
import { applyEdit, startHistory } from '../graph/history'
import { loadDocument } from '../graph/load'
import { saveDocument } from '../graph/save'
import { compile } from './compile'
import { pointGan } from './testing-graphs'

const freeze = (nodes: readonly string[]) =>
  applyEdit(startHistory(pointGan()), { label: 'Freeze', atMs: 0 }, (draft) =>
    setFrozen(draft, { nodes, frozen: true }),
  ).document

test('its weights count, and none of them is trainable', () => {
  const before = compile(pointGan())
  const { diagnostics, networks, nodes, plan } = compile(freeze(['G_1']))
  expect(diagnostics).toEqual([])
  expect(nodes.G_1).toMatchObject({ parameters: before.nodes.G_1!.parameters, trainable: 0 })
  expect(networks.G!.parameters).toBe(before.networks.G!.parameters)
  expect(networks.G!.trainable).toBe(before.networks.G!.trainable - before.nodes.G_1!.parameters)
  expect(plan!.networks.G!.weights.filter(({ trainable }) => !trainable)).toHaveLength(2)
})

test('only layers are frozen so, and the file says so in one word', () => {
  const document = freeze(['G_1', 'z', 'G'])
  expect(Object.keys(document.nodes).filter((id) => document.nodes[id]!.frozen)).toEqual(['G_1'])
  const loaded = loadDocument(saveDocument(document))
  expect(loaded.ok && loaded.value).toEqual(document)
})
