/** @file The known word that somebody probably meant. */
import { closest } from 'fastest-levenshtein'

/** Longer words are compared by their beginning: what comes from a broken file may be of any length. */
const COMPARED_LENGTH = 64

/** The word with the fewest edits to `word`; `null` when there are no words. */
export function nearest(word: string, words: readonly string[]): string | null {
  if (words.length === 0) return null
  return closest(word.slice(0, COMPARED_LENGTH).toLowerCase(), words)
}
