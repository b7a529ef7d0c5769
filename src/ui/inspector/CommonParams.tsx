/** @file The params that several selected nodes have in common, as one form: what is set there is set for all of them. */
import { useMemo } from 'react'
import { commonFields, setCommonParam } from '../../editor/building/common-params'
import type { NodeId } from '../../graph/document'
import { editor, useEditor } from '../editor'
import { Field } from './Field'
import styles from './Inspector.module.css'
import { Section } from './parts'

export function CommonParams({ ids }: { ids: readonly NodeId[] }) {
  const document = useEditor((state) => state.history.document)
  const fields = useMemo(() => commonFields(document, ids), [document, ids])
  if (fields.length === 0) return null
  return (
    <Section title="In common">
      <div className={styles.form}>
        {fields.map(({ field, value, mixed }) => (
          <Field
            key={field.key}
            field={field}
            value={value}
            mixed={mixed}
            onChange={(next) => setCommonParam(editor, ids, field, next)}
          />
        ))}
      </div>
    </Section>
  )
}
