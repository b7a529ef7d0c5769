/**
 * @file TensorFlow.js as a page has it that runs an export: a folder in which `@tensorflow/tfjs` is the core, the layers and the CPU backend
 * of our own dependencies, which is what that package is made of.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type * as TensorFlowLayers from '@tensorflow/tfjs-layers'
import type { ExportedFile } from '../exporter'

type Layers = typeof TensorFlowLayers

const require = createRequire(import.meta.url)
const reexported = (name: string) => `...require(${JSON.stringify(require.resolve(`@tensorflow/tfjs-${name}`))})`

/** A new folder with the package. The caller removes it by `leave`. */
export function tensorFlowFolder(): { folder: string; leave(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'ganvas-tfjs-'))
  const home = join(folder, 'node_modules', '@tensorflow', 'tfjs')
  mkdirSync(home, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  writeFileSync(join(home, 'package.json'), '{ "name": "@tensorflow/tfjs", "main": "index.cjs" }')
  const packages = ['core', 'layers', 'backend-cpu'].map(reexported)
  writeFileSync(join(home, 'index.cjs'), `module.exports = { ${packages.join(', ')} }`)
  return { folder, leave: () => rmSync(folder, { recursive: true, force: true }) }
}

/** A module that, imported first, lets Node fetch what lies in the folder by its relative address, as a page does. Answers its path. */
export function loadsFromFolder(folder: string): string {
  const path = join(folder, 'page-fetch.js')
  writeFileSync(
    path,
    `import { readFile } from 'node:fs/promises'
globalThis.fetch = async (path) => new Response(await readFile(new URL(path, import.meta.url)))
`,
  )
  return path
}

export const writeFiles = (folder: string, files: readonly ExportedFile[]): void => {
  for (const { name, bytes } of files) writeFileSync(join(folder, name), bytes)
}

/** Loads a model from its two files, as `tf.loadLayersModel` does from an address. */
export function loadModel(layers: Layers, json: string, weights: Uint8Array<ArrayBuffer>) {
  const { modelTopology, weightsManifest } = JSON.parse(json)
  return layers.loadLayersModel({
    load: async () => ({ modelTopology, weightSpecs: weightsManifest[0].weights, weightData: weights.buffer }),
  })
}
