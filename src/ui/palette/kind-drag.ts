/** @file The type under which a kind of node travels while it is dragged from the palette to the canvas. */
export const KIND_DRAG_TYPE = 'application/x-ganvas-kind'
