/**
 * @file Docs of kinds are plain text. This reads out of it what is worth setting apart: formulas, shapes, citations, and the word that
 * a paragraph begins with (`Weights:`). Nothing is marked up in the docs themselves, so they read well wherever else they are shown.
 */
import { ARXIV_ID, findPaper } from '../../layers/papers'

export type DocsPiece =
  | { type: 'text' | 'formula'; text: string }
  /** An arXiv id. */
  | { type: 'paper'; text: string; title: string; url: string }

export interface DocsParagraph {
  /** What it is about: `Weights`, `Normal`. */
  lead: string | null
  pieces: readonly DocsPiece[]
}

/** A formula begins with a name and an equals sign. */
const FORMULA_START = /(?<![\p{L}\p{N}_])[\p{L}_][\p{L}\p{N}_′]*(?:\[[^\]]*\])? = /u
/** Axes in brackets: `[height, width, channels]`. */
const SHAPE = /\[[^[\]]+\]/
const PATTERN = new RegExp(
  `(?<formula>${FORMULA_START.source})|(?<shape>${SHAPE.source})|(?<paper>${ARXIV_ID.source})`,
  'gu',
)
const OPERATORS = '·+−/=Σ√∇-'

/**
 * Where the formula that begins at `start` ends: before the words in which the sentence goes on. Within brackets everything
 * belongs to it; outside of them two names in a row do not, unless the second is a function: `0.5 std(x)`.
 */
function formulaEnd(text: string, start: number): number {
  let depth = 0
  let at = start
  for (; at < text.length; at++) {
    const sign = text[at]!
    if ('([{⌊⌈'.includes(sign)) depth++
    else if (')]}⌋⌉'.includes(sign)) depth--
    if (depth < 0) return at
    if (depth > 0) continue
    if (';:,'.includes(sign) || (sign === '.' && !/\d/.test(text[at + 1] ?? ''))) return at
    const next = text[at + 1] ?? ''
    if (sign !== ' ' || OPERATORS.includes(next) || OPERATORS.includes(text[at - 1] ?? '')) continue
    if (/^\p{L}{2,}(?!\p{L}*\()/u.test(text.slice(at + 1)) || next === '(') return at
  }
  return at
}

/** A paragraph may begin with what it is about, in a few words. */
const LEAD = /^(\p{Lu}[^\s.:;,]*(?: [^\s.:;,]+){0,4}): (.+)$/u

/** The paragraphs of a text; each line of it is one. */
export function readDocs(text: string): DocsParagraph[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, lead = null, rest = line] = LEAD.exec(line) ?? []
      return { lead, pieces: piecesOf(rest) }
    })
}

function piecesOf(text: string): DocsPiece[] {
  const pieces: DocsPiece[] = []
  let at = 0
  for (const { index, 0: start, groups } of text.matchAll(PATTERN)) {
    // Inside the formula before it.
    if (index < at) continue
    const end = groups?.formula === undefined ? index + start.length : formulaEnd(text, index + start.length)
    const found = text.slice(index, end)
    const paper = groups?.paper === undefined ? null : findPaper(found)
    if (groups?.paper !== undefined && !paper) continue
    if (index > at) pieces.push({ type: 'text', text: text.slice(at, index) })
    pieces.push(
      paper ? { type: 'paper', text: found, title: paper.title, url: paper.url } : { type: 'formula', text: found },
    )
    at = end
  }
  if (at < text.length) pieces.push({ type: 'text', text: text.slice(at) })
  return pieces
}
