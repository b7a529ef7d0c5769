/** @file From sharing to exporting: what other programs take. */
import { ArrowRight, PackageOpen } from 'lucide-react'
import { Button } from '../../components/Button'
import { runCommand, shortcutOf } from '../../run-command'
import styles from './Share.module.css'
import { Way } from './Way'

export function ExportWay() {
  return (
    <Way
      icon={<PackageOpen size={16} />}
      title="Take it out of Ganvas"
      about="As a program in PyTorch, as weights or models that other programs run, or the figures of the run as a table."
    >
      <div className={styles.row}>
        <Button
          label="Export"
          look="outlined"
          icon={<ArrowRight size={16} aria-hidden="true" />}
          shortcut={shortcutOf('export')}
          onClick={() => runCommand('export')}
        />
      </div>
    </Way>
  )
}
