/** @file One thing that the compiler says, wherever it is shown: what is wrong, why it matters, and what can be done about it at once. */
import { Menu } from '@base-ui/react/menu'
import { BellOff, ChevronRight, ExternalLink, MoreHorizontal, Wrench } from 'lucide-react'
import { useId, useMemo, useState } from 'react'
import type { Diagnostic } from '../../compile/compilation'
import { type DiagnosticCode, diagnosticTable } from '../../compile/diagnostics'
import { repairsOf } from '../../compile/repairs/verify'
import { applyRepairTo, silenceFinding } from '../../editor/building/repairing'
import type { Repair } from '../../graph/repair'
import { editor, useEditor } from '../editor'
import styles from './Remark.module.css'

/** More than so many choices nobody reads; the likeliest come first. */
const MOST_SHOWN = 4

/** The repairs that help. Tried once for each finding. */
export function useRepairs(diagnostic: Diagnostic): readonly Repair[] {
  const compilation = useEditor((state) => state.compilation)
  return useMemo(
    () => repairsOf(editor.document(), diagnostic, compilation.diagnostics).slice(0, MOST_SHOWN),
    [diagnostic, compilation],
  )
}

export function RepairButtons({ diagnostic, onDone }: { diagnostic: Diagnostic; onDone?: () => void }) {
  const repairs = useRepairs(diagnostic)
  if (repairs.length === 0) return null
  return (
    <div className={styles.repairs}>
      {repairs.map((repair, index) => (
        <button
          key={repair.label}
          type="button"
          className={styles.repair}
          data-first={index === 0 || undefined}
          onClick={() => {
            onDone?.()
            applyRepairTo(editor, repair)
          }}
        >
          {index === 0 && <Wrench size={12} aria-hidden="true" />}
          {repair.label}
        </button>
      ))}
    </div>
  )
}

/** Tells the findings of one compilation apart. */
export const keyOf = ({ code, node, port, param, message }: Diagnostic): string =>
  `${code} ${node} ${port} ${param} ${message}`

/** Title and meaning of a code; codes of files of later versions have none. */
export const textOf = (code: string) =>
  Object.hasOwn(diagnosticTable, code) ? diagnosticTable[code as DiagnosticCode] : null

/** What came, what was expected, why it matters and who says so; closed at first. */
export function Why({ diagnostic }: { diagnostic: Diagnostic }) {
  const [open, setOpen] = useState(false)
  const id = useId()
  const { code, received, expected } = diagnostic
  const text = textOf(code)
  if (!text) return null
  return (
    <>
      <button
        type="button"
        className={styles.why}
        aria-expanded={open}
        aria-controls={id}
        aria-label={`Why: ${text.title}`}
        onClick={() => setOpen(!open)}
      >
        <ChevronRight size={12} aria-hidden="true" />
        Why
      </button>
      <div id={id} hidden={!open} className={styles.explanation}>
        <p>{text.explanation}</p>
        {received !== undefined && expected !== undefined && (
          <dl className={styles.facts}>
            <dt>Received</dt>
            <dd>{received}</dd>
            <dt>Expected</dt>
            <dd>{expected}</dd>
          </dl>
        )}
        {text.source && (
          <a href={text.source.url} target="_blank" rel="noreferrer">
            {text.source.title} <ExternalLink size={11} aria-hidden="true" />
          </a>
        )}
      </div>
    </>
  )
}

/** Silencing, for what may be silenced. */
export function RemarkMenu({ diagnostic }: { diagnostic: Diagnostic }) {
  const { code, node, severity } = diagnostic
  if (severity === 'error') return null
  const title = textOf(code)?.title ?? code
  return (
    <Menu.Root>
      <Menu.Trigger className={styles.more} aria-label={`Silence ${title}`}>
        <MoreHorizontal size={15} aria-hidden="true" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={4} align="end" className={styles.positioner}>
          <Menu.Popup className={styles.menu}>
            {node !== undefined && (
              <Menu.Item className={styles.menuItem} onClick={() => silenceFinding(editor, diagnostic, 'here')}>
                <BellOff size={14} aria-hidden="true" /> Silence here
              </Menu.Item>
            )}
            <Menu.Item className={styles.menuItem} onClick={() => silenceFinding(editor, diagnostic, 'everywhere')}>
              <BellOff size={14} aria-hidden="true" /> Silence everywhere in this graph
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
