/** @file The params of a node as a form, made from what its kind declares. An invalid value never reaches the document. */
import { memo, useState } from 'react'
import type { Diagnostic } from '../../compile/compilation'
import { sayWhatWent } from '../../editor/building/calls'
import type { GraphNode, NodeId } from '../../graph/document'
import { setParam } from '../../graph/edits'
import { type AnyKind, kindOf } from '../../graph/kinds'
import { paramProblem } from '../../graph/params'
import { type Field as FieldSpec, fieldsOf } from '../../lib/fields'
import { editor } from '../editor'
import { RepairButtons } from '../problems/Remark'
import { Disclosure } from './Disclosure'
import { Field } from './Field'
import styles from './Inspector.module.css'

interface ParamsFormProps {
  id: NodeId
  node: GraphNode
  diagnostics: readonly Diagnostic[]
}

export function ParamsForm({ id, node, diagnostics }: ParamsFormProps) {
  const [open, setOpen] = useState(false)
  const kind = kindOf(node)
  const fields = fieldsOf(kind.params)
  if (fields.length === 0) return null

  const of = (field: FieldSpec) => {
    const own = diagnostics.filter(({ param }) => param === field.key)
    return own.length > 0 ? own : NONE
  }
  const view = (field: FieldSpec) => (
    <Param key={field.key} id={id} kind={kind} field={field} value={node.params[field.key]} diagnostics={of(field)} />
  )
  const plain = fields.filter((field) => !field.advanced)
  const advanced = fields.filter((field) => field.advanced)
  return (
    <div className={styles.form}>
      {plain.map(view)}
      {advanced.length > 0 && (
        <Disclosure title={`More (${advanced.length})`} open={open} onToggle={setOpen}>
          <div className={styles.form}>{advanced.map(view)}</div>
        </Disclosure>
      )}
    </div>
  )
}

const NONE: readonly Diagnostic[] = []

interface ParamProps {
  id: NodeId
  kind: AnyKind
  field: FieldSpec
  value: unknown
  diagnostics: readonly Diagnostic[]
}

/** Whoever types into one field has the others drawn only when they change too. */
const Param = memo(function Param({ id, kind, field, value, diagnostics }: ParamProps) {
  const set = (next: unknown) => {
    const problem = paramProblem(editor.document(), id, field.key, next)
    if (problem) return problem
    const label = `Set ${field.title.toLowerCase()} of ${kind.title}`
    sayWhatWent(editor, `Changed ${field.title.toLowerCase()} of ${kind.title}`, () =>
      editor.edit(
        label,
        (draft) => setParam(draft, { node: id, key: field.key, value: next }),
        `param ${id} ${field.key}`,
      ),
    )
    return null
  }
  return (
    <>
      <Field field={field} value={value} onChange={set} remarks={diagnostics.map(({ message }) => message)} />
      {diagnostics.map((diagnostic) => (
        <RepairButtons key={`${diagnostic.code} ${diagnostic.message}`} diagnostic={diagnostic} />
      ))}
    </>
  )
})
