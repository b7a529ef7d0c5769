/** @file Whether an edit changed what a document means, or only how it is drawn. Compiling is left out for the latter. */
import type { GraphDocument } from '../graph/document'
import { meaningOf } from '../graph/queries'

/** Edits share what they leave alone, so most comparisons end at a reference. */
export function sameMeaning(a: GraphDocument, b: GraphDocument): boolean {
  if (a === b) return true
  if (a.nodes === b.nodes && a.wires === b.wires && a.training === b.training) return true
  return JSON.stringify(meaningOf(a)) === JSON.stringify(meaningOf(b))
}
