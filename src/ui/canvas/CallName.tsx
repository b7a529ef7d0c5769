/** @file The name of a call in its row: a double-click renames it, a cross removes it. By keyboard the inspector does both. */
import { X } from 'lucide-react'
import { useState } from 'react'
import { removeCallOf, renameCallOf } from '../../editor/building/calls'
import type { NodeId } from '../../graph/document'
import { editor } from '../editor'
import styles from './ports.module.css'

export function CallName({ network, call }: { network: NodeId; call: string }) {
  const [draft, setDraft] = useState<string | null>(null)
  if (draft !== null) {
    const commit = () => {
      setDraft(null)
      renameCallOf(editor, network, call, draft)
    }
    return (
      <input
        className={`nodrag ${styles.callField}`}
        aria-label={`Name of the call ${call}`}
        value={draft}
        maxLength={32}
        // biome-ignore lint/a11y/noAutofocus: it was asked for by a double-click on it
        autoFocus
        onFocus={(event) => event.target.select()}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={commit}
        onDoubleClick={(event) => event.stopPropagation()}
        onKeyDown={(event) => {
          event.stopPropagation()
          if (event.key === 'Enter') commit()
          if (event.key === 'Escape') setDraft(null)
        }}
      />
    )
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the list of calls in the inspector does the same by keyboard
    <span
      className={`${styles.call} ${styles.callName}`}
      title="Double-click to rename this call"
      onDoubleClick={(event) => {
        event.stopPropagation()
        setDraft(call)
      }}
    >
      {call}
      <button
        type="button"
        tabIndex={-1}
        className={`nodrag ${styles.callCross}`}
        aria-label={`Remove the call ${call}`}
        onClick={() => removeCallOf(editor, network, call)}
      >
        <X size={10} aria-hidden="true" />
      </button>
    </span>
  )
}
