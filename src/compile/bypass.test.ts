/** @file A bypassed layer is as if it were not there, and stays drawn. */
import { expect, test } from 'vitest'
import { removeNodes, setBypassed } from '../graph/edits'
import { applyEdit, startHistory } from '../graph/history'
import { loadDocument } from '../graph/load'
import { saveDocument } from '../graph/save'
import { compile } from './compile'
import { pointGan } from './testing-graphs'

const bypass = (nodes: readonly string[]) =>
  applyEdit(startHistory(pointGan()), { label: 'Bypass', atMs: 0 }, (draft) =>
    setBypassed(draft, { nodes, bypassed: true }),
  ).document

test('what comes in goes on to the next layer', () => {
  const { diagnostics, nodes, wires, networks, plan } = compile(bypass(['G_1']))
  expect(diagnostics).toEqual([])
  expect(networks.G!.parameters).toBe(2 * 2 + 2)
  expect(nodes.G_1).toMatchObject({ outputs: { out: [2] }, ranges: {}, parameters: 0 })
  expect(wires['G_1.in']).toEqual([2])
  expect(plan!.operations.some((operation) => JSON.stringify(operation).includes('G_1'))).toBe(false)
})

test('several in a row go on to what follows them', () => {
  const { networks } = compile(bypass(['D_1', 'D_2']))
  expect(networks.D!.parameters).toBe(0)
  expect(networks.D!.outputs).toEqual({ score: [2] })
})

test('a bypassed layer without a wire leaves its follower without one', () => {
  const document = applyEdit(startHistory(bypass(['G_1'])), { label: 'Cut', atMs: 0 }, (draft) =>
    removeNodes(draft, ['G_in']),
  ).document
  expect(compile(document).diagnostics.some(({ severity }) => severity === 'error')).toBe(true)
})

test('only layers are bypassed, and the file says so in one word', () => {
  const document = bypass(['G_1', 'z', 'G'])
  expect(Object.keys(document.nodes).filter((id) => document.nodes[id]!.bypassed)).toEqual(['G_1'])
  expect(loadDocument(saveDocument(document))).toEqual({ ok: true, value: document })
})
