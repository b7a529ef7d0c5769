/** @file Where to begin: the templates, an empty canvas, and what this browser kept of earlier work. */
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { templateGroups } from '../../editor/template-groups'
import { headline, type Template, type TrainedFigures, templates } from '../../editor/templates'
import { metricText } from '../../metrics/text'
import { Modal } from '../components/Modal'
import { autosave, editor, useEditor } from '../editor'
import { countText, durationText, plural } from '../format'
import styles from './Dialogs.module.css'
import { GraphThumbnail } from './GraphThumbnail'

export function TemplatesDialog({ onClose }: { onClose(): void }) {
  const dirty = useEditor((state) => state.dirty)
  const [recent] = useState(() => autosave.recent())
  return (
    <Modal
      title="Templates"
      description={
        dirty
          ? 'What is on the canvas now stays in this browser, in the list below.'
          : 'Each is a whole design. Press Train, then change it.'
      }
      onClose={onClose}
      width="wide"
    >
      <button type="button" className={styles.empty} onClick={() => editor.newDocument()}>
        <span className={styles.blank}>
          <Plus size={20} aria-hidden="true" />
        </span>
        <span>
          <strong>Empty canvas</strong>
          <span className={styles.lesson}>Begin with a generator or a critic of your own.</span>
        </span>
      </button>
      {templateGroups.map(({ title, lesson, names }) => (
        <section key={title} className={styles.group}>
          <h3 className={styles.heading}>{title}</h3>
          <p className={styles.groupLesson}>{lesson}</p>
          <ul className={styles.cards}>
            {templates()
              .filter(({ name }) => names.includes(name))
              .map((template) => (
                <li key={template.name}>
                  <Card template={template} />
                </li>
              ))}
          </ul>
        </section>
      ))}
      {recent.length > 0 && (
        <>
          <h3 className={styles.heading}>Recent</h3>
          <ul className={styles.recent}>
            {recent.map((entry) => (
              <li key={entry.id}>
                <button type="button" onClick={() => autosave.reopen(editor, entry)}>
                  <strong>{entry.document.name}</strong>
                  <span>{plural(Object.keys(entry.document.nodes).length, 'node')}</span>
                  <time dateTime={new Date(entry.savedAtMs).toISOString()}>{whenText(entry.savedAtMs)}</time>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </Modal>
  )
}

function Card({ template: { name, document, trained } }: { template: Template }) {
  return (
    <button
      type="button"
      className={styles.card}
      onClick={() => editor.openDocument(document, { kind: 'template', name })}
    >
      <span className={styles.pictures}>
        <GraphThumbnail document={document} />
        {trained && <img className={styles.trained} src={trained.pictureUrl} alt="" loading="lazy" />}
      </span>
      <strong>{document.name}</strong>
      <span className={styles.lesson}>{document.description}</span>
      {trained && <Figures figures={trained.figures} />}
    </button>
  )
}

/** What the picture is of, and the figure that it reached. */
function Figures({ figures }: { figures: TrainedFigures }) {
  const head = headline(figures)
  const samples = head && figures.metricDetails[head.name]?.samples
  return (
    <span className={styles.figures}>
      {head && (
        <>
          <span>
            {head.title} <b>{metricText(head.name, head.value)}</b>
          </span>
          {samples && <span>of {countText(samples)} samples</span>}
        </>
      )}
      <span>
        {countText(figures.steps)} steps · {durationText(figures.seconds * 1000)}
      </span>
    </span>
  )
}

const whenText = (timeMs: number): string =>
  new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(timeMs)
