/**
 * @file What is wrong with a text that should be JSON, said alike in every browser: line, column, what was expected. It also
 * finds what `JSON.parse` lets pass: a key that stands twice (the first value would be lost without a word) and nesting
 * deeper than any document has. The values themselves are `JSON.parse`'s to read.
 */
import { jsonPath, type LoadError } from './errors'

/** Documents nest about eight deep. */
export const MAX_DEPTH = 32

const SPACE = /[ \t\n\r]*/y
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const WORD = /true|false|null/y

/** The first thing that is wrong with the text; `null` when it is JSON without doubled keys and not too deep. */
export function jsonProblem(text: string): LoadError | null {
  try {
    new Scanner(text).scan()
    return null
  } catch (error) {
    if (error instanceof Stop) return error.problem
    throw error
  }
}

/** Ends the scan at the first problem. */
class Stop extends Error {
  readonly problem: LoadError

  constructor(problem: LoadError) {
    super(problem.message)
    this.problem = problem
  }
}

class Scanner {
  private offset = 0
  private readonly path: (string | number)[] = []
  private readonly text: string

  constructor(text: string) {
    this.text = text
  }

  scan(): void {
    this.value()
    if (this.offset < this.text.length) this.expected('The file should end here')
  }

  private value(): void {
    this.skip(SPACE)
    const first = this.text[this.offset]
    if (first === '{') this.object()
    else if (first === '[') this.array()
    else if (first === '"') this.string()
    else if (!this.skip(NUMBER) && !this.skip(WORD)) this.expected('A value should stand here')
    this.skip(SPACE)
  }

  private object(): void {
    const seen = new Set<string>()
    this.elements('}', () => {
      this.skip(SPACE)
      const start = this.offset
      if (this.text[start] !== '"') this.expected('A key in double quotes should stand here')
      this.string()
      const key = JSON.parse(this.text.slice(start, this.offset)) as string
      this.path.push(key)
      if (seen.has(key)) this.stop('This key stands twice in the same object. Remove or rename one of them', start)
      seen.add(key)
      this.skip(SPACE)
      if (this.text[this.offset] !== ':') this.expected('":" should stand here')
      this.offset++
      this.value()
      this.path.pop()
    })
  }

  private array(): void {
    let index = 0
    this.elements(']', () => {
      this.path.push(index++)
      this.value()
      this.path.pop()
    })
  }

  private elements(close: '}' | ']', element: () => void): void {
    if (this.path.length >= MAX_DEPTH) this.stop(`Values are nested more than ${MAX_DEPTH} deep`, this.offset)
    this.offset++
    this.skip(SPACE)
    if (this.text[this.offset] === close) {
      this.offset++
      return
    }
    for (;;) {
      element()
      const next = this.text[this.offset]
      if (next !== ',' && next !== close) this.expected(`"," or "${close}" should stand here`)
      this.offset++
      if (next === close) return
    }
  }

  /** Character by character: a pattern with alternatives would exhaust the stack on a long text. */
  private string(): void {
    this.offset++
    for (;;) {
      const code = this.text.charCodeAt(this.offset)
      if (code === 0x22) break
      if (code === 0x5c) {
        if (!this.skip(ESCAPE)) this.expected('A backslash in a text should be followed by one of "\\/bfnrtu"')
      } else if (code >= 0x20) this.offset++
      else this.expected('This text should be closed by a double quote')
    }
    this.offset++
  }

  private skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.offset
    if (!pattern.test(this.text)) return false
    this.offset = pattern.lastIndex
    return true
  }

  private expected(what: string): never {
    const found = this.text[this.offset]
    const but = found === undefined ? 'but the file ends' : `but there is ${JSON.stringify(found)}`
    return this.stop(`${what}, ${but}`, this.offset)
  }

  private stop(message: string, offset: number): never {
    const before = this.text.slice(0, offset)
    const line = before.split('\n').length
    const column = offset - before.lastIndexOf('\n')
    throw new Stop({ path: jsonPath(this.path), message: `Line ${line}, column ${column}: ${message}.` })
  }
}
