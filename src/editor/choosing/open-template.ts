/** @file Opening a template by its name. What was on the canvas stays in the list of recent work. */
import type { Editor } from '../store'
import { findTemplate } from './templates'

/** True when there is such a template. */
export function openTemplate(editor: Editor, name: string): boolean {
  const template = findTemplate(name)
  if (template) editor.openDocument(template.document, { kind: 'template', name })
  return template !== null
}
