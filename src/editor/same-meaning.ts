/** @file Whether an edit changed what a document means, or only how it is drawn. Compiling is left out for the latter. */
import type { GraphDocument } from '../graph/document'
import { canonicalJson, nodeMeaningOf } from '../graph/queries'

/** Whether two objects have the same keys with the same values, in any order. */
function sameEntries<Value>(
  a: Readonly<Record<string, Value>>,
  b: Readonly<Record<string, Value>>,
  same: (x: Value, y: Value) => boolean,
): boolean {
  if (a === b) return true
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && (a[key] === b[key] || same(a[key]!, b[key]!)))
  )
}

/**
 * Documents that mean the same train alike: only positions, names and descriptions tell them apart, so moving a node need not rebuild
 * a network. Edits share what they leave alone, so most comparisons end at a reference.
 */
export const sameMeaning = (a: GraphDocument, b: GraphDocument): boolean =>
  a === b ||
  (sameEntries(a.nodes, b.nodes, (x, y) => nodeMeaningOf(x) === nodeMeaningOf(y)) &&
    sameEntries(a.wires, b.wires, () => false) &&
    (a.training === b.training || canonicalJson(a.training) === canonicalJson(b.training)))
