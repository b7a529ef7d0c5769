/** @file Lets values past the selected layers as if they were not there, and through them again. */
import { Route } from 'lucide-react'
import { commandNamed } from '../../editor/commands'
import { Button } from '../components/Button'
import { useEditor } from '../editor'
import { runCommand, shortcutOf } from '../run-command'

export function BypassButton() {
  const bypassed = useEditor((state) => commandNamed('bypass').checked?.(state) ?? false)
  return (
    <Button
      label="Bypass"
      look="outlined"
      aria-pressed={bypassed}
      tooltip={bypassed ? 'Let values through again' : 'Let values past, as if it were not there'}
      shortcut={shortcutOf('bypass')}
      icon={<Route size={15} />}
      onClick={() => runCommand('bypass')}
    />
  )
}
