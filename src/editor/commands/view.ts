/** @file Commands: what is seen of the canvas, and what the pointer does on it. */
import type { Preferences } from '../keeping/preferences'
import type { Editor } from '../store'
import { commandList, hasNodes } from './command'

/** By how much one press of a key zooms. */
const ZOOM_FACTOR = 1.25

/** Turns a preference over, and says what holds now. */
function toggle(editor: Editor, patch: Partial<Preferences>, text: string): void {
  editor.setPreferences(patch)
  editor.announce(text)
}

const onOff = (on: boolean): string => (on ? 'on' : 'off')

export const viewCommands = commandList([
  {
    name: 'fit-view',
    label: 'Show everything',
    group: 'View',
    keywords: ['fit', 'zoom'],
    shortcuts: ['Shift+1'],
    run: (editor) => editor.canvas()?.fitView(),
  },
  {
    name: 'fit-selection',
    label: 'Show the selection',
    group: 'View',
    keywords: ['fit', 'zoom', 'focus'],
    shortcuts: ['Shift+2'],
    enabled: hasNodes,
    run: (editor) => editor.canvas()?.fitNodes(editor.getState().selection.nodes),
  },
  {
    name: 'find-node',
    label: 'Find a node',
    group: 'View',
    keywords: ['search', 'go to'],
    shortcuts: ['Mod+F'],
    run: (editor) => editor.canvas()?.openFind(),
  },
  {
    name: 'zoom-in',
    label: 'Zoom in',
    group: 'View',
    shortcuts: ['Mod++', 'Mod+='],
    inContextMenu: false,
    run: (editor) => {
      const canvas = editor.canvas()
      canvas?.zoomTo(canvas.zoom() * ZOOM_FACTOR)
    },
  },
  {
    name: 'zoom-out',
    label: 'Zoom out',
    group: 'View',
    shortcuts: ['Mod+-'],
    inContextMenu: false,
    run: (editor) => {
      const canvas = editor.canvas()
      canvas?.zoomTo(canvas.zoom() / ZOOM_FACTOR)
    },
  },
  {
    name: 'zoom-actual',
    label: 'Zoom to 100 %',
    group: 'View',
    shortcuts: ['Mod+0'],
    inContextMenu: false,
    run: (editor) => editor.canvas()?.zoomTo(1),
  },
  {
    name: 'drag-pans',
    label: 'Drag moves the canvas',
    group: 'View',
    keywords: ['pan', 'box select', 'hand'],
    shortcuts: ['H'],
    checked: ({ preferences }) => preferences.dragStyle === 'pan',
    run: (editor) => {
      const pans = editor.getState().preferences.dragStyle === 'select'
      toggle(
        editor,
        { dragStyle: pans ? 'pan' : 'select' },
        pans ? 'A drag on empty canvas moves it. Shift and a drag select.' : 'A drag on empty canvas selects.',
      )
    },
  },
  {
    name: 'wheel-zooms',
    label: 'Wheel zooms',
    group: 'View',
    keywords: ['scroll', 'mouse', 'trackpad'],
    shortcuts: [],
    checked: ({ preferences }) => preferences.wheelStyle === 'zoom',
    run: (editor) => {
      const zooms = editor.getState().preferences.wheelStyle === 'pan'
      toggle(
        editor,
        { wheelStyle: zooms ? 'zoom' : 'pan' },
        zooms ? 'The wheel zooms.' : 'The wheel moves the canvas. Ctrl and the wheel zoom.',
      )
    },
  },
  {
    name: 'snap',
    label: 'Snap to grid',
    group: 'View',
    keywords: ['align'],
    shortcuts: ["Mod+'"],
    checked: ({ preferences }) => preferences.snap,
    run: (editor) => {
      const snap = !editor.getState().preferences.snap
      toggle(editor, { snap }, `Snap to grid ${onOff(snap)}.`)
    },
  },
  {
    name: 'guides',
    label: 'Snap to neighbours',
    group: 'View',
    keywords: ['align', 'guides', 'smart guides'],
    shortcuts: [],
    checked: ({ preferences }) => preferences.guides,
    run: (editor) => {
      const guides = !editor.getState().preferences.guides
      toggle(editor, { guides }, `Snap to neighbours ${onOff(guides)}.`)
    },
  },
  {
    name: 'minimap',
    label: 'Minimap',
    group: 'View',
    keywords: ['overview', 'map', 'navigator'],
    shortcuts: ['Shift+M'],
    checked: ({ preferences }) => preferences.minimap,
    run: (editor) => {
      const minimap = !editor.getState().preferences.minimap
      toggle(editor, { minimap }, `Minimap ${onOff(minimap)}.`)
    },
  },
])
