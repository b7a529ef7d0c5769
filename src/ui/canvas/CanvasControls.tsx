/** @file Buttons in the corner of the canvas: add, wire, zoom, show everything. */
import { Panel, useReactFlow } from '@xyflow/react'
import { Cable, Maximize, Plus, Workflow, ZoomIn, ZoomOut } from 'lucide-react'
import type { ReactNode } from 'react'
import { useEditor } from '../editor'
import { runCommand } from '../run-command'
import styles from './Canvas.module.css'
import { openMenu } from './canvas-state'

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

interface ControlButtonProps {
  label: string
  keys?: string
  onClick(): void
  children: ReactNode
  disabled?: boolean
}

export function CanvasControls({ onAdd, onFit }: { onAdd(): void; onFit(): void }) {
  const { zoomIn, zoomOut } = useReactFlow()
  const chosen = useEditor(({ selection }) => (selection.nodes.size === 1 ? [...selection.nodes][0]! : null))
  const hasNodes = useEditor(({ history }) => Object.keys(history.document.nodes).length > 0)
  return (
    <Panel position="bottom-left" className={styles.controls}>
      <ControlButton label="Add a node" keys="Shift+A" onClick={onAdd}>
        <Plus size={16} aria-hidden="true" />
      </ControlButton>
      <ControlButton
        label="Wire the selected node"
        keys="W"
        disabled={chosen === null}
        onClick={() => chosen !== null && openMenu({ type: 'wire', node: chosen })}
      >
        <Cable size={16} aria-hidden="true" />
      </ControlButton>
      <span className={styles.controlGap} />
      <ControlButton label="Zoom in" onClick={() => void zoomIn({ duration: 120 })}>
        <ZoomIn size={16} aria-hidden="true" />
      </ControlButton>
      <ControlButton label="Zoom out" onClick={() => void zoomOut({ duration: 120 })}>
        <ZoomOut size={16} aria-hidden="true" />
      </ControlButton>
      <ControlButton label="Fit view" keys="Shift+1" onClick={onFit}>
        <Maximize size={16} aria-hidden="true" />
      </ControlButton>
      <span className={styles.controlGap} />
      <ControlButton
        label="Lay out everything"
        keys="Shift+L"
        disabled={!hasNodes}
        onClick={() => runCommand('lay-out')}
      >
        <Workflow size={16} aria-hidden="true" />
      </ControlButton>
    </Panel>
  )
}
