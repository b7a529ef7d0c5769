/**
 * @file The menu at the pointer: right button, a long press, or the menu key. It acts on what is selected, so what is pointed at is
 * selected first. Its items are commands.
 */
import { ContextMenu as Base } from '@base-ui/react/context-menu'
import { ChevronRight } from 'lucide-react'
import { Fragment, type ReactElement, useState } from 'react'
import { contextCommands } from '../../editor/commands/context'
import { CommandItems } from '../components/CommandItems'
import menuStyles from '../components/CommandItems.module.css'
import { editor } from '../editor'
import { closeMenu } from './canvas-state'

/** A group of more commands than these opens beside the menu. */
const LONG = 8

type Sections = ReturnType<typeof contextCommands>

/** Selects what was pointed at, unless it is selected already, and answers what can be done with it. */
function sectionsFor(target: EventTarget | null): Sections {
  const element = target instanceof Element ? target : null
  const node = element?.closest<HTMLElement>('.react-flow__node')?.dataset.id
  const wire = element?.closest<SVGElement>('.react-flow__edge')?.dataset.id
  const { selection } = editor.getState()
  if (node !== undefined && !selection.nodes.has(node)) editor.select({ nodes: [node] })
  else if (wire !== undefined && !selection.wires.has(wire)) editor.select({ wires: [wire] })
  const onCanvas = node === undefined && wire === undefined
  if (onCanvas) editor.clearSelection()
  return contextCommands(editor.getState(), onCanvas ? 'canvas' : 'selection')
}

export function ContextMenu({ children }: { children: ReactElement }) {
  const [sections, setSections] = useState<Sections>([])
  return (
    <Base.Root
      onOpenChange={(open, { event }) => {
        if (!open) return
        closeMenu()
        setSections(sectionsFor(event.target))
      }}
    >
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner className={menuStyles.positioner}>
          <Base.Popup className={menuStyles.menu} aria-label="What can be done here">
            {sections.map(({ group, commands }, index) => (
              <Fragment key={group}>
                {index > 0 && <Base.Separator className={menuStyles.separator} />}
                {commands.length > LONG ? (
                  <Base.SubmenuRoot>
                    <Base.SubmenuTrigger className={menuStyles.item}>
                      <span />
                      <span>{group}</span>
                      <ChevronRight size={14} aria-hidden="true" />
                    </Base.SubmenuTrigger>
                    <Base.Portal>
                      <Base.Positioner className={menuStyles.positioner}>
                        <Base.Popup className={menuStyles.menu}>
                          <CommandItems commands={commands} />
                        </Base.Popup>
                      </Base.Positioner>
                    </Base.Portal>
                  </Base.SubmenuRoot>
                ) : (
                  <CommandItems commands={commands} />
                )}
              </Fragment>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
