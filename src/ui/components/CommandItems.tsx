/** @file Commands as items of a menu: the label, whether a switch is on, and the keys. */
import { Menu } from '@base-ui/react/menu'
import { Check } from 'lucide-react'
import type { CommandName } from '../../editor/commands'
import { type Command, isEnabled } from '../../editor/commands/command'
import { useEditor } from '../editor'
import { runCommand, shortcutOf } from '../run-command'
import styles from './CommandItems.module.css'

export function CommandItems({ commands }: { commands: readonly Command<CommandName>[] }) {
  return commands.map((command) =>
    command.checked ? (
      <SwitchItem key={command.name} command={command} />
    ) : (
      <PlainItem key={command.name} command={command} />
    ),
  )
}

function Text({ command }: { command: Command<CommandName> }) {
  const shortcut = shortcutOf(command.name)
  return (
    <>
      <span>{command.label}</span>
      {shortcut !== undefined && <kbd>{shortcut}</kbd>}
    </>
  )
}

function PlainItem({ command }: { command: Command<CommandName> }) {
  const enabled = useEditor((state) => isEnabled(command, state))
  return (
    <Menu.Item
      className={styles.item}
      aria-label={command.label}
      label={command.label}
      disabled={!enabled}
      onClick={() => runCommand(command.name)}
    >
      <span />
      <Text command={command} />
    </Menu.Item>
  )
}

function SwitchItem({ command }: { command: Command<CommandName> }) {
  const on = useEditor((state) => command.checked?.(state) ?? false)
  return (
    <Menu.CheckboxItem
      className={styles.item}
      aria-label={command.label}
      label={command.label}
      checked={on}
      onCheckedChange={() => runCommand(command.name)}
    >
      <Menu.CheckboxItemIndicator keepMounted className={styles.indicator}>
        <Check size={14} aria-hidden="true" />
      </Menu.CheckboxItemIndicator>
      <Text command={command} />
    </Menu.CheckboxItem>
  )
}
