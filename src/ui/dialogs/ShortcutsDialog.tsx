/** @file Every command that has keys, by group, and what the pointer does on the canvas. */
import { Search } from 'lucide-react'
import { useRef, useState } from 'react'
import { gestures } from '../../editor/choosing/gestures'
import { search } from '../../editor/choosing/search'
import { commandsByGroup } from '../../editor/commands'
import { shortcutText } from '../../editor/commands/keys'
import { Modal } from '../components/Modal'
import { isMac } from '../run-command'
import styles from './Shortcuts.module.css'

const KEYS = commandsByGroup.flatMap(({ group, commands }) =>
  commands
    .filter(({ shortcuts }) => shortcuts.length > 0)
    .map(({ name, label, keywords = [], shortcuts }) => ({
      id: name,
      title: label,
      detail: shortcuts.join(' '),
      group,
      keywords,
      ways: shortcuts.map((shortcut) => shortcutText(shortcut, isMac)),
    })),
)

/** Keys of the canvas that depend on what has the focus, and so are no commands. */
const ON_THE_CANVAS = [
  { what: 'Add a node', ways: ['Shift+A', 'Tab'] },
  { what: 'Wire the node with the focus', ways: ['W'] },
  { what: 'Add a node after the one with the focus, wired to it', ways: ['A'] },
  { what: 'Select what has the focus', ways: ['Enter'] },
]

const BY_HAND = [
  ...ON_THE_CANVAS.map((entry) => ({ ...entry, group: 'On the canvas' })),
  ...gestures.map((entry) => ({ ...entry, group: 'With the mouse or fingers' })),
].map(({ what, ways, group }) => ({ id: what, title: what, detail: ways.join(' '), group, ways: [...ways] }))

const ALL = [...KEYS, ...BY_HAND]

export function ShortcutsDialog({ onClose }: { onClose(): void }) {
  const [text, setText] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const found = search(ALL, text)
  const groups = [...new Set(ALL.map(({ group }) => group))]
  return (
    <Modal
      title="Keyboard shortcuts"
      description="They rest while you type."
      onClose={onClose}
      width="wide"
      initialFocus={field}
    >
      <div className={styles.search}>
        <Search size={14} aria-hidden="true" />
        <input
          ref={field}
          type="search"
          aria-label="Search shortcuts"
          placeholder="Search by name or by key"
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </div>
      <div className={styles.groups}>
        {groups.map((group) => {
          const own = found.filter((entry) => entry.group === group)
          return own.length === 0 ? null : (
            <section key={group} className={styles.group}>
              <h3>{group}</h3>
              <dl>
                {own.map(({ id, title, ways }) => (
                  <div key={id}>
                    <dt>{title}</dt>
                    <dd>
                      {ways.map((way) => (
                        <kbd key={way}>{way}</kbd>
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          )
        })}
      </div>
      {found.length === 0 && <p role="status">No key does “{text}”. Ctrl+K finds commands without keys.</p>}
    </Modal>
  )
}
