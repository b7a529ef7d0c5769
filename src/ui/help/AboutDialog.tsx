/** @file What this is, which version, under which licence, and what becomes of what people make with it. */
import { version } from '../../../package.json'
import { Modal } from '../components/Modal'
import styles from './Help.module.css'

export function AboutDialog({ onClose }: { onClose(): void }) {
  return (
    <Modal title="About Ganvas" description="Draw a GAN. Press Train. Watch it learn on every node." onClose={onClose}>
      <dl className={styles.terms}>
        <dt>Version</dt>
        <dd>{version}</dd>
        <dt>Licence</dt>
        <dd>MIT. Use it, change it, pass it on.</dd>
        <dt>Privacy</dt>
        <dd>
          Nothing leaves this machine. Training runs in this browser, data comes with the page, and your graphs are kept
          in this browser until you save them to a file. There is no account, no server that learns of you, and nothing
          is counted.
        </dd>
        <dt>Links</dt>
        <dd>Papers open in a new tab, and only when you follow the link.</dd>
        <dt>Datasets</dt>
        <dd>Who made each, and under which licence, stands in the inspector of its node.</dd>
      </dl>
    </Modal>
  )
}
