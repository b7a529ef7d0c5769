/** @file The way of a wire as the path of an SVG: round what is in its way, or a bow where nothing is. */
import { getBezierPath, Position } from '@xyflow/react'
import type { Point } from '../../editor/flow/geometry'
import { pathOf } from '../../editor/wires/look'
import type { WireRoute } from '../../editor/wires/routes'

/** Breadth of the strip along a wire that takes the pointer, px of the canvas. */
export const WIRE_STRIP_PX = 18

/** From the border of one node to that of the other, px of the canvas. */
export const wirePath = (route: Pick<WireRoute, 'points'> | null, from: Point, to: Point): string =>
  route?.points
    ? pathOf(route.points, from)
    : getBezierPath({
        sourceX: from.x,
        sourceY: from.y,
        targetX: to.x,
        targetY: to.y,
        sourcePosition: Position.Right,
        targetPosition: Position.Left,
      })[0]
