/** @file Several nodes, or wires: how many, and what can be done with all of them. */
import { Copy, CopyPlus, Trash2 } from 'lucide-react'
import { useMemo } from 'react'
import { selectedLayers } from '../../editor/building/removing'
import { commandNamed } from '../../editor/commands'
import { countedSelection } from '../../editor/store'
import { kindOf } from '../../graph/kinds'
import { formatShape } from '../../tensor/shape'
import { Button } from '../components/Button'
import { editor, useEditor } from '../editor'
import { countText } from '../format'
import { runCommand } from '../run-command'
import { CommonParams } from './CommonParams'
import styles from './Inspector.module.css'
import { BypassButton, FreezeButton } from './LayerToggles'
import { Facts, Section } from './parts'

export function SelectionInspector() {
  const { nodes, wires } = useEditor((state) => state.selection)
  const document = useEditor((state) => state.history.document)
  const compilation = useEditor((state) => state.compilation)
  const byKind = new Map<string, number>()
  for (const id of nodes) {
    const node = document.nodes[id]
    if (node) byKind.set(kindOf(node).title, (byKind.get(kindOf(node).title) ?? 0) + 1)
  }
  const parameters = [...nodes].reduce((sum, id) => sum + (compilation.nodes[id]?.parameters ?? 0), 0)
  const [wire] = wires
  const ids = useMemo(() => [...nodes], [nodes])
  const layers = useEditor((state) => selectedLayers(state).length)
  const shape = wire === undefined ? undefined : compilation.wires[wire]
  return (
    <div className={styles.inspector}>
      <h3 className={styles.count}>{countedSelection(nodes.size, wires.size)} selected</h3>
      {nodes.size > 0 && (
        <Section title="Kinds">
          <Facts facts={[...byKind].map(([title, count]) => [title, countText(count)] as const)} />
          {parameters > 0 && <Facts facts={[['Parameters', countText(parameters)]]} />}
        </Section>
      )}
      {wire !== undefined && nodes.size === 0 && wires.size === 1 && (
        <Section title="Wire">
          <Facts
            facts={[
              ['From', <code key="from">{document.wires[wire]}</code>],
              ['To', <code key="to">{wire}</code>],
              ['Shape', shape ? <code key="shape">{formatShape(shape)}</code> : 'not known yet'],
            ]}
          />
        </Section>
      )}
      {nodes.size > 1 && <CommonParams key={ids.join(' ')} ids={ids} />}
      <div className={styles.buttons}>
        {nodes.size > 0 && (
          <>
            <Button
              label="Duplicate"
              look="outlined"
              icon={<CopyPlus size={15} />}
              onClick={() => runCommand('duplicate')}
            />
            <Button label="Copy" look="outlined" icon={<Copy size={15} />} onClick={() => runCommand('copy')} />
          </>
        )}
        {layers > 0 && <BypassButton />}
        <FreezeButton />
        <Button
          label={commandNamed('delete').label}
          look="outlined"
          className={styles.delete}
          icon={<Trash2 size={15} />}
          onClick={() => editor.removeSelection()}
        />
      </div>
    </div>
  )
}
