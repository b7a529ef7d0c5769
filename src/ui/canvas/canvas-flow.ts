/** @file The one canvas of the page: what is drawn on it, and which way its wires run. */
import { createFlowStore } from '../../editor/flow/store'
import { createWireRoutes } from '../../editor/wires/routes'
import { editor } from '../editor'

export const canvasFlow = createFlowStore(editor)
export const wireRoutes = createWireRoutes(canvasFlow.store)
