/**
 * @file Where to begin: the gallery of templates, an empty canvas, and what this browser kept of earlier work. A click on a template shows
 * what it teaches and what came out of it; a double click, Enter or its button opens it.
 */
import { Clock, Plus, Search, Trash2, Undo2 } from 'lucide-react'
import { type KeyboardEvent, useMemo, useRef, useState } from 'react'
import { openTemplate } from '../../editor/choosing/open-template'
import { search } from '../../editor/choosing/search'
import { LEVELS, levelOf, templateGroups } from '../../editor/choosing/template-groups'
import { findTemplate, type TemplateHead, templateHead } from '../../editor/choosing/templates'
import { Button } from '../components/Button'
import { Modal } from '../components/Modal'
import { autosave, editor, useEditor } from '../editor'
import { plural, roughDurationText, whenText } from '../format'
import { GraphThumbnail } from './GraphThumbnail'
import { TemplateDetails } from './TemplateDetails'
import styles from './Templates.module.css'

const ALL = templateGroups.flatMap(({ title: group, lesson, names }) =>
  names.map((name) => ({ name, group, lesson, level: levelOf(name) })),
)

/** What is chosen from: a group or a level, or nothing. Each list has a line of its own. */
const FILTERS: readonly (readonly (string | null)[])[] = [
  [null, ...templateGroups.map(({ title }) => title)],
  LEVELS.map((level) => `${level[0]!.toUpperCase()}${level.slice(1)}`),
]

export function TemplatesDialog({ onClose }: { onClose(): void }) {
  const dirty = useEditor((state) => state.dirty)
  const origin = useEditor((state) => state.origin)
  const [recent] = useState(() => autosave.recent())
  /** Of those that were removed while the dialog was open, how to put them back. */
  const [removed, setRemoved] = useState<ReadonlyMap<string, () => boolean>>(new Map())
  const removeOrPutBack = (entry: (typeof recent)[number]) => {
    const next = new Map(removed)
    const putBack = removed.get(entry.id)
    if (!putBack) next.set(entry.id, autosave.remove(entry))
    else if (putBack()) next.delete(entry.id)
    setRemoved(next)
  }
  const [text, setText] = useState('')
  const [filter, setFilter] = useState<string | null>(null)
  const heads = useMemo(() => new Map(ALL.map(({ name }) => [name, templateHead(name)])), [])
  const first = origin.kind === 'template' && heads.has(origin.name) ? origin.name : ALL[0]!.name
  const [shown, setShown] = useState(first)
  const field = useRef<HTMLInputElement>(null)

  const found = useMemo(() => {
    const items = ALL.filter(
      ({ group, level }) => filter === null || group === filter || level === filter.toLowerCase(),
    ).map((entry) => {
      const { title, description } = heads.get(entry.name)!
      return { ...entry, id: entry.name, title, detail: description, keywords: [entry.level ?? ''] }
    })
    return search(items, text)
  }, [heads, text, filter])
  const plain = text.trim() === '' && filter === null
  // What is described is one of those that are there.
  const described = found.length === 0 || found.some(({ name }) => name === shown) ? shown : found[0]!.name

  return (
    <Modal
      title="Templates"
      description={
        dirty
          ? 'What is on the canvas now stays in this browser, in the list below.'
          : 'Each is a whole design. Press Train, then change it.'
      }
      onClose={onClose}
      width="full"
      initialFocus={field}
    >
      <div className={styles.gallery}>
        <div className={styles.list}>
          <div className={styles.tools}>
            <div className={styles.row}>
              <div className={styles.search}>
                <Search size={14} aria-hidden="true" />
                <input
                  ref={field}
                  type="search"
                  aria-label="Search templates"
                  placeholder="Search: digits, collapse, Wasserstein …"
                  autoComplete="off"
                  spellCheck={false}
                  value={text}
                  onChange={(event) => setText(event.target.value)}
                  onKeyDown={(event) => {
                    if (event.key === 'Enter' && text.trim() !== '' && found[0]) openTemplate(editor, found[0].name)
                  }}
                />
              </div>
              <button type="button" className={styles.empty} onClick={() => editor.newDocument()}>
                <Plus size={16} aria-hidden="true" /> Empty canvas
              </button>
            </div>
            <fieldset className={styles.filters}>
              <legend className="visually-hidden">Show only</legend>
              {FILTERS.map((line) => (
                <div key={line.join()}>
                  {line.map((name) => (
                    <button
                      key={name}
                      type="button"
                      aria-pressed={filter === name}
                      onClick={() => setFilter(filter === name ? null : name)}
                    >
                      {name ?? 'All'}
                    </button>
                  ))}
                </div>
              ))}
            </fieldset>
          </div>
          {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrows move between the buttons inside */}
          <div className={styles.scroll} onKeyDown={moveFocus}>
            {(text.trim() === '' ? templateGroups : [{ title: 'Found', lesson: '' }]).map(({ title, lesson }) => {
              const own = text.trim() === '' ? found.filter(({ group }) => group === title) : found
              return own.length === 0 ? null : (
                <section key={title} className={styles.group}>
                  <h3>{title}</h3>
                  {lesson !== '' && <p>{lesson}</p>}
                  <ul className={styles.cards}>
                    {own.map(({ name }) => (
                      <li key={name}>
                        <Card head={heads.get(name)!} shown={name === described} onShow={setShown} />
                      </li>
                    ))}
                  </ul>
                </section>
              )
            })}
            {found.length === 0 && (
              <p className={styles.nothing} role="status">
                No template is about “{text}”.
              </p>
            )}
            {plain && recent.length > 0 && (
              <section className={styles.group}>
                <h3>Recent</h3>
                <p>What was on the canvas before, kept in this browser.</p>
                <ul className={styles.recent}>
                  {recent.map((entry) => (
                    <li key={entry.id} className={styles.entry}>
                      <button
                        type="button"
                        className={styles.entryName}
                        disabled={removed.has(entry.id)}
                        onClick={() => autosave.reopen(editor, entry)}
                      >
                        <strong>{entry.document.name}</strong>
                        <span>{plural(Object.keys(entry.document.nodes).length, 'node')}</span>
                        <time dateTime={new Date(entry.savedAtMs).toISOString()}>{whenText(entry.savedAtMs)}</time>
                      </button>
                      <Button
                        label={`${removed.has(entry.id) ? 'Put back' : 'Remove'} ${entry.document.name}`}
                        icon={removed.has(entry.id) ? <Undo2 size={15} /> : <Trash2 size={15} />}
                        text="never"
                        onClick={() => removeOrPutBack(entry)}
                      />
                    </li>
                  ))}
                </ul>
              </section>
            )}
          </div>
        </div>
        <TemplateDetails key={described} head={heads.get(described)!} />
      </div>
    </Modal>
  )
}

