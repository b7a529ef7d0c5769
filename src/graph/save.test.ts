/** @file Saving and loading are inverse, and equal documents are equal files. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { GraphDocument } from './document'
import { loadDocument } from './load'
import { saveDocument } from './save'
import { documents } from './testing/arbitrary'

const load = (text: string): GraphDocument => {
  const loaded = loadDocument(text)
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problem))
  return loaded.value
}

/** The same values with the keys of every object the other way round. */
const reversed = <Value>(value: Value): Value =>
  typeof value !== 'object' || value === null
    ? value
    : Array.isArray(value)
      ? (value.map(reversed) as Value)
      : (Object.fromEntries(
          Object.entries(value)
            .reverse()
            .map(([key, inner]) => [key, reversed(inner)]),
        ) as Value)

test('what is saved loads as the same document, and saves as the same text', () => {
  fc.assert(
    fc.property(documents(), (document) => {
      const text = saveDocument(document)
      expect(load(text)).toEqual(document)
      expect(saveDocument(load(text))).toBe(text)
    }),
    { numRuns: 50 },
  )
})

test('the order in which a document was made does not show in its file', () => {
  fc.assert(
    fc.property(documents(), (document) => {
      expect(saveDocument(reversed(document))).toBe(saveDocument(document))
    }),
    { numRuns: 40 },
  )
})

test('a file has every param written out, and one line for each small thing', () => {
  const document = load(
    JSON.stringify({
      format: 'ganvas',
      version: 1,
      name: 'Small',
      nodes: {
        z: { kind: 'latent', params: { shape: [2] }, position: { x: 0, y: 4.5 } },
        G: { kind: 'network', position: { x: 200, y: 0 } },
        in: { kind: 'input', parent: 'G', position: { x: 40, y: 84 } },
      },
      wires: { 'G.in': 'z.out' },
    }),
  )
  expect(saveDocument(document)).toMatchInlineSnapshot(`
    "{
      "format": "ganvas",
      "version": 1,
      "name": "Small",
      "description": "",
      "nodes": {
        "G": {
          "kind": "network",
          "params": {
            "name": "Network",
            "calls": ["main"],
            "trainable": true,
            "updates": 1,
            "optimizer": { "kind": "adam", "learningRate": 0.0002, "beta1": 0.5, "beta2": 0.999, "epsilon": 1e-8 },
            "clip": null,
            "clipGradient": null,
            "ema": null,
            "lookAhead": 0,
            "seed": null
          },
          "position": { "x": 200, "y": 0 }
        },
        "in": {
          "kind": "input",
          "params": { "name": "in" },
          "parent": "G",
          "position": { "x": 40, "y": 84 }
        },
        "z": {
          "kind": "latent",
          "params": { "shape": [2], "distribution": "normal" },
          "position": { "x": 0, "y": 4.5 }
        }
      },
      "wires": {
        "G.in": "z.out"
      },
      "training": {
        "batchSize": 64,
        "seed": 0,
        "steps": 2000,
        "reuseDraw": true
      }
    }
    "
  `)
})
