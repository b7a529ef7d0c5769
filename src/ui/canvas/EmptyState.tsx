/** @file What an empty canvas says: three ways to begin, and what hands can do here. It lets the pointer through, all but its buttons. */
import { FileDown, LayoutTemplate, Workflow } from 'lucide-react'
import type { ReactNode } from 'react'
import { kinds } from '../../graph/kinds'
import { editor } from '../editor'
import { openWithDialog } from '../files'
import { addAtCentre } from '../palette/add-at-centre'
import { shortcutOf } from '../run-command'
import styles from './EmptyState.module.css'

const HINTS = [
  ['Double-click', 'adds a node here'],
  ['Drag from a port', 'draws a wire'],
  ['Space-drag', 'moves the view'],
  [shortcutOf('commands'), 'finds everything'],
] as const

export function EmptyState() {
  return (
    <div className={styles.empty}>
      <div className={styles.ways}>
        <Way
          icon={<LayoutTemplate size={22} aria-hidden="true" />}
          name="Open a template"
          text="A finished GAN to train now and change later."
          onClick={() => editor.openDialog({ kind: 'templates' })}
        />
        <Way
          icon={<Workflow size={22} aria-hidden="true" />}
          name="Begin with a network"
          text="A frame for a generator or a critic. Fill it from the palette."
          onClick={() => {
            const network = kinds.find(({ role }) => role === 'network')
            const node = network && addAtCentre(network)
            // In the middle, and near enough to be read, however far away the last design was seen from.
            if (node) editor.reveal(node)
          }}
        />
        <Way
          icon={<FileDown size={22} aria-hidden="true" />}
          name="Open a file"
          text="Or drop a graph’s JSON file anywhere on this page."
          onClick={openWithDialog}
        />
      </div>
      <ul className={styles.hints}>
        {HINTS.map(([keys, what]) => (
          <li key={keys}>
            <kbd>{keys}</kbd> {what}
          </li>
        ))}
      </ul>
    </div>
  )
}

interface WayProps {
  icon: ReactNode
  name: string
  text: string
  onClick(): void
}

function Way({ icon, name, text, onClick }: WayProps) {
  return (
    <button type="button" className={styles.way} onClick={onClick}>
      {icon}
      <strong>{name}</strong>
      <span>{text}</span>
    </button>
  )
}
