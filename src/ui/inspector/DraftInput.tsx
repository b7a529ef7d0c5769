/** @file The box that typed values share: a text that is a draft until it means something, named and described for everyone. */
import type { KeyboardEvent } from 'react'
import type { ControlProps } from './Field'
import styles from './Field.module.css'

interface DraftInputProps extends Pick<ControlProps, 'label' | 'id' | 'describedBy' | 'invalid' | 'onProblem'> {
  text: string
  onType(text: string): void
  /** Enter was pressed or the field left. */
  onCommit(): void
  /** Escape was pressed: what was typed is forgotten. */
  onCancel(): void
  /** Other keys, where they mean something. */
  onKey?(event: KeyboardEvent<HTMLInputElement>): void
  inputMode?: 'decimal'
  maximumLength?: number
  /** What an empty field means; left out: nothing. */
  whenEmpty?: string | undefined
  /** Shown behind the value. */
  unit?: string | undefined
}

export function DraftInput({
  text,
  onType,
  onCommit,
  onCancel,
  onKey,
  onProblem,
  inputMode,
  maximumLength,
  whenEmpty,
  unit,
  label,
  id,
  describedBy,
  invalid,
}: DraftInputProps) {
  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    if (event.key === 'Enter') onCommit()
    if (event.key === 'Escape') {
      onCancel()
      onProblem(null)
      // The canvas would take it as "select nothing".
      event.stopPropagation()
    }
    onKey?.(event)
  }

  return (
    <span className={styles.input} data-invalid={invalid || undefined}>
      <input
        id={id}
        aria-label={label}
        aria-describedby={describedBy}
        aria-invalid={invalid || undefined}
        inputMode={inputMode}
        autoComplete="off"
        spellCheck={false}
        maxLength={maximumLength}
        placeholder={whenEmpty}
        value={text}
        onChange={(event) => onType(event.target.value)}
        onBlur={onCommit}
        onKeyDown={onKeyDown}
      />
      {unit && <span className={styles.unit}>{unit}</span>}
    </span>
  )
}
