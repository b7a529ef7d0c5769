/** @file Whether two plain values say the same: JSON, and what of it is left undefined. */

/** Compares by content, however deep. Keys that are undefined count as left out. */
export function sameContent(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false
    return a.every((item, index) => sameContent(item, b[index]))
  }
  const [first, second] = [a as Record<string, unknown>, b as Record<string, unknown>]
  for (const key in first) if (!sameContent(first[key], second[key])) return false
  for (const key in second) if (second[key] !== undefined && first[key] === undefined) return false
  return true
}
