/** @file Opens playing with an output, where there is something to play with. */
import { Dices } from 'lucide-react'
import { commandNamed } from '../../editor/commands'
import type { NodeId } from '../../graph/document'
import { playable } from '../../train/play'
import { Button } from '../components/Button'
import { editor, useEditor } from '../editor'

export function PlayButton({ node }: { node: NodeId }) {
  const canPlay = useEditor(({ compilation: { plan } }) => plan !== null && playable(plan, node) !== null)
  if (!canPlay) return null
  const { label, shortcuts } = commandNamed('play')
  return (
    <Button
      label={label}
      look="outlined"
      icon={<Dices size={16} aria-hidden="true" />}
      shortcut={shortcuts[0]}
      onClick={() => editor.openDialog({ kind: 'play', node })}
    />
  )
}
