/** @file The way from the present run to all that were kept. */
import { History } from 'lucide-react'
import { Button } from '../components/Button'
import { runCommand, shortcutOf } from '../run-command'

export function RunsButton() {
  return (
    <Button
      label="Runs"
      text="wide"
      icon={<History size={15} aria-hidden="true" />}
      tooltip="Runs that this browser keeps: go on, compare, rename, delete"
      shortcut={shortcutOf('runs')}
      onClick={() => runCommand('runs')}
    />
  )
}
