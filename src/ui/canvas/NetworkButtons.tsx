/** @file The buttons in a network's header: close it to a box or open it, and look inside. */
import { Maximize2, Minus, Square } from 'lucide-react'
import type { ReactNode } from 'react'
import { enterNetwork, setNetworksCollapsed } from '../../editor/building/networks'
import type { NodeId } from '../../graph/document'
import { editor } from '../editor'
import styles from './networks.module.css'

interface NetworkButtonsProps {
  id: NodeId
  title: string
  collapsed: boolean
}

export function NetworkButtons({ id, title, collapsed }: NetworkButtonsProps) {
  return (
    <span className={styles.buttons}>
      <HeaderButton
        label={`${collapsed ? 'Open' : 'Collapse'} ${title}`}
        keys="Alt+C"
        onClick={() => setNetworksCollapsed(editor, [id], !collapsed)}
      >
        {collapsed ? <Square size={12} aria-hidden="true" /> : <Minus size={14} aria-hidden="true" />}
      </HeaderButton>
      <HeaderButton label={`Enter ${title}`} keys="Alt+Enter" onClick={() => enterNetwork(editor, id)}>
        <Maximize2 size={13} aria-hidden="true" />
      </HeaderButton>
    </span>
  )
}

interface HeaderButtonProps {
  label: string
  keys: string
  onClick(): void
  children: ReactNode
}

/** A press on it is no grip for dragging the node. */
function HeaderButton({ label, keys, onClick, children }: HeaderButtonProps) {
  return (
    <button
      type="button"
      className={`nodrag ${styles.button}`}
      aria-label={label}
      title={`${label} (${keys})`}
      onClick={onClick}
      onDoubleClick={(event) => event.stopPropagation()}
    >
      {children}
    </button>
  )
}
