/** @file The one canvas of the page: what is drawn on it. */
import { createFlowStore } from '../../editor/flow-store'
import { editor } from '../editor'

export const canvasFlow = createFlowStore(editor)
