/** @file A list of names, as a network's calls: rename, put in order, add, remove. Empty means off where that is allowed. */
import { ChevronDown, ChevronUp, Plus, X } from 'lucide-react'
import { useRef } from 'react'
import { flushSync } from 'react-dom'
import type { ControlProps } from './Field'
import styles from './Field.module.css'
import { TextInput } from './TextInput'

const MOVES = [
  { by: -1, way: 'up', Icon: ChevronUp },
  { by: 1, way: 'down', Icon: ChevronDown },
] as const

const exchanged = (texts: readonly string[], a: number, b: number): string[] =>
  texts.map((text, index) => (index === a ? texts[b]! : index === b ? texts[a]! : text))

interface TextsInputProps extends ControlProps<readonly string[] | null> {
  item: string
  nullable: boolean
}

export function TextsInput({
  value,
  onChange,
  onProblem,
  item,
  nullable,
  label,
  id,
  describedBy,
  invalid,
}: TextsInputProps) {
  const texts = value ?? []
  const group = useRef<HTMLDivElement>(null)

  /** The focus goes along, so that the same key moves the same one again; at the end of the way it waits on the way back. */
  function move(from: number, by: -1 | 1) {
    flushSync(() => onChange(exchanged(texts, from, from + by)))
    const row = group.current?.children[from + by]
    const button = [by, -by].map((way) => row?.querySelector<HTMLButtonElement>(`button[data-by="${way}"]:enabled`))
    ;(button[0] ?? button[1])?.focus()
  }

  function fresh(): string {
    let count = texts.length + 1
    while (texts.includes(`${item}${count}`)) count++
    return `${item}${count}`
  }

  return (
    <div ref={group} className={styles.group}>
      {texts.map((text, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a name may change while its field has the focus
        <div key={index} className={styles.line}>
          <TextInput
            value={text}
            onChange={(next) => onChange(texts.map((other, place) => (place === index ? (next ?? '') : other)))}
            onProblem={onProblem}
            maximumLength={64}
            label={`${label}: ${item} ${index + 1}`}
            id={index === 0 ? id : `${id}-${index}`}
            describedBy={describedBy}
            invalid={invalid}
          />
          {texts.length > 1 &&
            MOVES.map(({ by, way, Icon }) => (
              <button
                key={way}
                type="button"
                className={styles.small}
                aria-label={`Move ${item} ${text} ${way}`}
                disabled={index + by < 0 || index + by >= texts.length}
                data-by={by}
                onClick={() => move(index, by)}
              >
                <Icon size={14} aria-hidden="true" />
              </button>
            ))}
          <button
            type="button"
            className={styles.small}
            aria-label={`Remove ${item} ${text}`}
            disabled={texts.length === 1 && !nullable}
            onClick={() => {
              const rest = texts.filter((_, place) => place !== index)
              onChange(rest.length === 0 ? null : rest)
            }}
          >
            <X size={14} aria-hidden="true" />
          </button>
        </div>
      ))}
      <button
        type="button"
        className={styles.add}
        id={texts.length === 0 ? id : undefined}
        onClick={() => onChange([...texts, fresh()])}
      >
        <Plus size={14} aria-hidden="true" />
        Add {item}
      </button>
    </div>
  )
}
