/**
 * @file Every kind of node: search, favourites, what was used last, and all by group. Drag one onto the canvas, or press it to have it put
 * where the work is. Tab goes from group to group, the arrows from kind to kind, after the toolbar pattern of the ARIA practices.
 */
import { ChevronDown, ChevronRight, FolderOpen, Search, X } from 'lucide-react'
import { type KeyboardEvent, type RefObject, useId, useMemo, useRef, useState } from 'react'
import { kindItems, kindSections, preferredKinds } from '../../editor/choosing/kind-choice'
import { search } from '../../editor/choosing/search'
import type { AnyKind } from '../../graph/kinds'
import { editor, useEditor } from '../editor'
import { runCommand } from '../run-command'
import { TourOffer } from '../tour/TourOffer'
import { addAtCentre } from './add-at-centre'
import { BlocksSection } from './BlocksSection'
import { KindCard } from './KindCard'
import styles from './Palette.module.css'
import { PaletteItem, PaletteTile } from './PaletteItem'

/** Sections that are there for a quick grip: small tiles, whose kinds stand in their group as well. */
const QUICK: readonly string[] = ['Favourites', 'Recent']

export function Palette() {
  const [text, setText] = useState('')
  const preferences = useEditor((state) => state.preferences)
  const list = useRef<HTMLDivElement>(null)
  const searchRef = useRef<HTMLInputElement>(null)
  const found = useMemo(() => search(kindItems, text, preferredKinds(preferences)), [text, preferences])
  const sections = useMemo(
    () => (text.trim() === '' ? kindSections(kindItems, preferences) : [{ group: 'Found', items: found }]),
    [found, text, preferences],
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
            if (event.key === 'Enter' && found[0]) addAtCentre(found[0].kind)
            if (event.key === 'ArrowDown') {
              event.preventDefault()
              stops(list)[0]?.focus()
            }
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
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrows move between the buttons inside */}
      <div ref={list} className={styles.groups} onKeyDown={(event) => moveFocus(event, list, searchRef)}>
        {sections.map(({ group, items }) => (
          <Section key={group} name={group} kinds={items.map(({ kind }) => kind)} searching={text.trim() !== ''} />
        ))}
        <BlocksSection search={text} />
        {found.length === 0 && (
          <p className={styles.nothing} role="status">
            No node is called “{text}”. Search knows other names too: loss, deconv, mse.
          </p>
        )}
      </div>
      <TourOffer />
      <KindCard />
    </div>
  )
}

function Section({ name, kinds, searching }: { name: string; kinds: readonly AnyKind[]; searching: boolean }) {
  const id = useId()
  const folded = useEditor((state) => state.preferences.foldedGroups.includes(name)) && !searching
  const favourites = useEditor((state) => state.preferences.favouriteKinds)
  const quick = QUICK.includes(name)
  const fold = () => {
    const { foldedGroups } = editor.getState().preferences
    const others = foldedGroups.filter((group) => group !== name)
    editor.setPreferences({ foldedGroups: folded ? others : [...others, name] })
  }
  const Chevron = folded ? ChevronRight : ChevronDown
  return (
    <div className={styles.group}>
      <h3 id={id} className={styles.heading}>
        {searching ? (
          name
        ) : (
          <button type="button" aria-label={`${name} nodes`} aria-expanded={!folded} data-stop onClick={fold}>
            <Chevron size={12} aria-hidden="true" />
            {name}
            {folded && <span className={styles.count}>{kinds.length}</span>}
          </button>
        )}
      </h3>
      {!folded && (
        <ul aria-labelledby={id} className={quick ? styles.tiles : styles.items}>
          {kinds.map((kind, index) =>
            quick ? (
              <PaletteTile key={kind.kind} kind={kind} section={name} />
            ) : (
              <PaletteItem
                key={kind.kind}
                kind={kind}
                favourite={favourites.includes(kind.kind)}
                entry={searching && index === 0}
              />
            ),
          )}
          {!quick && !searching && kinds.some((kind) => kind.role === 'source' && kind.withOwn) && (
            <li>
              <button type="button" className={styles.own} data-stop onClick={() => runCommand('own-data')}>
                <FolderOpen size={14} aria-hidden="true" />
                Your own data …
              </button>
            </li>
          )}
        </ul>
      )}
    </div>
  )
}

const stops = (list: RefObject<HTMLDivElement | null>): HTMLElement[] => [
  ...(list.current?.querySelectorAll<HTMLElement>('[data-stop]') ?? []),
]

/** Up and down through the list, left and right between an item and its star; up from the first leads back to the search. */
function moveFocus(
  event: KeyboardEvent,
  list: RefObject<HTMLDivElement | null>,
  searchRef: RefObject<HTMLInputElement | null>,
): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
  const here = event.target as HTMLElement
  const row = here.closest('li')
  if ((event.key === 'ArrowRight' || event.key === 'ArrowLeft') && row) {
    const other = row.querySelector<HTMLElement>(event.key === 'ArrowRight' ? '[data-star]' : '[data-stop]')
    other?.focus()
  } else {
    const all = stops(list)
    const at = all.indexOf(row?.querySelector<HTMLElement>('[data-stop]') ?? here)
    const targets: Record<string, HTMLElement | null | undefined> = {
      ArrowDown: all[at + 1],
      ArrowUp: all[at - 1] ?? searchRef.current,
      Home: all[0],
      End: all.at(-1),
    }
    if (!(event.key in targets)) return
    targets[event.key]?.focus()
  }
  // Arrows that move the focus must not move the selected nodes as well.
  event.preventDefault()
}
