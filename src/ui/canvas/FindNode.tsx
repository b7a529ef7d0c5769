/** @file The search for a node of the graph: by its title, its id, its kind or what its params say. Picking one selects and shows it. */
import { useMemo } from 'react'
import { titleOf } from '../../editor/flow/view'
import { kindOf } from '../../graph/kinds'
import { KindIcon } from '../components/KindIcon'
import { editor, useEditor } from '../editor'
import styles from './Canvas.module.css'
import { canvasFlow } from './canvas-flow'
import { closeMenu } from './canvas-state'
import { type PickItem, PickList } from './PickList'

export function FindNode() {
  const graph = useEditor((state) => state.history.document)
  const items = useMemo(
    (): PickItem[] =>
      Object.entries(graph.nodes).map(([id, node]) => {
        const kind = kindOf(node)
        const frame = node.parent === undefined ? undefined : graph.nodes[node.parent]
        const name = typeof node.params.name === 'string' ? node.params.name : ''
        const summary = canvasFlow.flow().layout.views.get(id)?.summary ?? ''
        return {
          id,
          title: `${titleOf(node)} ${id}`,
          detail: [name, summary].filter(Boolean).join(' · '),
          group: frame ? `In ${titleOf(frame)}` : 'Outside networks',
          keywords: [kind.kind, kind.group, ...(kind.keywords ?? [])],
          icon: (
            <span className={styles.kindIcon} data-family={kind.family}>
              <KindIcon kind={kind} sizePx={15} />
            </span>
          ),
        }
      }),
    [graph],
  )
  return (
    <div className={styles.find}>
      <PickList
        label="Find a node"
        placeholder="Find a node: its title, id or params"
        items={items}
        emptyText="No node of this graph is called that."
        onPick={(id) => {
          closeMenu()
          editor.reveal(id)
        }}
        onCancel={closeMenu}
      />
    </div>
  )
}