interface CardProps {
  head: TemplateHead
  shown: boolean
  onShow(name: string): void
}

function Card({ head: { name, title, nodes, trained }, shown, onShow }: CardProps) {
  const level = levelOf(name)
  const duration = trained && roughDurationText(trained.figures.seconds * 1000)
  return (
    <button
      type="button"
      className={styles.card}
      data-card
      aria-label={title}
      aria-description={[level, duration && `trained in ${duration} on two cores`].filter(Boolean).join(', ')}
      aria-pressed={shown}
      onFocus={() => onShow(name)}
      onClick={(event) => {
        onShow(name)
        // Enter, and the press of a screen reader, come without a pointer.
        if (event.detail === 0) openTemplate(editor, name)
      }}
      onDoubleClick={() => openTemplate(editor, name)}
    >
      <span className={styles.pictures}>
        <GraphThumbnail documentOf={() => findTemplate(name)?.document ?? null} />
        {trained && <img className={styles.trained} src={trained.pictureUrl} alt="" loading="lazy" />}
      </span>
      <strong>{title}</strong>
      <small>
        <span>{level}</span>
        {duration === null ? (
          <span>{plural(nodes, 'node')}</span>
        ) : (
          <span title="How long it trained for its picture, on two cores">
            <Clock size={11} aria-hidden="true" />
            {duration}
          </span>
        )}
      </small>
    </button>
  )
}

/** The arrows go to the next card, or to the one above or below it. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const cards = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-card]')]
  const here = cards.indexOf(event.target as HTMLElement)
  if (here < 0) return
  const { x, y } = cards[here]!.getBoundingClientRect()
  const inColumn = (card: HTMLElement) => Math.abs(card.getBoundingClientRect().x - x) < 2
  const targets: Record<string, HTMLElement | undefined> = {
    ArrowRight: cards[here + 1],
    ArrowLeft: cards[here - 1],
    ArrowDown: cards.slice(here + 1).find((card) => inColumn(card) && card.getBoundingClientRect().y > y),
    ArrowUp: cards.slice(0, here).findLast((card) => inColumn(card) && card.getBoundingClientRect().y < y),
    Home: cards[0],
    End: cards.at(-1),
  }
  if (!(event.key in targets)) return
  event.preventDefault()
  targets[event.key]?.focus()
}
