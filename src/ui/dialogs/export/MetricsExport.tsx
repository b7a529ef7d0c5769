/** @file The losses and metrics of the present run as a table, up to the step at which this is looked at. */
import { useMemo } from 'react'
import { textFile } from '../../../export/exporter'
import { metricsCsv } from '../../../runs/metrics-csv'
import { plainName } from '../../download'
import { editor, useEditor } from '../../editor'
import { countText } from '../../format'
import styles from './Export.module.css'
import { FileList } from './FileList'

export function MetricsExport() {
  const name = useEditor((state) => state.history.document.name)
  const steps = editor.runHistory.losses.length
  const files = useMemo(
    () => (steps > 0 ? [textFile(`${plainName(name)}-step-${steps}.csv`, metricsCsv(editor.runHistory))] : []),
    [name, steps],
  )
  if (steps === 0) return <p className={styles.warning}>There is no run yet. Press Train first.</p>
  return (
    <>
      <p className={styles.aside}>
        {countText(steps)} {steps === 1 ? 'step' : 'steps'}. Metrics stand in the rows of the steps at which they were
        measured; the other cells are empty.
      </p>
      <FileList files={files} />
    </>
  )
}
