/** @file Params of one node, checked by its kind: what load, edits and the inspector's forms ask. */
import { fail, ok, type Result } from '../lib/result'
import type { GraphDocument, NodeId } from './document'
import { explainIssues, type LoadError } from './errors'
import type { AnyKind } from './kinds'
import { kindOf } from './kinds'
import { structureProblems } from './structure'

/** The params with defaults filled in and keys in the kind's order, or what is wrong with them, by path in the params. */
export function checkParams(kind: AnyKind, params: unknown): Result<Record<string, unknown>, LoadError[]> {
  const schema = kind.params.strict()
  const parsed = schema.safeParse(params)
  return parsed.success ? ok(parsed.data) : fail(explainIssues(schema, params, parsed.error.issues))
}

/** Why this value cannot be set, in one sentence for the inspector; `null` when `setParam` will take it. */
export function paramProblem(document: GraphDocument, node: NodeId, key: string, value: unknown): string | null {
  const owner = document.nodes[node]!
  const checked = checkParams(kindOf(owner), { ...owner.params, [key]: value })
  if (!checked.ok) return checked.problem[0]!.message
  // Of what holds between nodes, params decide only whether the names of ports and calls are unique and free to use.
  const changed = { ...document.nodes, [node]: { ...owner, params: checked.value } }
  return structureProblems({ ...document, nodes: changed, wires: {} }, 1)[0]?.message ?? null
}
