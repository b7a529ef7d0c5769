/** @file Keeps a node's look from being drawn again for what it does not show. */
import type { NodeProps } from '@xyflow/react'
import { type ComponentType, memo } from 'react'
import type { CanvasNode } from '../../editor/flow/flow'
import type { NodeView } from '../../editor/flow/view'
import type { NodeId } from '../../graph/document'

export interface Drawn {
  id: NodeId
  data: NodeView
}

/**
 * React Flow gives a component the place of its node as well, and so wakes it with every move of a drag. What is drawn
 * depends on the view alone.
 */
export function drawn(Look: ComponentType<Drawn>): ComponentType<NodeProps<CanvasNode>> {
  const Memoised = memo(Look)
  return ({ id, data }) => <Memoised id={id} data={data} />
}
