/** @file Every kind of node by group: drag one onto the canvas, or press it to have it put where the work is. */
import { Search, X } from 'lucide-react'
import { useId, useMemo, useRef, useState } from 'react'
import { type AnyKind, kinds } from '../../graph/kinds'
import { GROUPS } from '../../layers/layer'
import { addFromPalette } from '../canvas/adding'
import { focusNode } from '../canvas/CanvasMenus'
import { canvasFlow } from '../canvas/canvas-flow'
import { filterItems, type PickItem } from '../canvas/PickList'
import { KindIcon } from '../components/KindIcon'
import { editor } from '../editor'
import { KIND_DRAG_TYPE } from './kind-drag'
import styles from './Palette.module.css'

const items: readonly (PickItem & { kind: AnyKind })[] = kinds.map((kind) => ({
  id: kind.kind,
  title: kind.title,
  detail: kind.summary,
  group: kind.group,
  keywords: kind.keywords ?? [],
  kind,
}))

const byName = new Map(kinds.map((kind) => [kind.kind, kind]))

function add(kind: AnyKind): void {
  const centre = editor.canvas()?.centre() ?? { x: 0, y: 0 }
  const node = addFromPalette(canvasFlow.flow(), kind, centre)
  if (node !== null) focusNode(node)
}

export function Palette() {
  const id = useId()
  const [text, setText] = useState('')
  const searchRef = useRef<HTMLInputElement>(null)
  const found = useMemo(() => filterItems(items, text).map((item) => byName.get(item.id)!), [text])
  const groups = useMemo(
    () =>
      text === ''
        ? GROUPS.map((group) => ({ group, kinds: found.filter((kind) => kind.group === group) })).filter(
            (section) => section.kinds.length > 0,
          )
        : [{ group: 'Found', kinds: found }],
    [found, text],
  )
  return (
    <div className={styles.palette}>
      <div className={styles.search}>
        <Search size={14} aria-hidden="true" />
        <input
          ref={searchRef}
          type="search"
          aria-label="Search nodes"
          placeholder="Search nodes"
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && found[0]) add(found[0])
            if (event.key === 'Escape' && text !== '') {
              setText('')
              event.stopPropagation()
            }
          }}
        />
        {text !== '' && (
          <button
            type="button"
            className={styles.clear}
            aria-label="Clear search"
            onClick={() => {
              setText('')
              searchRef.current?.focus()
            }}
          >
            <X size={14} aria-hidden="true" />
          </button>
        )}
      </div>
      <div className={styles.groups}>
        {groups.map((section, index) => (
          <div key={section.group} className={styles.group}>
            <h3 id={`${id}-${index}`} className={styles.heading}>
              {section.group}
            </h3>
            <ul aria-labelledby={`${id}-${index}`} className={styles.items}>
              {section.kinds.map((kind) => (
                <PaletteItem key={kind.kind} kind={kind} />
              ))}
            </ul>
          </div>
        ))}
        {found.length === 0 && (
          <p className={styles.nothing} role="status">
            No node is called “{text}”.
          </p>
        )}
      </div>
    </div>
  )
}

function PaletteItem({ kind }: { kind: AnyKind }) {
  return (
    <li>
      <button
        type="button"
        className={styles.item}
        data-family={kind.family}
        data-kind={kind.kind}
        title={kind.summary}
        aria-label={kind.title}
        aria-description={kind.summary}
        draggable
        onDragStart={(event) => {
          event.dataTransfer.setData(KIND_DRAG_TYPE, kind.kind)
          event.dataTransfer.effectAllowed = 'copy'
        }}
        onClick={() => add(kind)}
      >
        <span className={styles.icon}>
          <KindIcon kind={kind} sizePx={14} />
        </span>
        <span className={styles.title}>{kind.title}</span>
      </button>
    </li>
  )
}
