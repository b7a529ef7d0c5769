/** @file Several numbers in one field: a shape, or one number for each axis. `4, 4, 2*128` and `28 x 28 x 1` both do. */
import { calculateList, numberText } from './arithmetic'
import type { ControlProps } from './Field'
import styles from './Field.module.css'
import { useDraft } from './use-draft'

interface NumbersInputProps extends ControlProps<number | readonly number[] | null> {
  /** One number stands for all of this many axes. Left out: always a list. */
  axes?: number
  nullable: boolean
}

const textOf = (value: number | readonly number[] | null): string =>
  value === null ? '' : typeof value === 'number' ? numberText(value) : value.map(numberText).join(', ')

export function NumbersInput({
  value,
  onChange,
  onProblem,
  axes,
  nullable,
  label,
  id,
  describedBy,
  invalid,
}: NumbersInputProps) {
  const valueText = textOf(value)
  const [text, type, reset] = useDraft(valueText)

  function enter(typed: string): void {
    if (typed.trim() === '' && nullable) {
      type(typed, onChange(null) ? valueText : '')
      return
    }
    const list = calculateList(typed)
    if (!list) {
      type(typed, valueText)
      onProblem('Numbers between commas are expected here: 4, 4, 256.')
      return
    }
    const next = axes !== undefined && list.length === 1 ? list[0]! : list
    type(typed, onChange(next) ? valueText : textOf(next))
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
        placeholder={nullable ? 'off' : undefined}
        value={text}
        onChange={(event) => enter(event.target.value)}
        onBlur={() => {
          if (!invalid) reset()
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !invalid) reset()
          if (event.key !== 'Escape') return
          reset()
          onProblem(null)
          event.stopPropagation()
        }}
      />
    </span>
  )
}
