/** @file What authors have asked not to be told again: warnings and advice that the document silences. Errors cannot be silenced. */
import type { GraphDocument } from '../graph/document'
import type { Diagnostic } from './compilation'

/** The entry of `silenced` that keeps this one quiet, the one for its node first; `null` when none does. */
export function silencedBy({ silenced = [] }: GraphDocument, { code, node, severity }: Diagnostic): string | null {
  if (severity === 'error') return null
  const entries = node === undefined ? [code] : [`${code}@${node}`, code]
  return entries.find((entry) => silenced.includes(entry)) ?? null
}

/** What is said, and what would be said if it were not silenced; both in their order. */
export function partition(
  document: GraphDocument,
  findings: readonly Diagnostic[],
): { diagnostics: Diagnostic[]; silenced: Diagnostic[] } {
  if (document.silenced === undefined) return { diagnostics: [...findings], silenced: [] }
  const isQuiet = (finding: Diagnostic) => silencedBy(document, finding) !== null
  return { diagnostics: findings.filter((finding) => !isQuiet(finding)), silenced: findings.filter(isQuiet) }
}
