/** @file Whether an edit changed what a document means, or only how it is drawn. Compiling is left out for the latter. */
import type { GraphDocument } from '../graph/document'
import { meaningOf } from '../graph/queries'

/** Edits share what they leave alone, so most comparisons end at a reference. */
export const sameMeaning = (a: GraphDocument, b: GraphDocument): boolean =>
  a === b || (a.nodes === b.nodes && a.wires === b.wires && a.training === b.training) || meaningOf(a) === meaningOf(b)
