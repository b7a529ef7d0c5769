/** @file A name. It is taken over on Enter or when the field is left, because half a name may already belong to something. */
import { useState } from 'react'
import type { ControlProps } from './Field'
import styles from './Field.module.css'

interface TextInputProps extends ControlProps<string | null> {
  maximumLength: number
  nullable?: boolean
}

export function TextInput({
  value,
  onChange,
  onProblem,
  maximumLength,
  nullable = false,
  label,
  id,
  describedBy,
  invalid,
}: TextInputProps) {
  const [draft, setDraft] = useState<{ text: string; of: string | null } | null>(null)
  const text = draft && draft.of === value ? draft.text : (value ?? '')

  function commit(): void {
    if (!draft || draft.of !== value) return
    const next = draft.text === '' && nullable ? null : draft.text
    if (next === value || onChange(next) === null) setDraft(null)
  }

  return (
    <span className={styles.input} data-invalid={invalid || undefined}>
      <input
        id={id}
        aria-label={label}
        aria-describedby={describedBy}
        aria-invalid={invalid || undefined}
        autoComplete="off"
        spellCheck={false}
        maxLength={maximumLength}
        placeholder={nullable ? 'none' : undefined}
        value={text}
        onChange={(event) => setDraft({ text: event.target.value, of: value })}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit()
          if (event.key !== 'Escape') return
          setDraft(null)
          onProblem(null)
          event.stopPropagation()
        }}
      />
    </span>
  )
}
