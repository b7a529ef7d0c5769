/** @file Every broken file gets an error that names the place, and nothing that is read throws. */
import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compile } from '../compile/compile'
import { loadDocument, MAX_ERRORS, MAX_FILE_BYTES, parseDocument } from './load'
import { MAX_NODES, MAX_WIRES } from './structure'
import { brokenFiles, unfitFiles } from './testing/broken-files'

const FOLDER = new URL('../../graphs/broken/', import.meta.url)
const example = readFileSync(new URL('../../graphs/golden/v1/design-example.json', import.meta.url), 'utf8')

const errorsOf = (text: string) => {
  const loaded = loadDocument(text)
  expect(loaded.ok).toBe(false)
  return loaded.ok ? [] : loaded.problem
}

/** A document of this size, around what is given. */
const documentWith = (parts: object) => JSON.stringify({ format: 'ganvas', version: 1, nodes: {}, wires: {}, ...parts })

describe('graphs/broken', () => {
  test.each(brokenFiles)('$file', async ({ file, text, path, says }) => {
    await expect(text).toMatchFileSnapshot(new URL(`${file}.json`, FOLDER).pathname)
    const errors = errorsOf(text)
    expect(errors.length).toBeLessThanOrEqual(MAX_ERRORS)
    expect(errors[0]!.message).toContain(says)
    if (path !== '') expect(errors[0]!.path).toBe(path)
  })

  test.each(unfitFiles)(
    'compile/$file loads, and the compiler says what is wrong',
    async ({ file, text, code, node }) => {
      await expect(text).toMatchFileSnapshot(new URL(`compile/${file}.json`, FOLDER).pathname)
      const loaded = loadDocument(text)
      if (!loaded.ok) throw new Error(JSON.stringify(loaded.problem))
      const { diagnostics, plan } = compile(loaded.value)
      expect(diagnostics.map((diagnostic) => [diagnostic.code, diagnostic.node ?? null])).toContainEqual([code, node])
      expect(plan).toBeNull()
    },
  )

  test('holds what the list says, and nothing else', () => {
    const listed = [...brokenFiles.map(({ file }) => file), 'compile']
    expect(
      readdirSync(FOLDER)
        .map((name) => name.replace(/\.json$/, ''))
        .sort(),
    ).toEqual(listed.sort())
    const compile = readdirSync(new URL('compile/', FOLDER)).map((name) => name.replace(/\.json$/, ''))
    expect(compile.sort()).toEqual(unfitFiles.map(({ file }) => file).sort())
  })
})

test('every message is a sentence, and short', () => {
  for (const { text } of brokenFiles)
    for (const { message, path } of errorsOf(text)) {
      expect(message).toMatch(/^[A-Z"“].*\.$/s)
      expect(message.length).toBeLessThan(700)
      expect(path.length).toBeLessThan(700)
    }
})

test('nothing that was loaded reached the prototype of objects', () => {
  for (const { text } of brokenFiles) loadDocument(text)
  expect(Object.keys(Object.prototype)).toEqual([])
  expect(({} as Record<string, unknown>).polluted).toBeUndefined()
})

test('a file over the limit is refused by its size', () => {
  const padding = 'é'.repeat(MAX_FILE_BYTES / 2 + 500_000)
  expect(errorsOf(documentWith({ description: padding }))).toEqual([
    { path: '$', message: 'The file has 6.0 MB. Ganvas opens graphs of up to 5 MB.' },
  ])
})

test('too many nodes and wires are refused by their number', () => {
  const node = { kind: 'preview', position: { x: 0, y: 0 } }
  const many = (count: number, value: unknown) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`n${index}`, value]))
  expect(errorsOf(documentWith({ nodes: many(MAX_NODES + 1, node) }))).toEqual([
    { path: 'nodes', message: 'A graph has at most 2000 nodes, but this one has 2001.' },
  ])
  expect(errorsOf(documentWith({ wires: many(MAX_WIRES + 1, 'a.b') }))[0]!.path).toBe('wires')
  expect(loadDocument(documentWith({ nodes: many(MAX_NODES, node) })).ok).toBe(true)
  // Two thousand mistakes are not listed one by one.
  expect(errorsOf(documentWith({ nodes: many(MAX_NODES, { ...node, kind: 'previw' }) }))).toHaveLength(MAX_ERRORS)
})

test('the longest possible text ends neither in an exhausted stack nor in a huge message', () => {
  const long = 'x'.repeat(4_900_000)
  expect(errorsOf(documentWith({ name: long }))[0]!.message.length).toBeLessThan(200)
  expect(errorsOf(documentWith({ [long]: 1 }))[0]!.message.length).toBeLessThan(200)
  expect(errorsOf(documentWith({ nodes: { [long]: 1 } }))[0]!.path.length).toBeLessThan(200)
  expect(errorsOf(documentWith({ wires: { [long]: long } }))[0]!.message.length).toBeLessThan(300)
  expect(errorsOf(`"${long}`)[0]!.message).toContain('the file ends')
})

test('a flipped bit anywhere in a good file never throws', () => {
  const bytes = new TextEncoder().encode(example)
  fc.assert(
    fc.property(fc.array(fc.nat(bytes.length * 8 - 1), { minLength: 1, maxLength: 4 }), (bits) => {
      const flipped = bytes.slice()
      for (const bit of bits) flipped[bit >> 3]! ^= 1 << (bit & 7)
      const loaded = loadDocument(new TextDecoder().decode(flipped))
      if (!loaded.ok) expect(loaded.problem.length).toBeGreaterThan(0)
    }),
    { numRuns: 500 },
  )
})

test('no value at all makes it throw', () => {
  fc.assert(
    fc.property(fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true }), (value) => {
      expect(parseDocument(value).ok).toBe(false)
    }),
    { numRuns: 500 },
  )
  const circular: Record<string, unknown> = { format: 'ganvas' }
  circular.self = circular
  expect(parseDocument(circular).ok).toBe(false)
})

test('a document with any one value replaced never makes it throw', () => {
  const parts = Object.keys(flatten(JSON.parse(example)))
  fc.assert(
    fc.property(fc.constantFrom(...parts), fc.jsonValue({ maxDepth: 3 }), (part, value) => {
      const document = JSON.parse(example)
      let owner = document
      const keys = JSON.parse(part) as string[]
      for (const key of keys.slice(0, -1)) owner = owner[key]
      owner[keys.at(-1)!] = value
      const loaded = parseDocument(document)
      if (!loaded.ok) expect(loaded.problem[0]!.message).toMatch(/\.$/)
    }),
    { numRuns: 500 },
  )
})

/** Every path of a value, as JSON. */
function flatten(value: unknown, path: string[] = []): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return { [JSON.stringify(path)]: value }
  const inner = Object.entries(value).map(([key, item]) => flatten(item, [...path, key]))
  return Object.assign(path.length > 0 ? { [JSON.stringify(path)]: value } : {}, ...inner)
}
