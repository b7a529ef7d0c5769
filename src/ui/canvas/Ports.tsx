/** @file The ports of a node: where wires begin and end. Their places come from the arithmetic in editor/flow-geometry.ts. */
import { Handle, Position } from '@xyflow/react'
import { memo } from 'react'
import { useStore } from 'zustand'
import type { NodeView, PortView } from '../../editor/flow/view'
import type { NodeId } from '../../graph/document'
import { CallName } from './CallName'
import { connecting, type PortSide, portState } from './connecting'
import styles from './ports.module.css'

interface PortProps {
  node: NodeId
  port: PortView
  side: PortSide
}

const Port = memo(function Port({ node, port, side }: PortProps) {
  const endpoint = `${node}.${port.handle}`
  const state = useStore(connecting, (current) => portState(current, endpoint, side))
  const call = port.call === null ? '' : `, call ${port.call}`
  return (
    <>
      <Handle
        id={port.handle}
        type={side === 'input' ? 'target' : 'source'}
        position={side === 'input' ? Position.Left : Position.Right}
        style={{ top: port.y }}
        className={styles.port}
        role="img"
        aria-label={`${side === 'input' ? 'Input' : 'Output'} ${port.name} of ${node}${call}`}
        title={port.error ?? port.description}
        data-endpoint={endpoint}
        data-side={side}
        data-state={state}
        data-wired={port.wired}
        data-error={port.error !== null}
      />
      {(port.label !== null || port.call !== null || side === 'output') && (
        <span className={styles.portText} data-side={side} data-state={state} style={{ top: port.y }}>
          {port.label !== null && <span className={styles.portName}>{port.label}</span>}
          {port.call !== null &&
            (side === 'input' ? (
              <CallName network={node} call={port.call} />
            ) : (
              <span className={styles.call}>{port.call}</span>
            ))}
          {side === 'output' && port.shape !== null && <span className={styles.shape}>{port.shape}</span>}
        </span>
      )}
    </>
  )
})

export function Ports({ node, view }: { node: NodeId; view: Pick<NodeView, 'inputs' | 'outputs'> }) {
  return (
    <>
      {view.inputs.map((port) => (
        <Port key={port.handle} node={node} port={port} side="input" />
      ))}
      {view.outputs.map((port) => (
        <Port key={port.handle} node={node} port={port} side="output" />
      ))}
    </>
  )
}
