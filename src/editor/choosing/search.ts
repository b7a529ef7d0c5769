/**
 * @file One search for every list that is filtered by typing: palette, quick add, command palette, templates, shortcuts. Each typed
 * word has to be found somewhere; where it is found decides the order. Letters in order (`c2d`) and single slips of the finger
 * (`dence`) are found too, behind all that matches better. After the quick-open of code editors.
 */
import { distance } from 'fastest-levenshtein'

export interface Searchable {
  /** As in files: `conv2d-transpose`. */
  id: string
  title: string
  /** A sentence about it. */
  detail: string
  /** Heading it stands under. */
  group: string
  /** More words that find it. */
  keywords?: readonly string[]
}

const NOT_FOUND = Number.POSITIVE_INFINITY

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)

const beginsWord = (text: string, word: string): boolean => wordsOf(text).some((other) => other.startsWith(word))

/** Every letter of the word in order, the first at the start of a word: `cvt` in `conv transpose`. */
function hasLetters(text: string, word: string): boolean {
  const [first = ''] = word
  return wordsOf(text).some((_, start, words) => {
    const rest = words.slice(start).join('')
    if (!rest.startsWith(first)) return false
    let at = 0
    for (const letter of word) {
      at = rest.indexOf(letter, at) + 1
      if (at === 0) return false
    }
    return true
  })
}

/** Slips that a word of this length may have: short words have too many neighbours. */
const slipsAllowed = (word: string): number => (word.length < 4 ? 0 : word.length < 8 ? 1 : 2)

const nearlyBegins = (text: string, word: string): boolean =>
  slipsAllowed(word) > 0 &&
  [...wordsOf(text), wordsOf(text).join('')].some(
    (other) => distance(other.slice(0, word.length), word) <= slipsAllowed(word),
  )

/** How far from the best place one word is found: 0 is best. */
function costOf(item: Searchable, word: string): number {
  const title = item.title.toLowerCase()
  const names = [item.id.replaceAll('-', ' '), ...(item.keywords ?? [])]
  if (title === word) return 0
  if (title.startsWith(word)) return 1
  if (names.some((name) => name.toLowerCase() === word)) return 2
  if (beginsWord(title, word)) return 3
  if (title.includes(word)) return 4
  if (names.some((name) => beginsWord(name, word))) return 5
  if (names.some((name) => name.toLowerCase().includes(word))) return 6
  if (beginsWord(item.group, word)) return 7
  if (beginsWord(item.detail, word)) return 8
  if (word.length > 2 && item.detail.toLowerCase().includes(word)) return 9
  if (word.length > 1 && hasLetters(item.title, word)) return 11
  if ([item.title, ...names].some((name) => nearlyBegins(name, word))) return 13
  return NOT_FOUND
}

/** How far from the best place the whole text is found; infinite when a word of it is found nowhere. */
function rankOf(item: Searchable, text: string): number {
  const whole = text.trim().toLowerCase()
  if (item.title.toLowerCase() === whole || item.id.toLowerCase() === whole) return -1
  if (item.title.toLowerCase().startsWith(whole)) return -0.5
  const words = whole.split(/[\s-]+/).filter(Boolean)
  // Words that stand in the title as they were typed.
  if (words.length > 1 && ` ${item.title.toLowerCase()}`.includes(` ${whole}`)) return 0.5
  return words.reduce((sum, word) => sum + costOf(item, word), 0) / Math.max(1, words.length)
}

/**
 * Items in which every word of `text` is found, the best first; all of them in their order for an empty text.
 * Among equals those of `preferred`, by id and in its order, come first.
 */
export function search<Item extends Searchable>(
  items: readonly Item[],
  text: string,
  preferred: readonly string[] = [],
): Item[] {
  if (text.trim() === '') return [...items]
  const place = new Map(preferred.map((id, index) => [id, index - preferred.length]))
  return items
    .map((item) => ({ item, rank: rankOf(item, text), liking: place.get(item.id) ?? 0 }))
    .filter(({ rank }) => rank < NOT_FOUND)
    .sort((a, b) => a.rank - b.rank || a.liking - b.liking)
    .map(({ item }) => item)
}
