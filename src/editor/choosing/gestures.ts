/** @file What the mouse, the trackpad and fingers do on the canvas, in words: for the dialog of shortcuts. Keys come from the list of commands. */

export interface Gesture {
  what: string
  /** How it is done; several ways stand side by side. */
  ways: readonly string[]
}

export const gestures: readonly Gesture[] = [
  { what: 'Move the view', ways: ['Space-drag', 'Middle button', 'Two fingers'] },
  { what: 'Zoom', ways: ['Ctrl-wheel', 'Pinch'] },
  { what: 'Select several', ways: ['Drag on empty canvas', 'Shift-click'] },
  { what: 'Add a node here', ways: ['Double-click empty canvas'] },
  { what: 'Add a node that is wired already', ways: ['Drop a wire on empty canvas'] },
  { what: 'Put a node into a wire', ways: ['Drop it on the wire'] },
  { what: 'Wire anew', ways: ['Drag an end of the wire'] },
  { what: 'Remove a wire', ways: ['Drop its end on empty canvas'] },
  { what: 'Duplicate', ways: ['Alt-drag'] },
  { what: 'Give a drag up', ways: ['Esc'] },
  { what: 'Open the menu', ways: ['Right button', 'Long press'] },
  { what: 'Open a graph', ways: ['Drop its file on the page'] },
]
