/**
 * @file A list that is filtered by typing, after the combobox pattern of the ARIA practices: the focus stays in the field, the
 * arrows move through the list, Enter picks, Escape leaves. What cannot be picked stays in the list and says why.
 */
import { Search } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react'
import { type Searchable, search } from '../../editor/choosing/search'
import styles from './PickList.module.css'

export interface PickItem extends Searchable {
  icon?: ReactNode
  /** At the right: keys, or a word. */
  note?: ReactNode
  /** Why it cannot be picked; left out when it can. */
  refusal?: string
}

interface PickListProps {
  label: string
  placeholder: string
  items: readonly PickItem[]
  /** Ids that come first among items that match equally well. */
  preferred?: readonly string[]
  /** Items of these groups wait until something is typed: too many to read. */
  onSearchOnly?: readonly string[]
  /** What stands there when nothing matches. */
  emptyText: string
  /** As a part of a dialog that has the name already, and as wide as that. */
  embedded?: boolean
  onPick(id: string): void
  onCancel(): void
}

/** More matches than this nobody reads. */
const MOST_SHOWN = 150

export function PickList({
  label,
  placeholder,
  items,
  preferred,
  onSearchOnly,
  emptyText,
  embedded = false,
  onPick,
  onCancel,
}: PickListProps) {
  const id = useId()
  const [text, setText] = useState('')
  const [active, setActive] = useState(0)
  const inputRef = useRef<HTMLInputElement>(null)
  const rootRef = useRef<HTMLDivElement>(null)
  const shown = useMemo(() => {
    const found = search(items, text, preferred)
    const listed = text.trim() === '' ? found.filter(({ group }) => !onSearchOnly?.includes(group)) : found
    return listed.slice(0, MOST_SHOWN)
  }, [items, text, preferred, onSearchOnly])
  const index = Math.min(active, shown.length - 1)
  const current = shown[index]

  useEffect(() => inputRef.current?.focus({ preventScroll: true }), [])
  useEffect(() => {
    if (current) document.getElementById(`${id}-${current.id}`)?.scrollIntoView({ block: 'nearest' })
  }, [id, current])
  useEffect(() => {
    const leave = (event: PointerEvent) => {
      if (!rootRef.current?.contains(event.target as Element)) onCancel()
    }
    document.addEventListener('pointerdown', leave, true)
    return () => document.removeEventListener('pointerdown', leave, true)
  }, [onCancel])

  const onKeyDown = (event: KeyboardEvent) => {
    const last = shown.length - 1
    const steps: Record<string, number> = {
      ArrowDown: index === last ? 0 : index + 1,
      ArrowUp: index <= 0 ? last : index - 1,
      Home: 0,
      End: last,
      PageDown: Math.min(last, index + 8),
      PageUp: Math.max(0, index - 8),
    }
    const next = steps[event.key]
    if (next !== undefined) setActive(next)
    else if (event.key === 'Enter') {
      if (current && current.refusal === undefined) onPick(current.id)
    } else if (event.key === 'Escape' || event.key === 'Tab') onCancel()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  let group = ''
  return (
    <div
      ref={rootRef}
      className={embedded ? styles.embedded : styles.root}
      {...(!embedded && { role: 'dialog', 'aria-label': label })}
    >
      <div className={styles.field}>
        <Search size={14} aria-hidden="true" />
        <input
          ref={inputRef}
          role="combobox"
          aria-label={label}
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={current ? `${id}-${current.id}` : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          placeholder={placeholder}
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            setActive(0)
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div id={`${id}-list`} role="listbox" aria-label={label} className={styles.list}>
        {shown.map((item, position) => {
          const heading = item.group !== group && text === '' ? item.group : null
          group = item.group
          return (
            <div key={item.id} role="presentation">
              {heading !== null && (
                <div className={styles.group} role="presentation">
                  {heading}
                </div>
              )}
              {/* biome-ignore lint/a11y/useKeyWithClickEvents: keys are the field's */}
              {/* biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field */}
              <div
                id={`${id}-${item.id}`}
                role="option"
                aria-selected={position === index}
                aria-disabled={item.refusal !== undefined}
                aria-label={item.title}
                aria-description={item.refusal ?? item.detail}
                className={styles.option}
                onPointerMove={() => setActive(position)}
                onClick={() => item.refusal === undefined && onPick(item.id)}
              >
                {item.icon !== undefined && <span className={styles.icon}>{item.icon}</span>}
                <span className={styles.title}>{item.title}</span>
                {/* The heading says it already. */}
                {(item.refusal !== undefined || text !== '' || item.detail !== item.group) && (
                  <span className={styles.detail}>{item.refusal ?? item.detail}</span>
                )}
                {item.note !== undefined && <span className={styles.note}>{item.note}</span>}
              </div>
            </div>
          )
        })}
        {shown.length === 0 && <p className={styles.nothing}>{emptyText}</p>}
      </div>
    </div>
  )
}
