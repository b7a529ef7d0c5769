/**
 * @file A document as text. Canonical: equal documents give equal files, whatever the order in which they were made, and one
 * change is one line of a diff. The layout is Biome's, so that formatting a folder of graphs changes nothing.
 */
import { invariant } from '../lib/assert'
import type { GraphDocument } from './document'
import { documentSchema } from './schema'

const WIDTH = 120
const INDENT = '  '

/** The file's text, with every param written out. `document` must be valid. */
export function saveDocument(document: GraphDocument): string {
  // Parsing puts keys in the order in which the schema declares them.
  const parsed = documentSchema.safeParse(document)
  invariant(parsed.success, `a document that is saved is valid: ${parsed.error?.message}`)
  const { nodes, wires } = parsed.data
  return layOut({ ...parsed.data, nodes: sorted(nodes), wires: sorted(wires) })
}

/** JSON as people read it, with a line feed at its end. */
export const layOut = (value: object): string => `${print(value, '', 0)}\n`

/** By key, so that equal records give equal texts. */
export const sorted = <Value>(record: Record<string, Value>): Record<string, Value> =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))

/** What is small stands on one line: a position, a shape, an optimiser. Objects at `depth` 0 and 1 are always laid out in full. */
function print(value: unknown, indent: string, depth: number, keyLength = 0): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const flat = Object.values(value).every(
    (inner) => typeof inner !== 'object' || inner === null || Array.isArray(inner),
  )
  const mayBeFlat = depth > 1 || (depth === 1 && Array.isArray(value))
  if (Object.keys(value).length === 0 || (mayBeFlat && flat)) {
    const line = printFlat(value)
    // A comma may follow.
    if (line.length <= 2 || indent.length + keyLength + line.length < WIDTH) return line
  }
  const inside = indent + INDENT
  if (Array.isArray(value))
    return `[\n${value.map((item) => inside + print(item, inside, depth + 1)).join(',\n')}\n${indent}]`
  const entries = Object.entries(value).map(([key, inner]) => {
    const name = `${JSON.stringify(key)}: `
    return `${inside}${name}${print(inner, inside, depth + 1, name.length)}`
  })
  return `{\n${entries.join(',\n')}\n${indent}}`
}

function printFlat(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(printFlat).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}: ${printFlat(inner)}`)
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`
}
