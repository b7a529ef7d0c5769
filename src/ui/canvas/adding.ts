/** @file Adding to the page's editor, from the palette, the lists and what is dropped. */
import * as adding from '../../editor/building/adding'
import { addToSelection } from '../../editor/building/appending'
import * as inserting from '../../editor/building/inserting'
import type { Flow } from '../../editor/flow/flow'
import type { Point } from '../../editor/flow/geometry'
import type { Endpoint, NodeId } from '../../graph/document'
import type { AnyKind } from '../../graph/kinds'
import { editor } from '../editor'

export { fittingPort, placeAt, placeAtWire } from '../../editor/building/adding'
export { insertionOf } from '../../editor/building/inserting'

/** Where something dropped at a point of the canvas goes: on the grid while that is on. `null` where it may not lie. */
export function placeAtDrop(flow: Flow, kind: AnyKind, point: Point): adding.Place | null {
  const place = adding.placeAt(flow, kind, point)
  return place && editor.getState().preferences.snap ? adding.placeOnGrid(flow.input.document, place) : place
}

export const addKind = (kind: AnyKind, place: adding.Place, wire?: { end: adding.PortEnd; port: string }): NodeId =>
  adding.addKind(editor, kind, place, wire)

export const insertKind = (flow: Flow, kind: AnyKind, to: Endpoint): NodeId | null =>
  inserting.insertKind(editor, flow, kind, to)

/** Adds a kind where the selection or the view suggests, wired to what is selected. */
export const addFromPalette = (flow: Flow, kind: AnyKind, centre: Point): NodeId | null =>
  addToSelection(editor, flow, kind, centre)

export const refusePlace = (kind: AnyKind): void => adding.refusePlace(editor, kind)
