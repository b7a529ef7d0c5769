/** @file What became of weights that were loaded, layer by layer, and the way back to those of before. */
import type { WeightsReport } from '../../editor/running/weights'
import { Button } from '../components/Button'
import { Modal } from '../components/Modal'
import { editor } from '../editor'
import styles from './LoadWeights.module.css'

export function WeightsLoadedDialog({ report, onClose }: { report: WeightsReport; onClose(): void }) {
  const { network, title, source, loaded, rest, before } = report
  const layers = [
    ...rest.map(({ layer, why }) => ({ layer, what: `${before ? 'Keeps its own' : 'Starts afresh'}: ${why}.` })),
    ...loaded.map((layer) => ({ layer, what: 'Loaded' })),
  ]
  return (
    <Modal
      title={`Weights of ${title}`}
      description={`From ${source}: ${loaded.length} of ${layers.length} layers took theirs.`}
      onClose={onClose}
      actions={
        <>
          {before && (
            <Button
              label="Put the old weights back"
              look="outlined"
              tooltip={`Those that ${title} had at step ${before.step.toLocaleString('en')}`}
              onClick={() => {
                onClose()
                const back = editor.loadWeights(
                  network,
                  before.bytes,
                  `step ${before.step.toLocaleString('en')} of this run`,
                )
                if (!back.ok) editor.notify({ tone: 'error', text: back.problem })
              }}
            />
          )}
          <Button label="Close" look="primary" onClick={onClose} />
        </>
      }
    >
      <table className={styles.layers}>
        <thead className="visually-hidden">
          <tr>
            <th scope="col">Layer</th>
            <th scope="col">Weights</th>
          </tr>
        </thead>
        <tbody>
          {layers.map(({ layer, what }) => (
            <tr key={layer}>
              <th scope="row">
                <button
                  type="button"
                  onClick={() => {
                    onClose()
                    editor.reveal(layer)
                  }}
                >
                  {layer}
                </button>
              </th>
              <td>{what}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Modal>
  )
}
