/**
 * @file What is wrong with a file, for people: a place and a plain sentence with the value received. Zod's issues are turned
 * into sentences here, and nowhere else.
 */
import { z } from 'zod'
import { nearest } from './nearest'

export interface LoadError {
  /** JSON path of the place: `nodes.G_fc.params.units`, `wires["D.image@real"]`; `$` is the whole file. */
  path: string
  /** What is wrong there, what was expected, what came. */
  message: string
}

type PathKey = string | number

/** `['nodes', 'z', 'params', 'shape', 0]` → `nodes.z.params.shape[0]`. */
export function jsonPath(keys: readonly PropertyKey[]): string {
  if (keys.length === 0) return '$'
  return keys
    .map((key, index) => {
      if (typeof key === 'number') return `[${key}]`
      const text = shorten(String(key), 80)
      if (!/^[A-Za-z_][\w-]*$/.test(text)) return `[${JSON.stringify(text)}]`
      return index === 0 ? text : `.${text}`
    })
    .join('')
}

const shorten = (text: string, length: number) => (text.length > length ? `${text.slice(0, length)}…` : text)

/** A value as people wrote it, cut to one short line. */
export function formatValue(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (typeof value === 'number') return String(value)
  return shorten(JSON.stringify(value) ?? String(value), 60)
}

/** What the issues say about `input`, in plain sentences. `prefix` is where `input` lies in the file. */
export function explainIssues(
  schema: z.ZodType,
  input: unknown,
  issues: readonly z.core.$ZodIssue[],
  prefix: readonly PathKey[] = [],
): LoadError[] {
  return issues.flatMap((issue) => explainIssue(schema, input, issue, prefix))
}

