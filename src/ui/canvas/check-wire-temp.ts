/** @file temp */
import { compile } from '../../compile/compile'
import type { GraphDocument } from '../../graph/document'
import { parseEndpoint } from '../../graph/document'
import { freshCallName, roleOf } from '../../graph/queries'
import { wireProblem } from '../../graph/structure'
export function checkWire(document: GraphDocument, from: string, to: string) {
  const p = wireProblem(document, from, to)
  if (p) return { message: p, fix: '' }
  const node = parseEndpoint(to)!.node
  const before = new Set(compile(document).diagnostics.map((d) => d.message))
  const after = compile({ ...document, wires: { ...document.wires, [to]: from } }).diagnostics
  const d = after.find(
    (x) => x.severity === 'error' && !before.has(x.message) && x.node === node && x.code !== 'missing-wire',
  )
  return d ? { message: d.message, fix: d.fix } : null
}
export function newCallFor(document: GraphDocument, to: string): string | null {
  const { node } = parseEndpoint(to)!
  return roleOf(document, node) === 'network' ? freshCallName(document, node) : null
}
