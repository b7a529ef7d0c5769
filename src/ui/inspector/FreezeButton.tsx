/** @file Keeps the weights of what is selected as they are while the rest learns. Shown where there are weights to keep. */
import { Snowflake } from 'lucide-react'
import { hasFreezable } from '../../editor/building/freezing'
import { commandNamed } from '../../editor/commands'
import { Button } from '../components/Button'
import { useEditor } from '../editor'
import { runCommand, shortcutOf } from '../run-command'

export function FreezeButton() {
  const shown = useEditor(hasFreezable)
  const frozen = useEditor((state) => commandNamed('freeze').checked?.(state) ?? false)
  if (!shown) return null
  return (
    <Button
      label="Freeze"
      look="outlined"
      aria-pressed={frozen}
      tooltip={frozen ? 'Let the weights learn again' : 'Keep the weights as they are while the rest learns'}
      shortcut={shortcutOf('freeze')}
      icon={<Snowflake size={15} />}
      onClick={() => runCommand('freeze')}
    />
  )
}
