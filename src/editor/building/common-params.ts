/** @file What several nodes have in common to be set: params of the same key that are edited in the same way. */
import type { GraphDocument, NodeId } from '../../graph/document'
import { setParam } from '../../graph/edits'
import { kindOf } from '../../graph/kinds'
import { paramProblem } from '../../graph/params'
import { canonicalJson } from '../../graph/queries'
import { type Field, fieldsOf } from '../../lib/fields'
import type { Editor } from '../store'

export interface CommonField {
  field: Field
  /** Of the first node. */
  value: unknown
  /** The nodes have different values. */
  mixed: boolean
}

/** Names tell nodes apart, and lists of names belong to one node: they are not set for several at once. */
const isShared = ({ control }: Field): boolean => control.type !== 'text' && control.type !== 'texts'

const sameForm = (a: Field, b: Field): boolean =>
  a.key === b.key && a.nullable === b.nullable && canonicalJson(a.control) === canonicalJson(b.control)

/** In the order of the first node's form. */
export function commonFields(document: GraphDocument, ids: readonly NodeId[]): CommonField[] {
  const nodes = ids.flatMap((id) => document.nodes[id] ?? [])
  const forms = [...new Set(nodes.map(kindOf))].map(({ params }) => fieldsOf(params))
  const [first = [], ...others] = forms
  return first
    .filter((field) => isShared(field) && others.every((form) => form.some((other) => sameForm(field, other))))
    .map((field) => {
      const values = nodes.map(({ params }) => params[field.key])
      const mixed = new Set(values.map(canonicalJson)).size > 1
      return { field, value: values[0], mixed }
    })
}

/** Sets a param of all nodes as one step of undo; answers why not when one of them refuses it, and then sets none. */
export function setCommonParam(editor: Editor, ids: readonly NodeId[], field: Field, value: unknown): string | null {
  const document = editor.document()
  for (const id of ids) {
    const problem = paramProblem(document, id, field.key, value)
    if (problem !== null) return problem
  }
  editor.edit(
    `Set ${field.title.toLowerCase()} of ${ids.length} nodes`,
    (draft) => {
      for (const node of ids) setParam(draft, { node, key: field.key, value })
    },
    `params ${field.key} ${ids.join(' ')}`,
  )
  return null
}
