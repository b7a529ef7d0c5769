/** @file An editor without a page, for tests: a clock that goes on by itself, a worker that never answers, a clipboard in memory. */
import type { GraphDocument } from '../../graph/document'
import { emptyDocument } from '../../graph/schema'
import { FIRST_TEMPLATE, templates } from '../choosing/templates'
import type { PageCommands } from '../commands/command'
import { createEditor, type Editor, type Point } from '../store'

/** The document of a template; the first that people see when none is named. */
export const templateNamed = (name: string = FIRST_TEMPLATE): GraphDocument =>
  templates().find((template) => template.name === name)!.document

export function openEditor(document: GraphDocument = emptyDocument()): Editor {
  let now = 0
  return createEditor({
    document,
    origin: { kind: 'template', name: 'test' },
    services: {
      createClient: () => ({ send: () => {}, dispose: () => {} }),
      nowMs: () => {
        now += 1000
        return now
      },
    },
  })
}

/** A canvas of which only the pointer and the middle are known. */
export function attachPointer(editor: Editor, pointer: Point | null, centre: Point = { x: 0, y: 0 }): () => void {
  const nothing = () => {}
  return editor.attachCanvas({
    pointer: () => pointer,
    centre: () => centre,
    fitView: nothing,
    fitNodes: nothing,
    zoomTo: nothing,
    zoom: () => 1,
    openFind: nothing,
    panBy: nothing,
    focus: () => {},
    glideFrom: async () => true,
  })
}

/** The page's own part of commands, in memory. */
export function createTestPage(): PageCommands {
  let text: string | null = null
  return {
    open: () => {},
    save: () => {},
    focusRegion: () => {},
    startTour: () => {},
    toggleWhatIsThis: () => {},
    clipboard: {
      write: (written) => {
        text = written
      },
      read: async () => text,
    },
  }
}
