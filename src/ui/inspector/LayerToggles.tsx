/** @file Two switches for what is selected: values past the layers, and weights that stay as they are. */
import { Route, Snowflake } from 'lucide-react'
import { memo, type ReactNode } from 'react'
import { hasFreezable } from '../../editor/building/freezing'
import { type CommandName, commandNamed } from '../../editor/commands'
import { Button } from '../components/Button'
import { useEditor } from '../editor'
import { runCommand, shortcutOf } from '../run-command'

interface CommandToggleProps {
  /** A command that says whether it is on. */
  command: CommandName
  label: string
  icon: ReactNode
  /** What a press does while it is off, and while it is on. */
  tooltips: readonly [off: string, on: string]
}

function CommandToggle({ command, label, icon, tooltips: [off, on] }: CommandToggleProps) {
  const isOn = useEditor((state) => commandNamed(command).checked?.(state) ?? false)
  return (
    <Button
      label={label}
      look="outlined"
      aria-pressed={isOn}
      tooltip={isOn ? on : off}
      shortcut={shortcutOf(command)}
      icon={icon}
      onClick={() => runCommand(command)}
    />
  )
}

/** Lets values past the selected layers as if they were not there, and through them again. */
export const BypassButton = memo(function BypassButton() {
  return (
    <CommandToggle
      command="bypass"
      label="Bypass"
      icon={<Route size={15} />}
      tooltips={['Let values past, as if it were not there', 'Let values through again']}
    />
  )
})

/** Keeps the weights of what is selected as they are while the rest learns. Shown where there are weights to keep. */
export const FreezeButton = memo(function FreezeButton() {
  const isShown = useEditor(hasFreezable)
  if (!isShown) return null
  return (
    <CommandToggle
      command="freeze"
      label="Freeze"
      icon={<Snowflake size={15} />}
      tooltips={['Keep the weights as they are while the rest learns', 'Let the weights learn again']}
    />
  )
})
