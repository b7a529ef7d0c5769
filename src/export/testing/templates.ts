/** @file The shipped designs as exporters are given them. */
import { readdirSync, readFileSync } from 'node:fs'
import { compile } from '../../compile/compile'
import { loadDocument } from '../../graph/load'
import type { ExportInput } from '../exporter'

/** A graph file with the first weights of its seed. Throws when it has errors. */
export function inputOf(path: string): ExportInput {
  const loaded = loadDocument(readFileSync(path, 'utf8'))
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problem))
  const { plan } = compile(loaded.value)
  if (!plan) throw new Error(`${path} has errors`)
  return { document: loaded.value, plan, checkpoint: null, network: null, weights: 'ema' }
}

export const templatePaths = (): string[] =>
  readdirSync('templates')
    .filter((name) => name.endsWith('.json'))
    .map((name) => `templates/${name}`)
