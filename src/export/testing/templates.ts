/** @file The shipped designs as exporters are given them. */
import { readdirSync, readFileSync } from 'node:fs'
import { compile } from '../../compile/compile'
import { loadDocument } from '../../graph/load'
import type { ExportInput } from '../exporter'

/** A graph file with the first weights of its seed. Throws when it has errors. */
export const inputOf = (path: string): ExportInput => inputOfText(readFileSync(path, 'utf8'), path)

function inputOfText(text: string, path: string): ExportInput {
  const loaded = loadDocument(text)
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problem))
  const { plan } = compile(loaded.value)
  if (!plan) throw new Error(`${path} has errors`)
  return { document: loaded.value, plan, checkpoint: null, network: null, weights: 'ema' }
}

/** A graph file as it is after a change of its nodes. */
export function changed(path: string, change: (nodes: { kind: string; params: Record<string, unknown> }[]) => void) {
  const file = JSON.parse(readFileSync(path, 'utf8'))
  change(Object.values(file.nodes))
  return inputOfText(JSON.stringify(file), path)
}

export const templatePaths = (): string[] =>
  readdirSync('templates')
    .filter((name) => name.endsWith('.json'))
    .map((name) => `templates/${name}`)
