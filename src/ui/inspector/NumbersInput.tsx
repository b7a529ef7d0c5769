/** @file Several numbers in one field: a shape, one number for each axis, a range. `4, 4, 2*128` and `28 x 28 x 1` both do. */
import { calculateList, numberText } from './arithmetic'
import { DraftInput } from './DraftInput'
import type { ControlProps } from './Field'
import { useDraft } from './use-draft'

interface NumbersInputProps extends ControlProps<number | readonly number[] | null> {
  /** A single number is given as a number, not as a list of one: it stands for all axes, or for a range without width. */
  single?: boolean
  /** Said when what is typed is none. */
  expected?: string
  nullable: boolean
}

const textOf = (value: number | readonly number[] | null): string =>
  value === null ? '' : typeof value === 'number' ? numberText(value) : value.map(numberText).join(', ')

export function NumbersInput({
  value,
  onChange,
  single = false,
  expected = 'Numbers between commas are expected here: 4, 4, 256.',
  nullable,
  mixed = false,
  ...field
}: NumbersInputProps) {
  const { onProblem, invalid } = field
  const valueText = mixed ? '' : textOf(value)
  const [text, type, reset] = useDraft(valueText)

  function enter(typed: string): void {
    if (mixed && typed.trim() === '') {
      type(typed, valueText)
      onProblem(null)
      return
    }
    if (typed.trim() === '' && nullable) {
      type(typed, onChange(null) ? valueText : '')
      return
    }
    const list = calculateList(typed)
    if (!list) {
      type(typed, valueText)
      onProblem(expected)
      return
    }
    const next = single && list.length === 1 ? list[0]! : list
    type(typed, onChange(next) ? valueText : textOf(next))
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
      whenEmpty={mixed ? 'mixed' : nullable ? 'off' : undefined}
    />
  )
}
