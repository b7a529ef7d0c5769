/** @file Everything that the compiler has to say, the worst first. A press goes to the node, another one mends it. */
import { ChevronRight, CircleCheck } from 'lucide-react'
import { useDeferredValue, useEffect, useId, useRef, useState } from 'react'
import type { Diagnostic, Severity } from '../../compile/compilation'
import { silencedBy } from '../../compile/silence'
import { unsilenceEntry } from '../../editor/building/repairing'
import { editor, useEditor } from '../editor'
import { plural } from '../format'
import { titleOf } from '../inspector/NodeInspector'
import { SeverityIcon } from '../inspector/parts'
import styles from './Problems.module.css'
import { keyOf, RemarkMenu, RepairButtons, textOf, Why } from './Remark'

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
        return (
          <span key={severity} className={styles.count}>
            <SeverityIcon severity={severity} sizePx={13} />
            {severity === 'info' ? `${count} advice` : plural(count, severity)}
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
  // Repairs are tried before they are offered, which may wait until what was typed is drawn.
  const shown = useDeferredValue(diagnostics)
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => {
    if (request > 0) list.current?.querySelector('button')?.focus()
  }, [request])

  return (
    <>
      {diagnostics.length === 0 ? (
        <div className={styles.empty}>
          <CircleCheck size={18} aria-hidden="true" />
          No problems.{idle && ' Press Train.'}
        </div>
      ) : (
        <ul ref={list} className={styles.list}>
          {ORDER.flatMap((severity) => bySeverity(shown, severity)).map((diagnostic) => (
            <Problem key={keyOf(diagnostic)} diagnostic={diagnostic} />
          ))}
        </ul>
      )}
      <Silenced />
    </>
  )
}

function usePlace(node: string | undefined): string | null {
  return useEditor((state) => {
    const owner = node === undefined ? undefined : state.history.document.nodes[node]
    return owner ? titleOf(owner) : null
  })
}

function Problem({ diagnostic }: { diagnostic: Diagnostic }) {
  const { code, severity, node, message, fix } = diagnostic
  const place = usePlace(node)
  const words = (
    <>
      <SeverityIcon severity={severity} />
      <span className={styles.words}>
        <span className={styles.title}>
          {textOf(code)?.title ?? code}
          {place && (
            <span className={styles.place}>
              {place} <code>{node}</code>
            </span>
          )}
        </span>
        <span className={styles.message}>{message}</span> <span className={styles.fix}>{fix}</span>
      </span>
    </>
  )
  return (
    <li className={styles.problem}>
      <div className={styles.row}>
        {node === undefined ? (
          <div className={styles.item}>{words}</div>
        ) : (
          <button type="button" className={styles.item} onClick={() => editor.reveal(node)}>
            {words}
          </button>
        )}
        <RemarkMenu diagnostic={diagnostic} />
      </div>
      <div className={styles.below}>
        <RepairButtons diagnostic={diagnostic} />
        <Why diagnostic={diagnostic} />
      </div>
    </li>
  )
}

/** What the document silences, with the way back. */
function Silenced() {
  const silenced = useEditor((state) => state.compilation.silenced)
  const [open, setOpen] = useState(false)
  const id = useId()
  if (silenced.length === 0) return null
  return (
    <div className={styles.silenced}>
      <button type="button" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
        <ChevronRight size={13} aria-hidden="true" />
        Silenced ({silenced.length})
      </button>
      <ul id={id} hidden={!open}>
        {silenced.map((diagnostic) => (
          <SilencedRow key={keyOf(diagnostic)} diagnostic={diagnostic} />
        ))}
      </ul>
    </div>
  )
}

function SilencedRow({ diagnostic }: { diagnostic: Diagnostic }) {
  const { code, node, message } = diagnostic
  const place = usePlace(node)
  const title = textOf(code)?.title ?? code
  const entry = useEditor((state) => silencedBy(state.history.document, diagnostic))
  return (
    <li>
      <span className={styles.words}>
        <span className={styles.title}>
          {title}
          {place && (
            <span className={styles.place}>
              {place} <code>{node}</code>
            </span>
          )}
        </span>
        {message}
      </span>
      {entry !== null && (
        <button type="button" aria-label={`Report again: ${title}`} onClick={() => unsilenceEntry(editor, entry)}>
          Report again
        </button>
      )}
    </li>
  )
}
