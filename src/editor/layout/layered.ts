/**
 * @file One level of a drawing, a network's inside or the canvas, laid out in layers from left to right after Sugiyama, Tagawa and Toda
 * (1981) by ELK's `layered`: ports stay where they are on their nodes, so that wires come out straight, and crossings are few.
 */
import type { ElkNode, ElkPort } from 'elkjs/lib/elk-api'
import type { NodeId } from '../../graph/document'
import type { Point, Size } from '../flow/geometry'
import type { LayoutEngine } from './engine'

/** A node of the level. Ports are given by their height above the node's top, px. */
export interface Box extends Size {
  id: NodeId
  inputs: ReadonlyMap<string, number>
  outputs: ReadonlyMap<string, number>
  /** Inputs of a network stand before all others, outputs after them. */
  edge?: 'first' | 'last'
}

export interface Link {
  id: string
  source: NodeId
  sourceHandle: string
  target: NodeId
  targetHandle: string
  /** Rather straight and short than others. */
  isMain?: boolean
}

export interface Spacing {
  /** Between one layer and the next, px. */
  acrossPx: number
  /** Between nodes of a layer, px. */
  downPx: number
}

/**
 * Where each box lies, whole px, the upper left corner of all at 0, 0. Equal levels give equal answers; of the boxes, those named
 * first lie above where crossings leave the choice.
 */
export async function layered(
  boxes: readonly Box[],
  links: readonly Link[],
  { acrossPx, downPx }: Spacing,
  engine: LayoutEngine,
): Promise<Map<NodeId, Point>> {
  if (boxes.length === 0) return new Map()
  const graph: ElkNode = {
    id: 'level',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': 'RIGHT',
      'elk.randomSeed': '1',
      'elk.padding': '[top=0,left=0,bottom=0,right=0]',
      'elk.spacing.nodeNode': `${downPx}`,
      'elk.spacing.edgeNode': '24',
      'elk.spacing.componentComponent': `${downPx}`,
      'elk.layered.spacing.nodeNodeBetweenLayers': `${acrossPx}`,
      'elk.layered.spacing.edgeNodeBetweenLayers': '20',
      'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
      'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
    },
    children: boxes.map((box) => ({
      id: box.id,
      width: box.width,
      height: box.height,
      ports: [...portsOf(box, 'inputs'), ...portsOf(box, 'outputs')],
      layoutOptions: {
        'elk.portConstraints': 'FIXED_POS',
        ...(box.edge && { 'elk.layered.layering.layerConstraint': box.edge === 'first' ? 'FIRST' : 'LAST' }),
      },
    })),
    edges: links.map((link) => ({
      id: `wire ${link.id}`,
      sources: [portId(link.source, 'outputs', link.sourceHandle)],
      targets: [portId(link.target, 'inputs', link.targetHandle)],
      layoutOptions: {
        'elk.layered.priority.straightness': link.isMain ? '10' : '1',
        'elk.layered.priority.shortness': link.isMain ? '10' : '1',
      },
    })),
  }
  const placed = (await engine(graph)).children ?? []
  const left = Math.min(...placed.map(({ x = 0 }) => x))
  const top = Math.min(...placed.map(({ y = 0 }) => y))
  return new Map(placed.map(({ id, x = 0, y = 0 }) => [id, { x: Math.round(x - left), y: Math.round(y - top) }]))
}

const portId = (node: NodeId, side: 'inputs' | 'outputs', handle: string): string => `${node} ${side} ${handle}`

const portsOf = (box: Box, side: 'inputs' | 'outputs'): ElkPort[] =>
  [...box[side]].map(([handle, y]) => ({
    id: portId(box.id, side, handle),
    x: side === 'inputs' ? 0 : box.width,
    y,
    width: 0,
    height: 0,
    layoutOptions: { 'elk.port.side': side === 'inputs' ? 'WEST' : 'EAST' },
  }))
