/** @file Every command that has keys. */
import { commands } from '../../editor/commands'
import { shortcutText } from '../../editor/commands/keys'
import { Modal } from '../components/Modal'
import { isMac } from '../run-command'
import styles from './Dialogs.module.css'

export function ShortcutsDialog({ onClose }: { onClose(): void }) {
  return (
    <Modal title="Keyboard shortcuts" description="They rest while you type." onClose={onClose}>
      <dl className={styles.shortcuts}>
        {commands
          .filter(({ shortcuts }) => shortcuts.length > 0)
          .map(({ name, label, shortcuts }) => (
            <div key={name}>
              <dt>{label}</dt>
              <dd>
                {shortcuts.map((shortcut) => (
                  <kbd key={shortcut}>{shortcutText(shortcut, isMac)}</kbd>
                ))}
              </dd>
            </div>
          ))}
      </dl>
    </Modal>
  )
}
