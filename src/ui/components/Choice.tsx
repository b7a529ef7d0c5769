/** @file A choice from a list with its name in sight: above it, or beside it where several stand in a column. */

import styles from './Choice.module.css'
import { Select, type SelectOption } from './Select'

interface ChoiceProps<Value extends string> {
  label: string
  /** For screen readers, where the word in sight is too short by itself. Left out: the same. */
  name?: string
  place: 'above' | 'beside'
  value: Value
  options: readonly SelectOption<Value>[]
  onChange(value: Value): void
}

export function Choice<Value extends string>({ label, name = label, place, ...choice }: ChoiceProps<Value>) {
  return (
    <div className={styles[place]}>
      <span aria-hidden="true">{label}</span>
      <Select label={name} {...choice} />
    </div>
  )
}