function explainIssue(
  schema: z.ZodType,
  input: unknown,
  issue: z.core.$ZodIssue,
  prefix: readonly PathKey[],
): LoadError[] {
  const path = issue.path as PathKey[]
  const at = (message: string, ...more: PathKey[]): LoadError[] => [
    { path: jsonPath([...prefix, ...path, ...more]), message },
  ]
  const value = valueAt(input, path)
  const received = formatValue(value)
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.flatMap((key) => {
        const hint = nearest(key, keysAt(schema, input, path))
        return at(
          `There is no key "${shorten(key, 60)}" here.${hint ? ` The nearest known key is "${hint}".` : ''}`,
          key,
        )
      })
    case 'invalid_key':
      return at(`"${shorten(String(path.at(-1)), 60)}" is no id: ${issue.issues[0]?.message ?? 'malformed'}.`)
    case 'invalid_type':
      return at(
        value === undefined ? `${expectation(issue)}, but it is missing.` : `${expectation(issue)}, not ${received}.`,
      )
    case 'invalid_value':
      return at(`${oneOf(issue.values.map(formatValue))}, not ${received}.${hintFor(value, issue.values)}`)
    case 'invalid_union':
      return explainUnion(schema, input, issue, prefix, path)
    case 'too_small':
    case 'too_big':
      return at(`${expectation(issue)}, not ${describeSize(value, issue.origin)}.`)
    default:
      return at(`${sentence(issue.message)}; this is ${received}.`)
  }
}

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`

const oneOf = (names: readonly string[]) => `This should be ${names.length > 1 ? 'one of ' : ''}${names.join(', ')}`

function hintFor(value: unknown, known: readonly unknown[]): string {
  const words = known.filter((word): word is string => typeof word === 'string')
  const hint = typeof value === 'string' && words.length > 1 ? nearest(value, words) : null
  return hint === null ? '' : ` The nearest is "${hint}".`
}

const TYPE_NAMES: Record<string, string> = {
  int: 'a whole number',
  number: 'a finite number',
  string: 'a text',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
}

/** "This should be …" for the issues that name a type or a limit. */
function expectation(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return `This should be ${TYPE_NAMES[issue.expected] ?? issue.expected}`
  if (issue.code !== 'too_small' && issue.code !== 'too_big') return sentence(issue.message)
  const limit = Number(issue.code === 'too_small' ? issue.minimum : issue.maximum)
  const bound = issue.exact ? 'exactly' : issue.code === 'too_small' ? 'at least' : 'at most'
  switch (issue.origin) {
    case 'array':
      return `This should be a list of ${bound} ${limit} ${limit === 1 ? 'value' : 'values'}`
    case 'string':
      return `This should be a text of ${bound} ${limit} ${limit === 1 ? 'character' : 'characters'}`
    default:
      return issue.inclusive === false
        ? `This should be ${issue.code === 'too_small' ? 'more' : 'less'} than ${limit}`
        : `This should be ${bound} ${limit}`
  }
}

function describeSize(value: unknown, origin: string): string {
  if (origin === 'array' && Array.isArray(value)) return `${value.length}: ${formatValue(value)}`
  if (origin === 'string' && typeof value === 'string') return value === '' ? 'an empty one' : `one of ${value.length}`
  return formatValue(value)
}

/** The branch whose type fits is the one that was meant; if none fits, every branch says what it would take. */
function explainUnion(
  schema: z.ZodType,
  input: unknown,
  issue: z.core.$ZodIssueInvalidUnion,
  prefix: readonly PathKey[],
  path: readonly PathKey[],
): LoadError[] {
  const value = valueAt(input, path)
  const place = jsonPath([...prefix, ...path])
  if ('discriminator' in issue) {
    const words = 'options' in issue && Array.isArray(issue.options) ? issue.options.map(String) : []
    if (typeof value !== 'string') {
      const what = value === undefined ? 'it is missing' : `it is ${formatValue(value)}`
      return [{ path: place, message: `This should be the name of a ${String(issue.discriminator)}, but ${what}.` }]
    }
    const hint = nearest(value, words)
    const nearestText = hint === null ? '' : ` The nearest known one is "${hint}".`
    return [{ path: place, message: `There is no ${issue.discriminator} ${formatValue(value)}.${nearestText}` }]
  }
  const fitting = issue.errors.find(
    (branch) => !branch.some((inner) => inner.code === 'invalid_type' && inner.path.length === 0),
  )
  if (fitting) {
    const inside = fitting.map((inner) => ({ ...inner, path: [...path, ...inner.path] }) as z.core.$ZodIssue)
    return explainIssues(schema, input, inside, prefix)
  }
  const wanted = issue.errors.flatMap((branch) => {
    const [first] = branch
    return first?.code === 'invalid_type' ? [TYPE_NAMES[first.expected] ?? first.expected] : []
  })
  return [{ path: place, message: `This should be ${[...new Set(wanted)].join(' or ')}, not ${formatValue(value)}.` }]
}

function valueAt(input: unknown, path: readonly PathKey[]): unknown {
  let value = input
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as Record<PathKey, unknown>)[key]
  }
  return value
}

/** Keys that a schema accepts in the object at `path` of `input`. */
function keysAt(schema: z.ZodType, input: unknown, path: readonly PathKey[]): readonly string[] {
  let current: z.ZodType = schema
  let value = input
  for (const key of path) {
    const next = childSchema(objectSchema(current, value), key)
    if (!next) return []
    current = next
    value = valueAt(value, [key])
  }
  const object = objectSchema(current, value)
  return object instanceof z.ZodObject ? Object.keys(object.shape) : []
}

function childSchema(schema: z.ZodType | null, key: PathKey): z.ZodType | null {
  if (schema instanceof z.ZodObject) return (schema.shape[key] as z.ZodType | undefined) ?? null
  if (schema instanceof z.ZodRecord) return schema.valueType as z.ZodType
  if (schema instanceof z.ZodArray) return schema.element as z.ZodType
  return null
}

/** Looks through wrappers, and chooses the branch of a union that `value` is meant for. */
function objectSchema(schema: z.ZodType, value: unknown): z.ZodType | null {
  if (
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodOptional
  )
    return objectSchema(schema.def.innerType as z.ZodType, value)
  if (schema instanceof z.ZodDiscriminatedUnion) {
    const { discriminator, options } = schema.def
    const wanted = valueAt(value, [discriminator as string])
    const option = options.find((candidate) => {
      const literal = candidate instanceof z.ZodObject ? candidate.shape[discriminator as string] : undefined
      return literal instanceof z.ZodLiteral && literal.values.has(wanted as string)
    })
    return (option as z.ZodType | undefined) ?? null
  }
  if (schema instanceof z.ZodUnion) {
    const options = schema.def.options.map((option) => objectSchema(option as z.ZodType, value))
    return options.find((option) => option instanceof (Array.isArray(value) ? z.ZodArray : z.ZodObject)) ?? null
  }
  return schema
}
