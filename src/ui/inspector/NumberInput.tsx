/** @file A number that can be typed as a sum, and stepped with the arrow keys. Empty means off where that is allowed. */
import type { KeyboardEvent } from 'react'
import type { Control } from '../../lib/fields'
import { calculate, numberText } from './arithmetic'
import { DraftInput } from './DraftInput'
import type { ControlProps } from './Field'
import { useDraft } from './use-draft'

interface NumberInputProps extends ControlProps<number | null> {
  control: Extract<Control, { type: 'integer' | 'number' }>
  nullable?: boolean
}

export function NumberInput({ value, onChange, control, nullable = false, mixed = false, ...field }: NumberInputProps) {
  const { onProblem, invalid } = field
  const valueText = value === null || mixed ? '' : numberText(value)
  const [text, type, reset] = useDraft(valueText)

  function enter(typed: string): void {
    if (mixed && typed.trim() === '') {
      type(typed, valueText)
      onProblem(null)
      return
    }
    const next = typed.trim() === '' && nullable ? null : calculate(typed)
    if (next === null && !(nullable && typed.trim() === '')) {
      type(typed, valueText)
      onProblem(typed.trim() === '' ? 'A number is expected here.' : `“${typed}” is not a number or a sum.`)
      return
    }
    const refused = onChange(next)
    type(typed, refused ? valueText : next === null ? '' : numberText(next))
  }

  function onKey(event: KeyboardEvent<HTMLInputElement>): void {
    if ((event.key !== 'ArrowUp' && event.key !== 'ArrowDown') || value === null || mixed) return
    event.preventDefault()
    const size = stepOf(value, control.type) * (event.shiftKey ? 10 : 1)
    const moved = Number((value + (event.key === 'ArrowUp' ? size : -size)).toPrecision(12))
    const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = control
    onChange(Math.min(maximum, Math.max(minimum, moved)))
    reset()
  }

  return (
    <DraftInput
      {...field}
      text={text}
      onType={enter}
      onCommit={() => {
        if (!invalid) reset()
      }}
      onCancel={reset}
      onKey={onKey}
      inputMode="decimal"
      whenEmpty={mixed ? 'mixed' : nullable ? 'off' : undefined}
      unit={control.unit}
    />
  )
}

/** One for whole numbers; for others one in the last digit that matters: 0.0002 moves by 0.0001. */
function stepOf(value: number, type: 'integer' | 'number'): number {
  if (type === 'integer') return 1
  if (value === 0) return 0.01
  return 10 ** Math.floor(Math.log10(Math.abs(value)))
}
