/** @file One wire of a picture: the way that it has on the canvas, and its shape where there is room for it. */
import type { CanvasEdge } from '../../editor/flow/flow'
import type { Point, Rect } from '../../editor/flow/geometry'
import type { NodeView, PortView } from '../../editor/flow/view'
import { LABEL_HEIGHT_PX } from '../../editor/wires/look'
import type { WireRoute } from '../../editor/wires/routes'
import { wirePath } from '../canvas/wire-path'
import type { Pen } from './pen'

/** As much of a network's colour as its wires have. */
const TONE_SHARE = 0.72

export function paintWire(
  pen: Pen,
  { source, target, sourceHandle, targetHandle, data }: CanvasEdge,
  views: ReadonlyMap<string, NodeView>,
  places: ReadonlyMap<string, Rect>,
  route: WireRoute | null,
): void {
  const from = endOf(source, views.get(source)?.outputs, sourceHandle, true)
  const to = endOf(target, views.get(target)?.inputs, targetHandle, false)
  if (!from || !to || !data) return
  const { context } = pen
  const token = data.colour?.replace('--', '')
  context.strokeStyle =
    data.error !== null
      ? pen.colour('error')
      : token
        ? pen.mixed(token, TONE_SHARE, 'line-control')
        : pen.colour('line-control')
  context.lineWidth = data.widthPx
  context.lineCap = 'round'
  context.setLineDash(data.error !== null ? [5, 4] : [])
  context.stroke(new Path2D(wirePath(route, from, to)))
  context.setLineDash([])
  if (!route?.label.fits || data.shape === null) return
  const [x, y] = [from.x + route.label.x, from.y + route.label.y]
  const { widthPx } = route.label
  pen.box(x - widthPx / 2, y - LABEL_HEIGHT_PX / 2, widthPx, LABEL_HEIGHT_PX, 4, { fill: pen.colour('surface-canvas') })
  pen.text(data.shape, x, y, { sizePx: 10.5, colour: pen.colour('ink-2'), align: 'center' })

  function endOf(
    node: string,
    ports: readonly PortView[] | undefined,
    handle: string | null | undefined,
    isOutput: boolean,
  ): Point | null {
    const place = places.get(node)
    const port = ports?.find((candidate) => candidate.handle === handle)
    return place && port ? { x: place.x + (isOutput ? place.width : 0), y: place.y + port.y } : null
  }
}
