/** @file Mending by one key, as a quick fix in a code editor. */
import type { Diagnostic, Severity } from '../../compile/compilation'
import { repairsOf } from '../../compile/repairs/verify'
import { applyRepairTo } from '../building/repairing'
import type { EditorState } from '../state'
import { commandList } from './command'

const ORDER: readonly Severity[] = ['error', 'warning', 'info']

/** What could be mended: of the selected nodes if they have any, else of the graph; the worst first. */
function mendable({ compilation, selection }: EditorState): Diagnostic[] {
  const all = ORDER.flatMap((severity) =>
    compilation.diagnostics.filter(
      (diagnostic) => diagnostic.severity === severity && (diagnostic.repairs?.length ?? 0) > 0,
    ),
  )
  const chosen = all.filter(({ node }) => node !== undefined && selection.nodes.has(node))
  return chosen.length > 0 ? chosen : all
}

export const repairCommands = commandList([
  {
    name: 'mend',
    label: 'Mend the first problem',
    group: 'Build',
    keywords: ['fix', 'repair', 'quick fix', 'problem', 'error', 'warning', 'advice'],
    shortcuts: ['Mod+.'],
    enabled: (state) => mendable(state).length > 0,
    run: (editor) => {
      const state = editor.getState()
      for (const diagnostic of mendable(state)) {
        const [repair] = repairsOf(editor.document(), diagnostic, state.compilation.diagnostics)
        if (repair) {
          applyRepairTo(editor, repair)
          return
        }
      }
      editor.notify({
        tone: 'info',
        text: 'Nothing is known that would mend it. Problems says what is wrong and where.',
      })
    },
  },
])
