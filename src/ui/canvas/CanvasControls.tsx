/** @file Buttons in the corner of the canvas: add, wire, zoom, show everything, and how the pointer works. */
import { Menu } from '@base-ui/react/menu'
import { Panel, useStore as useFlowStore } from '@xyflow/react'
import { Cable, Maximize, Plus, SlidersHorizontal, Workflow, ZoomIn, ZoomOut } from 'lucide-react'
import type { ReactNode } from 'react'
import { type CommandName, commandNamed, commandsByGroup } from '../../editor/commands'
import { CommandItems } from '../components/CommandItems'
import menuStyles from '../components/CommandItems.module.css'
import { useEditor } from '../editor'
import { runCommand, shortcutOf } from '../run-command'
import styles from './Canvas.module.css'
import { openMenu } from './canvas-state'

const ICON = { size: 16, 'aria-hidden': true } as const

interface ControlButtonProps {
  label: string
  keys?: string | undefined
  onClick(): void
  children: ReactNode
  disabled?: boolean
}

function ControlButton({ label, keys, onClick, children, disabled = false }: ControlButtonProps) {
  return (
    <button
      type="button"
      className={styles.control}
      aria-label={label}
      title={keys === undefined ? label : `${label} (${keys})`}
      disabled={disabled}
      onClick={onClick}
    >
      {children}
    </button>
  )
}

/** A button that runs a command under its own name, or another. */
function CommandButton({ name, label, children }: { name: CommandName; label?: string; children: ReactNode }) {
  return (
    <ControlButton label={label ?? commandNamed(name).label} keys={shortcutOf(name)} onClick={() => runCommand(name)}>
      {children}
    </ControlButton>
  )
}

/** How large things are seen, in per cent; pressing it goes back to 100. */
function ZoomLevel() {
  const percent = useFlowStore(({ transform }) => Math.round(transform[2] * 100))
  return (
    <button
      type="button"
      className={`${styles.control} ${styles.zoomLevel}`}
      aria-label={`Zoom ${percent} %. Zoom to 100 %`}
      title={`Zoom to 100 % (${shortcutOf('zoom-actual')})`}
      onClick={() => runCommand('zoom-actual')}
    >
      {percent}%
    </button>
  )
}

/** The switches among the commands of the view: how drags and the wheel work, what snaps, what is shown. */
function ViewMenu() {
  const switches =
    commandsByGroup.find(({ group }) => group === 'View')?.commands.filter(({ checked }) => checked) ?? []
  return (
    <Menu.Root>
      <Menu.Trigger className={styles.control} aria-label="Canvas settings" title="Canvas settings">
        <SlidersHorizontal {...ICON} />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner side="right" align="end" sideOffset={8} className={menuStyles.positioner}>
          <Menu.Popup className={menuStyles.menu}>
            <CommandItems commands={switches} />
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}

export function CanvasControls({ onAdd }: { onAdd(): void }) {
  const chosen = useEditor(({ selection }) => (selection.nodes.size === 1 ? [...selection.nodes][0]! : null))
  const hasNodes = useEditor(({ history }) => Object.keys(history.document.nodes).length > 0)
  return (
    <Panel position="bottom-left" className={styles.controls}>
      <ControlButton label="Add a node" keys="Shift+A" onClick={onAdd}>
        <Plus {...ICON} />
      </ControlButton>
      <ControlButton
        label="Wire the selected node"
        keys="W"
        disabled={chosen === null}
        onClick={() => chosen !== null && openMenu({ type: 'wire', node: chosen })}
      >
        <Cable {...ICON} />
      </ControlButton>
      <span className={styles.controlGap} />
      <CommandButton name="zoom-in">
        <ZoomIn {...ICON} />
      </CommandButton>
      <ZoomLevel />
      <CommandButton name="zoom-out">
        <ZoomOut {...ICON} />
      </CommandButton>
      <CommandButton name="fit-view" label="Fit view">
        <Maximize {...ICON} />
      </CommandButton>
      <span className={styles.controlGap} />
      <ControlButton
        label="Lay out everything"
        keys={shortcutOf('lay-out')}
        disabled={!hasNodes}
        onClick={() => runCommand('lay-out')}
      >
        <Workflow {...ICON} />
      </ControlButton>
      <ViewMenu />
    </Panel>
  )
}
