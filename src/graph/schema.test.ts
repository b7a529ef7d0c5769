/** @file Versions: the fingerprint of the schema, the golden files, the steps between versions. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { kinds } from './kinds'
import { loadDocument } from './load'
import { type Migration, migrate, migrations } from './migrations'
import { canonicalJson } from './queries'
import { saveDocument } from './save'
import { CURRENT_VERSION, documentSchema, emptyDocument } from './schema'

const GOLDEN = new URL('../../graphs/golden/', import.meta.url)

const goldenFiles = (version: number): { name: string; text: string }[] => {
  const folder = new URL(`v${version}/`, GOLDEN)
  return readdirSync(folder).map((name) => ({
    name: `v${version}/${name}`,
    text: readFileSync(new URL(name, folder), 'utf8'),
  }))
}

const versions = Array.from({ length: CURRENT_VERSION }, (_, index) => index + 1)

/** What in a JSON schema is only said to people. */
const TEXTS = ['title', 'description', 'field', '$schema']
/** Lists whose order means nothing, such as that of the registry. */
const SETS = ['required', 'oneOf', 'anyOf', 'enum']

/** What a JSON schema allows, whatever it says about it. In `properties` the keys are names, whatever they are called. */
function essence(schema: unknown, keysAreNames = false): unknown {
  if (Array.isArray(schema)) return schema.map((item) => essence(item))
  if (typeof schema !== 'object' || schema === null) return schema
  const entries = Object.entries(schema).filter(([key]) => keysAreNames || !TEXTS.includes(key))
  return Object.fromEntries(
    entries.map(([key, value]) => {
      if (key === 'default' && !keysAreNames) return [key, value]
      const inner = essence(value, key === 'properties' && !keysAreNames)
      const isSet = Array.isArray(inner) && SETS.includes(key) && !keysAreNames
      return [key, isSet ? inner.map(canonicalJson).sort() : inner]
    }),
  )
}

/**
 * Did this fail? Then what a file may hold has changed.
 *
 * 1. If every file that people have saved so far still loads and still means the same (a kind came, or a param whose default
 *    is what was done before; a limit was widened), put the new hash here. Nothing else is needed.
 * 2. Otherwise (a kind or param went or has another name, a default or a limit changed, a param has another meaning): raise
 *    CURRENT_VERSION in schema.ts, add a step to migrations.ts, add files of the new version to graphs/golden/v<N>/ and leave
 *    the old ones as they are, then put the new hash here.
 */
test('what a file may hold has not changed without a decision about old files', () => {
  const schema = canonicalJson(essence(z.toJSONSchema(documentSchema)))
  const fingerprint = createHash('sha256').update(schema).digest('hex').slice(0, 16)
  expect({ version: CURRENT_VERSION, fingerprint }).toEqual({ version: 1, fingerprint: '76f42084782e4848' })
})

test('texts for people are no part of the fingerprint, names of params are', () => {
  const schema = z.toJSONSchema(
    z.strictObject({ title: z.string().meta({ title: 'Title', description: 'What it is.' }) }),
  )
  expect(essence(schema)).toEqual({
    type: 'object',
    properties: { title: { type: 'string' } },
    required: ['"title"'],
    additionalProperties: false,
  })
})

describe('golden files', () => {
  test.each(versions.flatMap(goldenFiles))('$name loads, and what is saved from it loads alike', ({ text }) => {
    const loaded = loadDocument(text)
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problem, null, 2))
    expect(loadDocument(saveDocument(loaded.value))).toEqual(loaded)
  })

  test('of every version there are some, and those of this version have every kind', () => {
    for (const version of versions) expect(goldenFiles(version).length).toBeGreaterThan(0)
    const used = goldenFiles(CURRENT_VERSION).flatMap(({ text }) =>
      Object.values((JSON.parse(text) as { nodes: Record<string, { kind: string }> }).nodes).map(({ kind }) => kind),
    )
    expect([...new Set(used)].sort()).toEqual(kinds.map(({ kind }) => kind).sort())
  })
})

describe('migrations', () => {
  test('go from version to version without a gap, up to the current one', () => {
    expect(migrations.map(({ to }) => to)).toEqual(versions.slice(1))
  })

  const steps: Migration[] = [
    { to: 2, name: 'rename-units', up: ({ units, ...rest }) => ({ ...rest, width: units }) },
    { to: 3, name: 'double-width', up: (document) => ({ ...document, width: Number(document.width) * 2 }) },
  ]

  test('run in order from the version of the file, and only those after it', () => {
    expect(migrate({ version: 1, units: 4 }, 1, steps)).toEqual({ ok: true, value: { version: 3, width: 8 } })
    expect(migrate({ version: 2, width: 4 }, 2, steps)).toEqual({ ok: true, value: { version: 3, width: 8 } })
    expect(migrate({ version: 3, width: 4 }, 3, steps)).toEqual({ ok: true, value: { version: 3, width: 4 } })
  })

  test('that fail are an error that names the step', () => {
    const broken: Migration = {
      to: 2,
      name: 'needs-nodes',
      up: () => {
        throw new Error('there are no nodes')
      },
    }
    expect(migrate({ version: 1 }, 1, [broken])).toEqual({
      ok: false,
      problem: [
        {
          path: '$',
          message: 'This file of version 1 could not be brought to version 2 (needs-nodes): there are no nodes.',
        },
      ],
    })
  })
})

test('an empty document is a document', () => {
  expect(loadDocument(saveDocument(emptyDocument()))).toEqual({ ok: true, value: emptyDocument() })
})
