/**
 * @file How files of older versions become files of this one: an ordered list of steps, each from one version to the next.
 * Steps work on plain JSON as it was at their time, never on today's types, and are never changed once released. For every
 * version there are golden files in `graphs/golden/v<N>/`, which must load for ever.
 */
import { fail, ok, type Result } from '../lib/result'
import type { LoadError } from './errors'

export type JsonObject = { [key: string]: unknown }

export interface Migration {
  /** Version that the step leads to; it starts from the one before. */
  to: number
  /** What changes: `rename-stride`. */
  name: string
  /** May throw on a file that its version would not have allowed. Must not change what it is given. */
  up(document: JsonObject): JsonObject
}

/** To `to: 2`, then to 3, and so on without a gap. */
export const migrations: readonly Migration[] = []

/** Runs the steps that lead from version `from` to the newest, and writes each version into the document. */
export function migrate(
  document: JsonObject,
  from: number,
  steps: readonly Migration[] = migrations,
): Result<JsonObject, LoadError[]> {
  let current = document
  for (const step of steps) {
    if (step.to <= from) continue
    try {
      current = { ...step.up(current), version: step.to }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      return fail([
        {
          path: '$',
          message: `This file of version ${from} could not be brought to version ${step.to} (${step.name}): ${reason}.`,
        },
      ])
    }
  }
  return ok(current)
}
