/** @file What a dataset node draws from: what is in it, whether it is here, and the way to data of one's own. */
import { FolderOpen } from 'lucide-react'
import type { DatasetDefinition } from '../../data/dataset'
import { describeWanted } from '../../data/own/reference'
import { mayTakeOwn } from '../../editor/building/own-data'
import type { NodeId } from '../../graph/document'
import { bytesText, countText } from '../../lib/quantities'
import { Button } from '../components/Button'
import { editor, useEditor } from '../editor'
import { Facts, Section } from '../inspector/parts'
import styles from './OwnData.module.css'

export function DatasetSection({ id, dataset }: { id: NodeId; dataset: DatasetDefinition }) {
  const { own, count, classes, source } = dataset
  const kept = useEditor((state) => state.ownData)
  const may = useEditor((state) => mayTakeOwn(state.history.document, id))
  const missing = own !== undefined && kept !== null && !kept.some(({ sha256 }) => sha256 === own.sha256)
  const open = () => editor.openDialog({ kind: 'own-data', node: id, given: null })
  return (
    <Section title="Data">
      {missing && (
        <div className={styles.missing}>
          <p>This browser does not have {describeWanted(own)}.</p>
          <Button label="Give the data" look="primary" icon={<FolderOpen size={14} />} onClick={open} />
        </div>
      )}
      <Facts
        facts={[
          ['Samples', count === null ? 'drawn afresh' : countText(count)],
          ...(classes
            ? [['Classes', classes.length <= 6 ? classes.join(', ') : countText(classes.length)] as const]
            : []),
          ...(own
            ? [
                ['Size', bytesText(own.sizeBytes)] as const,
                [
                  'SHA-256',
                  <code key="hash" title={own.sha256}>
                    {own.sha256.slice(0, 12)}…
                  </code>,
                ] as const,
              ]
            : [['From', source] as const]),
        ]}
      />
      {may && !missing && (
        <Button label="Use your own data …" look="outlined" icon={<FolderOpen size={14} />} onClick={open} />
      )}
    </Section>
  )
}
