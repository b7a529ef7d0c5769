/** @file Everything that the compiler has to say, the worst first. A press goes to the node. */
import { CircleCheck } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { Diagnostic, Severity } from '../../compile/compilation'
import { editor, useEditor } from '../editor'
import { plural } from '../format'
import { titleOf } from '../inspector/NodeInspector'
import { SeverityIcon } from '../inspector/parts'
import styles from './Problems.module.css'

const ORDER: readonly Severity[] = ['error', 'warning', 'info']

export const bySeverity = (diagnostics: readonly Diagnostic[], severity: Severity): Diagnostic[] =>
  diagnostics.filter((diagnostic) => diagnostic.severity === severity)

/** Counts behind the heading. */
export function ProblemCounts() {
  const diagnostics = useEditor((state) => state.compilation.diagnostics)
  return (
    <span className={styles.counts}>
      {ORDER.map((severity) => {
        const count = bySeverity(diagnostics, severity).length
        if (count === 0) return null
        const noun = severity === 'info' ? 'note' : severity
        return (
          <span key={severity} className={styles.count}>
            <SeverityIcon severity={severity} sizePx={13} />
            {plural(count, noun)}
          </span>
        )
      })}
    </span>
  )
}

export function Problems() {
  const diagnostics = useEditor((state) => state.compilation.diagnostics)
  const request = useEditor((state) => state.problemsRequest)
  const idle = useEditor((state) => state.run.status === 'idle')
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => {
    if (request > 0) list.current?.querySelector('button')?.focus()
  }, [request])

  if (diagnostics.length === 0) {
    return (
      <div className={styles.empty}>
        <CircleCheck size={18} aria-hidden="true" />
        No problems.{idle && ' Press Train.'}
      </div>
    )
  }
  return (
    <ul ref={list} className={styles.list}>
      {ORDER.flatMap((severity) => bySeverity(diagnostics, severity)).map((diagnostic) => (
        <Problem
          key={`${diagnostic.code} ${diagnostic.node} ${diagnostic.port} ${diagnostic.param} ${diagnostic.message}`}
          diagnostic={diagnostic}
        />
      ))}
    </ul>
  )
}

function Problem({ diagnostic }: { diagnostic: Diagnostic }) {
  const { severity, node, message, fix } = diagnostic
  const title = useEditor((state) => {
    const owner = node === undefined ? undefined : state.history.document.nodes[node]
    return owner ? titleOf(owner) : null
  })
  const words = (
    <>
      <SeverityIcon severity={severity} />
      <span className={styles.words}>
        {title && (
          <span className={styles.place}>
            {title} <code>{node}</code>
          </span>
        )}
        <span className={styles.message}>{message}</span> <span className={styles.fix}>{fix}</span>
      </span>
    </>
  )
  return (
    <li>
      {node === undefined ? (
        <div className={styles.item}>{words}</div>
      ) : (
        <button type="button" className={styles.item} onClick={() => editor.reveal(node)}>
          {words}
        </button>
      )}
    </li>
  )
}
