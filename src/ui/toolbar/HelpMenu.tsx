/** @file Help: the commands of that group. */
import { Menu } from '@base-ui/react/menu'
import { CircleQuestionMark } from 'lucide-react'
import { commandsByGroup } from '../../editor/commands'
import { isEnabled } from '../../editor/commands/command'
import { useEditorShallow } from '../editor'
import { runCommand, shortcutOf } from '../run-command'
import styles from './Toolbar.module.css'

const commands = commandsByGroup.find(({ group }) => group === 'Help')?.commands ?? []

export function HelpMenu() {
  const enabled = useEditorShallow((state) => commands.map((command) => isEnabled(command, state)))
  return (
    <Menu.Root>
      <Menu.Trigger className={styles.menuButton} aria-label="Help">
        <CircleQuestionMark size={16} strokeWidth={1.85} aria-hidden="true" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={6} align="end" className={styles.positioner}>
          <Menu.Popup className={styles.menu}>
            {commands.map(({ name, label }, index) => (
              <Menu.Item
                key={name}
                className={`${styles.menuItem} ${styles.commandItem}`}
                disabled={!enabled[index]}
                onClick={() => runCommand(name)}
              >
                <span>{label}</span>
                <kbd className={styles.menuKey}>{shortcutOf(name)}</kbd>
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
