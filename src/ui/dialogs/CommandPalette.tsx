/** @file Everything that can be done, by typing what it is called: commands, places, templates, kinds. After the palettes of code editors. */
import { Dialog } from '@base-ui/react/dialog'
import { Boxes, ChevronRight, Crosshair, LayoutTemplate } from 'lucide-react'
import { useState } from 'react'
import { type PaletteAct, type PaletteEntry, paletteEntries, SEARCH_ONLY } from '../../editor/choosing/command-palette'
import { openTemplate } from '../../editor/choosing/open-template'
import { shortcutText } from '../../editor/commands/keys'
import { PickList } from '../canvas/PickList'
import { KindPicture } from '../components/KindPicture'
import modal from '../components/Modal.module.css'
import { editor } from '../editor'
import { addAtCentre } from '../palette/add-at-centre'
import { isMac, runCommand } from '../run-command'
import styles from './CommandPalette.module.css'

const ICONS = { command: ChevronRight, node: Crosshair, template: LayoutTemplate, kind: Boxes }

export function CommandPalette({ onClose }: { onClose(): void }) {
  // As things stood when it opened: nothing changes under it.
  const [entries] = useState(() => paletteEntries(editor.getState()))
  const [items] = useState(() => entries.map((entry) => ({ ...entry, icon: iconOf(entry), note: noteOf(entry) })))
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={modal.backdrop} />
        <Dialog.Popup className={styles.popup} aria-label="Commands">
          <PickList
            embedded
            label="Find a command, a node, a template or a kind"
            placeholder="What would you like to do?"
            items={items}
            onSearchOnly={SEARCH_ONLY}
            emptyText="Nothing is called that."
            onPick={(id) => {
              const entry = entries.find((candidate) => candidate.id === id)
              onClose()
              if (entry) perform(entry.act)
            }}
            onCancel={onClose}
          />
          <p className={styles.hint}>
            Type a node’s name to go there, a template’s to open it, <kbd>add dense</kbd> to add a layer.
          </p>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function iconOf({ act }: PaletteEntry) {
  if (act.type === 'kind') return <KindPicture kind={act.kind} widthPx={26} />
  const Icon = ICONS[act.type]
  return <Icon size={15} aria-hidden="true" />
}

function noteOf({ act, group, shortcuts }: PaletteEntry) {
  const [shortcut] = shortcuts
  if (shortcut !== undefined) return <kbd className={styles.key}>{shortcutText(shortcut, isMac)}</kbd>
  return act.type === 'command' ? undefined : group
}

function perform(act: PaletteAct): void {
  switch (act.type) {
    case 'command':
      runCommand(act.name)
      break
    case 'node':
      editor.reveal(act.id)
      break
    case 'template':
      openTemplate(editor, act.name)
      break
    case 'kind':
      addAtCentre(act.kind)
      break
  }
}
