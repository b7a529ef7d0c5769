/** @file From what each sample is called to class indices. */
import { fail, ok, type Result } from '../../lib/result'
import { MAX_CLASS_NAME_LENGTH, MAX_OWN_CLASSES } from './limits'

/** Classes in order: numbers by size, words by letters. The problem is a sentence. */
export function labelsFrom(
  names: ArrayLike<string | number>,
): Result<{ classes: string[]; labels: Uint8Array }, string> {
  const texts = Array.from(names, (name) => String(name).slice(0, MAX_CLASS_NAME_LENGTH))
  const distinct = [...new Set(texts)]
  if (distinct.length < 2) return fail('All have the same label, so there are no classes.')
  if (distinct.length > MAX_OWN_CLASSES)
    return fail(
      `There are ${distinct.length.toLocaleString('en')} different labels; at most ${MAX_OWN_CLASSES} classes are told apart, so they were left out.`,
    )
  const numeric = distinct.every((name) => name.trim() !== '' && Number.isFinite(Number(name)))
  const classes = distinct.sort((a, b) => (numeric ? Number(a) - Number(b) : a < b ? -1 : 1))
  const indices = new Map(classes.map((name, index) => [name, index]))
  return ok({ classes, labels: Uint8Array.from(texts, (name) => indices.get(name)!) })
}
