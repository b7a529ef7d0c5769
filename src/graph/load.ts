/**
 * @file From anything to a document, or to a list of what is wrong and where. Never throws, never half-succeeds: text → JSON
 * → version → migrations → the form of each part → what holds between the parts.
 */
import { fail, ok, type Result } from '../lib/result'
import { formatEndpoint, type GraphDocument, parseEndpoint } from './document'
import { explainIssues, formatValue, jsonPath, type LoadError } from './errors'
import { jsonProblem, MAX_DEPTH } from './json'
import { type JsonObject, migrate } from './migrations'
import { CURRENT_VERSION, documentSchema } from './schema'
import { isReserved, MAX_NODES, MAX_WIRES, structureProblems } from './structure'

export type { LoadError } from './errors'

export const MAX_FILE_BYTES = 5_000_000
/** More than this nobody reads; mending the first ones often mends the others. */
export const MAX_ERRORS = 20

type Loaded = Result<GraphDocument, LoadError[]>

/** Reads a file's text. The document is frozen. */
export function loadDocument(text: string): Loaded {
  const read = readJson(text)
  return read.ok ? parseDocument(read.value) : read
}

/** What a text says that is no longer than a file may be, and is JSON. */
export function readJson(text: string): Result<unknown, LoadError[]> {
  // A character has at least one byte, so most texts that are too long need not be measured.
  const bytes = text.length > MAX_FILE_BYTES ? text.length : new TextEncoder().encode(text).length
  if (bytes > MAX_FILE_BYTES) {
    const megabytes = (bytes / 1e6).toFixed(1)
    return refuse(`The file has ${megabytes} MB. Ganvas opens graphs of up to ${MAX_FILE_BYTES / 1e6} MB.`)
  }
  const json = text.replace(/^\uFEFF/, '')
  const problem = jsonProblem(json)
  return problem ? fail([problem]) : ok(JSON.parse(json))
}

/** Reads what was JSON: from a file, from storage, from a message. The document is a frozen copy. */
export function parseDocument(value: unknown): Loaded {
  const copied = plainCopy(value)
  if (!copied.ok) return copied
  const current = toCurrentVersion(copied.value)
  if (!current.ok) return current
  const tooMany = countProblems(current.value)
  if (tooMany.length > 0) return fail(tooMany)
  const parsed = documentSchema.safeParse(current.value)
  if (!parsed.success) return failWith(explainIssues(documentSchema, current.value, parsed.error.issues))
  const wires = canonicalWires(parsed.data.wires)
  if (!wires.ok) return wires
  const document = deepFreeze<GraphDocument>({ ...parsed.data, wires: wires.value })
  const problems = structureProblems(document, MAX_ERRORS)
  return problems.length > 0 ? fail(problems) : ok(document)
}

const failWith = (errors: LoadError[]) => fail(errors.slice(0, MAX_ERRORS))

const refuse = (message: string, path = '$') => fail([{ path, message }])

/** Plain JSON without names that every object inherits: `__proto__` and its like would change more than data. */
function plainCopy(value: unknown): Result<unknown, LoadError[]> {
  const errors: LoadError[] = []
  const path: (string | number)[] = []
  const report = (message: string) => errors.push({ path: jsonPath(path), message })
  const copy = (inner: unknown): unknown => {
    if (typeof inner === 'number') return inner === 0 ? 0 : inner
    if (inner === null || typeof inner === 'string' || typeof inner === 'boolean') return inner
    if (typeof inner !== 'object') {
      report(`This should be JSON, not a ${typeof inner}.`)
      return null
    }
    if (path.length > MAX_DEPTH) {
      report(`Values are nested more than ${MAX_DEPTH} deep.`)
      return null
    }
    if (Array.isArray(inner)) {
      return inner.map((item, index) => {
        path.push(index)
        const copied = copy(item)
        path.pop()
        return copied
      })
    }
    const result: JsonObject = {}
    for (const [key, item] of Object.entries(inner)) {
      if (item === undefined || errors.length >= MAX_ERRORS) continue
      path.push(key)
      if (isReserved(key)) report(`"${key}" is a reserved word and cannot be a key. Choose another name.`)
      else result[key] = copy(item)
      path.pop()
    }
    return result
  }
  const copied = copy(value)
  return errors.length > 0 ? failWith(errors) : ok(copied)
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function toCurrentVersion(value: unknown): Result<JsonObject, LoadError[]> {
  if (!isObject(value))
    return refuse(`A graph is an object that begins {"format": "ganvas", …}, not ${formatValue(value)}.`)
  const { format, version } = value
  if (format !== 'ganvas')
    return refuse(
      `This is no Ganvas graph: its format should be "ganvas", ${format === undefined ? 'but it is missing' : `not ${formatValue(format)}`}.`,
      'format',
    )
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1)
    return refuse(
      `The version should be a whole number from 1 to ${CURRENT_VERSION}, not ${formatValue(version)}.`,
      'version',
    )
  if (version > CURRENT_VERSION)
    return refuse(
      `This file is of version ${version}. This Ganvas reads versions up to ${CURRENT_VERSION}; open the file with a newer one.`,
      'version',
    )
  return migrate(value, version)
}

/** Checked before anything looks at each of them. */
function countProblems({ nodes, wires }: JsonObject): LoadError[] {
  const problems: LoadError[] = []
  const count = (path: string, value: unknown, limit: number) => {
    const size = isObject(value) ? Object.keys(value).length : 0
    if (size > limit)
      problems.push({ path, message: `A graph has at most ${limit} ${path}, but this one has ${size}.` })
  }
  count('nodes', nodes, MAX_NODES)
  count('wires', wires, MAX_WIRES)
  return problems
}

/** `G.z@main` is `G.z`: one input has one name, and so one wire. Ends that are no endpoints are left for the structure. */
function canonicalWires(wires: GraphDocument['wires']): Result<GraphDocument['wires'], LoadError[]> {
  const canonical: GraphDocument['wires'] = {}
  const errors: LoadError[] = []
  const tidy = (text: string) => {
    const parts = parseEndpoint(text)
    return parts ? formatEndpoint(parts.node, parts.port, parts.call) : text
  }
  for (const [to, from] of Object.entries(wires)) {
    const key = tidy(to)
    if (Object.hasOwn(canonical, key))
      errors.push({
        path: jsonPath(['wires', to]),
        message: `Two wires end at "${key}". An input takes one wire; for a second, give the network another call.`,
      })
    canonical[key] = tidy(from)
  }
  return errors.length > 0 ? failWith(errors) : ok(canonical)
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  Object.freeze(value)
  for (const inner of Object.values(value)) deepFreeze(inner)
  return value
}
