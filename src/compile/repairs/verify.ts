/**
 * @file Which of the repairs that a diagnostic proposes help in this document. Rules propose by what they see nearby; whether
 * that fits what comes further down only trying tells: each is applied to a copy, which is compiled.
 */
import { produce } from 'immer'
import type { GraphDocument } from '../../graph/document'
import { EditError } from '../../graph/edit-error'
import { applyRepair, type Repair } from '../../graph/repair'
import type { Diagnostic } from '../compilation'
import { compile } from '../compile'

/** What stays the same of a finding when its words change. */
export const placeOf = ({ code, node, port, param }: Diagnostic): string => JSON.stringify([code, node, port, param])

/** Beyond so many nodes times proposals nothing is tried: a large graph is compiled in some ms, and all that is shown waits. */
const MOST_TRIED = 3000

const known = new WeakMap<GraphDocument, Map<string, readonly Repair[]>>()

/** The document after a repair; `null` when it cannot be done. */
export function repaired(document: GraphDocument, repair: Repair): GraphDocument | null {
  try {
    return produce(document, (draft) => {
      applyRepair(draft, repair)
    })
  } catch (error) {
    if (error instanceof EditError) return null
    throw error
  }
}

/**
 * The repairs that remove the finding and bring no new errors, or else the fewest and never more than they remove, in the order in
 * which they were proposed. `all`: what the compiler says of the document. Remembered for as long as the document lives.
 */
export function repairsOf(
  document: GraphDocument,
  diagnostic: Diagnostic,
  all: readonly Diagnostic[],
): readonly Repair[] {
  const { repairs = [] } = diagnostic
  if (repairs.length === 0) return repairs
  if (Object.keys(document.nodes).length * repairs.length > MOST_TRIED) return repairs
  const found = known.get(document) ?? new Map<string, readonly Repair[]>()
  known.set(document, found)
  const key = `${placeOf(diagnostic)} ${diagnostic.message}`
  const present = found.get(key)
  if (present) return present
  const helpful = helpfulOf(document, diagnostic, all, repairs)
  found.set(key, helpful)
  return helpful
}

interface Tried {
  repair: Repair
  /** Errors that were not there before. */
  errors: readonly Diagnostic[]
  /** Whether the document has no more errors than it had. */
  noWorse: boolean
}

const isError = ({ severity }: Diagnostic): boolean => severity === 'error'

function helpfulOf(
  document: GraphDocument,
  diagnostic: Diagnostic,
  all: readonly Diagnostic[],
  repairs: readonly Repair[],
): readonly Repair[] {
  const before = new Set(all.map(placeOf))
  const errorsBefore = all.filter(isError).length
  const attempt = (repair: Repair): Tried[] => {
    const after = repaired(document, repair)
    if (!after) return []
    const { diagnostics } = compile(after, document)
    if (diagnostics.some((other) => placeOf(other) === placeOf(diagnostic))) return []
    const errors = diagnostics.filter(isError)
    const fresh = errors.filter((other) => !before.has(placeOf(other)))
    return [{ repair, errors: fresh, noWorse: errors.length <= errorsBefore }]
  }
  const distinct = new Map(repairs.map((repair) => [JSON.stringify(repair.edits), repair]))
  const tried = [...distinct.values()].flatMap(attempt)
  const isClean = ({ errors }: Tried) => errors.length === 0
  // Only where nothing helps by itself are two things done at once.
  const completedOnes = tried.some(isClean) ? tried : tried.map((outcome) => completed(outcome, attempt))
  const outcomes = completedOnes.filter(({ noWorse }) => noWorse)
  const fewest = Math.min(...outcomes.map(({ errors }) => errors.length))
  return outcomes.filter(({ errors }) => errors.length === fewest).map(({ repair }) => repair)
}

/** A repair that brings one error to light which has a repair of its own does both at once. */
function completed(outcome: Tried, attempt: (repair: Repair) => Tried[]): Tried {
  const [error, ...others] = outcome.errors
  if (!error || others.length > 0) return outcome
  for (const next of (error.repairs ?? []).slice(0, MOST_NEXT)) {
    const [both] = attempt({
      label: `${outcome.repair.label} and ${next.label[0]!.toLowerCase()}${next.label.slice(1)}`,
      edits: [...outcome.repair.edits, ...next.edits],
    })
    if (both?.errors.length === 0) return both
  }
  return outcome
}

const MOST_NEXT = 4
