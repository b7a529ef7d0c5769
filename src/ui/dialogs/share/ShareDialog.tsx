/** @file Handing the graph to somebody: as a link, as a file, as a picture that carries it. */
import { Modal } from '../../components/Modal'
import { ExportWay } from './ExportWay'
import { FileWay } from './FileWay'
import { GraphPictureWay } from './GraphPictureWay'
import { LinkWay } from './LinkWay'
import { SamplesPictureWay } from './SamplesPictureWay'

export function ShareDialog({ onClose }: { onClose(): void }) {
  return (
    <Modal
      title="Share this graph"
      description="Links, files and pictures hold the whole design. Whoever gets one opens it here and goes on."
      onClose={onClose}
    >
      <LinkWay />
      <FileWay onDone={onClose} />
      <GraphPictureWay />
      <SamplesPictureWay />
      <ExportWay />
    </Modal>
  )
}
