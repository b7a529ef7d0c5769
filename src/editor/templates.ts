/** @file The starting designs in `templates/`, bundled as text and read by the same loader as any file. */
import type { GraphDocument } from '../graph/document'
import { loadDocument } from '../graph/load'

export interface Template {
  /** Its file's name without the ending: `gaussian-ring`. */
  name: string
  document: GraphDocument
}

/** The page opens on this one. */
export const FIRST_TEMPLATE = 'gaussian-ring'

const files = import.meta.glob<string>('/templates/*.json', { eager: true, query: '?raw', import: 'default' })

let loaded: readonly Template[] | null = null

/** All that load, the first one first, the others by name. */
export function templates(): readonly Template[] {
  loaded ??= Object.entries(files)
    .flatMap(([path, text]) => {
      const result = loadDocument(text)
      const name = path.replace(/^.*\//, '').replace(/\.json$/, '')
      return result.ok ? [{ name, document: result.value }] : []
    })
    .sort(
      (a, b) => Number(b.name === FIRST_TEMPLATE) - Number(a.name === FIRST_TEMPLATE) || a.name.localeCompare(b.name),
    )
  return loaded
}
