/** @file What this browser keeps of own data: take it, save it as a file, delete it. */
import { Download, Trash2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { describeOwn, type OwnReference } from '../../data/own/reference'
import { ownReferenceOf } from '../../editor/building/own-data'
import { bytesText } from '../../lib/quantities'
import { Button } from '../components/Button'
import { editor, useEditor } from '../editor'
import { deleteOwnData, saveOwnData } from './kept'
import styles from './OwnData.module.css'

export function KeptPanel({ onUse }: { onUse(reference: OwnReference): void }) {
  const kept = useEditor((state) => state.ownData) ?? []
  const [asked, setAsked] = useState<string | null>(null)
  const [room, setRoom] = useState<StorageEstimate | null>(null)
  const total = kept.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again whenever something was deleted
  useEffect(() => {
    void navigator.storage?.estimate?.().then(setRoom, () => setRoom(null))
  }, [total])
  if (kept.length === 0) return <p className={styles.note}>This browser keeps no data of yours yet.</p>
  const free = room?.quota === undefined ? null : Math.max(0, room.quota - (room.usage ?? 0))
  return (
    <>
      <ul className={styles.kept}>
        {kept.map((reference) => {
          const { own, sha256, sizeBytes } = reference
          return (
            <li key={sha256}>
              <div>
                <strong>{own}</strong>
                <p>
                  {describeOwn(reference)} · {bytesText(sizeBytes)} · <code>{sha256.slice(0, 12)}</code>
                  {isUsed(sha256) && ' · used in this graph'}
                </p>
              </div>
              <Button label={`Use ${own}`} look="outlined" onClick={() => onUse(reference)} />
              <Button
                label={`Save ${own} as a file`}
                text="never"
                icon={<Download size={16} />}
                onClick={() => void saveOwnData(reference)}
              />
              {asked === sha256 ? (
                <Button
                  label={`Delete ${own} for good`}
                  look="danger"
                  onClick={() => void deleteOwnData(reference).then(() => setAsked(null))}
                />
              ) : (
                <Button
                  label={`Delete ${own}`}
                  text="never"
                  icon={<Trash2 size={16} />}
                  onClick={() => setAsked(sha256)}
                />
              )}
            </li>
          )
        })}
      </ul>
      <p className={styles.note}>
        {bytesText(total)} in all{free === null ? '.' : `; the browser has ${bytesText(free)} left for this page.`}
      </p>
    </>
  )
}

const isUsed = (sha256: string): boolean => {
  const document = editor.document()
  return Object.keys(document.nodes).some((id) => ownReferenceOf(document, id)?.sha256 === sha256)
}
