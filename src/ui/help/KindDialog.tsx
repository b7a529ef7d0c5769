/** @file All that is to be known of one kind of node: what it does, its ports, its params, the papers behind it. */
import { Plus } from 'lucide-react'
import { declaredInputs, shapesExample, shapesLine } from '../../editor/choosing/kind-shapes'
import type { AnyKind } from '../../graph/kinds'
import { fieldsOf } from '../../lib/fields'
import { Button } from '../components/Button'
import { KindPicture } from '../components/KindPicture'
import { Modal } from '../components/Modal'
import { addAtCentre } from '../palette/add-at-centre'
import { DocsText, References } from './DocsText'
import styles from './Help.module.css'

export function KindDialog({ kind, onClose }: { kind: AnyKind; onClose(): void }) {
  const example = shapesExample(kind)
  const inputs = declaredInputs(kind)
  const fields = fieldsOf(kind.params)
  return (
    <Modal
      title={kind.title}
      onClose={onClose}
      actions={
        <>
          <Button
            label={`Add ${kind.title}`}
            look="outlined"
            icon={<Plus size={15} aria-hidden="true" />}
            onClick={() => {
              onClose()
              addAtCentre(kind)
            }}
          />
          <Button label="Close" look="primary" onClick={onClose} />
        </>
      }
    >
      <div className={styles.kind}>
        <div className={styles.head}>
          <span className={styles.sheet}>
            <KindPicture kind={kind} widthPx={140} />
          </span>
          <div>
            <p className={styles.summary}>{kind.summary}</p>
            {example && (
              <p className={styles.shapes}>
                <code>{shapesLine(example)}</code>
                {example.params !== '' && <small>for example with {example.params}</small>}
              </p>
            )}
          </div>
        </div>
        <DocsText text={kind.docs} />
        {inputs.length > 0 && (
          <section className={styles.section}>
            <h4>Inputs</h4>
            <dl className={styles.terms}>
              {inputs.map(({ name, description }) => (
                <Term key={name} name={name} text={description} />
              ))}
            </dl>
          </section>
        )}
        {fields.length > 0 && (
          <section className={styles.section}>
            <h4>Params</h4>
            <dl className={styles.terms}>
              {fields.map(({ key, title, description }) => (
                <Term key={key} name={title} text={description} />
              ))}
            </dl>
          </section>
        )}
        <References text={kind.docs} />
      </div>
    </Modal>
  )
}

function Term({ name, text }: { name: string; text: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{text}</dd>
    </>
  )
}
