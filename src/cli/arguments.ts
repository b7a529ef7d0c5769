/** @file What commands make of their arguments, and how they leave when one means nothing. */
import type { ArgsDef } from 'citty'
import { nearest } from '../graph/nearest'
import { BACKENDS, type BackendChoice } from '../train/protocol'

/** Samples for the metrics when none are asked for: as most papers take. */
export const DEFAULT_SAMPLES = 10_000
export const MAX_SAMPLES = 50_000

export function leave(exitCode: number, message: string) {
  console.error(message)
  process.exitCode = exitCode
}

/** `undefined` when nothing was given, `null` when it is no whole number in the interval. */
export function wholeNumber(text: string | undefined, minimum: number, maximum: number): number | null | undefined {
  if (text === undefined) return undefined
  const value = Number(text)
  return text.trim() !== '' && Number.isInteger(value) && value >= minimum && value <= maximum ? value : null
}

export const samplesProblem = (argument: string, given: string | undefined): string =>
  `${argument} takes a whole number of samples from 1 to ${MAX_SAMPLES.toLocaleString('en')}, not "${given}".`

export const BACKEND_ARGUMENT = { type: 'string', description: BACKENDS.join(' | '), default: 'auto' } as const

export const isBackend = (name: string): name is BackendChoice => BACKENDS.some((known) => known === name)

export const backendProblem = (given: string): string => `--backend takes ${BACKENDS.join(', ')}, not "${given}".`

/** An argument that is given several times, as one with commas: the parser would keep the last. */
export function joinRepeated(args: readonly string[], name: string): string[] {
  const values: string[] = []
  const rest = args.flatMap((argument, index) => {
    if (argument.startsWith(`${name}=`)) values.push(argument.slice(name.length + 1))
    else if (args[index - 1] === name) values.push(argument)
    else if (argument !== name || index === args.length - 1) return [argument]
    return []
  })
  return values.length === 0 ? rest : [...rest, name, values.join(',')]
}

/** `--metrics` may stand without a number; the parser would take what follows for one. */
export function withDefaultSamples(args: readonly string[]): string[] {
  return args.flatMap((argument, index) =>
    argument === '--metrics' && !/^\d/.test(args[index + 1] ?? '') ? [argument, String(DEFAULT_SAMPLES)] : [argument],
  )
}

/** Options that every command takes. */
const COMMON = ['help', 'version', 'no-color']

/** A sentence about the first option that a command does not know; `null` when there is none. The parser would pass over it. */
export function unknownOption(args: readonly string[], known: readonly string[]): string | null {
  const names = [...known, ...COMMON]
  for (const argument of args) {
    if (argument === '--') return null
    if (/^-[a-z]/i.test(argument)) return `There is no option ${argument}: all are written out, as --help is.`
    const option = /^--([^=]+)/.exec(argument)?.[1]
    if (option === undefined || names.includes(option) || names.includes(option.replace(/^no-/, ''))) continue
    const meant = nearest(option, names)
    return `There is no option --${option}.${meant ? ` Did you mean --${meant}?` : ''}`
  }
  return null
}

/** A sentence about the first file that a command has no use for; `null` when there is none. The parser would pass over it. */
export function tooManyFiles(given: readonly string[], known: ArgsDef): string | null {
  const taken = Object.values(known).filter(({ type }) => type === 'positional').length
  const surplus = given[taken]
  if (surplus === undefined) return null
  return `It has no use for "${surplus}"${taken === 0 ? '' : `: it takes one file, "${given[0]}"`}.`
}
