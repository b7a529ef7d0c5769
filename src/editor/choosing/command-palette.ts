/**
 * @file What the command palette offers: every command, every node to go to, every template to open, every kind to add. Plain data, so
 * that it can be searched and tested without a page; the page acts on what was chosen.
 */
import { type AnyKind, kindOf } from '../../graph/kinds'
import { type CommandName, commandsByGroup } from '../commands'
import { isEnabled, reasonOf } from '../commands/command'
import { titleOf } from '../flow/view'
import type { EditorState } from '../state'
import { kindItems } from './kind-choice'
import type { Searchable } from './search'
import { templateGroups } from './template-groups'
import { templateTitle } from './templates'

export type PaletteAct =
  | { type: 'command'; name: CommandName }
  | { type: 'node'; id: string }
  | { type: 'template'; name: string }
  | { type: 'kind'; kind: AnyKind }

export interface PaletteEntry extends Searchable {
  act: PaletteAct
  /** As in the list of commands. */
  shortcuts: readonly string[]
  /** Why it cannot be done now; left out when it can. */
  refusal?: string
}

/** Groups that are too long to be shown before something is typed. */
export const SEARCH_ONLY = ['Go to', 'Open a template', 'Add a node'] as const

export function paletteEntries(state: EditorState): PaletteEntry[] {
  return [...commandEntries(state), ...kindEntries(), ...nodeEntries(state), ...templateEntries()]
}

function commandEntries(state: EditorState): PaletteEntry[] {
  return commandsByGroup.flatMap(({ group, commands }) =>
    commands
      .filter(({ name }) => name !== 'commands')
      .map((command) => ({
        id: `command ${command.name}`,
        title: command.label,
        detail: command.checked ? `${group}, ${command.checked(state) ? 'on' : 'off'}` : group,
        group,
        keywords: command.keywords ?? [],
        act: { type: 'command', name: command.name },
        shortcuts: command.shortcuts,
        ...(!isEnabled(command, state) && { refusal: reasonOf(command) }),
      })),
  )
}

/** `Go to Generator › Conv2D`, with the id, by which layers of one kind are told apart. */
function nodeEntries({ history: { document } }: EditorState): PaletteEntry[] {
  return Object.entries(document.nodes).map(([id, node]) => {
    const parent = node.parent === undefined ? undefined : document.nodes[node.parent]
    const path = [parent, node].flatMap((step) => (step ? titleOf(step) : [])).join(' › ')
    return {
      id: `node ${id}`,
      title: `Go to ${path}`,
      detail: `${id}, ${kindOf(node).title}`,
      group: 'Go to',
      keywords: [id, titleOf(node), node.kind],
      act: { type: 'node', id },
      shortcuts: [],
    }
  })
}

function templateEntries(): PaletteEntry[] {
  return templateGroups.flatMap(({ title: group, names }) =>
    names.map((name) => ({
      id: `template ${name}`,
      title: `Open ${templateTitle(name)}`,
      detail: group,
      group: 'Open a template',
      keywords: ['template', name],
      act: { type: 'template', name },
      shortcuts: [],
    })),
  )
}

function kindEntries(): PaletteEntry[] {
  return kindItems.map(({ id, title, detail, keywords = [], kind }) => ({
    id: `kind ${id}`,
    title: `Add ${title}`,
    detail,
    group: 'Add a node',
    keywords: [title, id, ...keywords],
    act: { type: 'kind', kind },
    shortcuts: [],
  }))
}
