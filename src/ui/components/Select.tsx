/** @file A choice of one value from a list. */
import { Select as Base } from '@base-ui/react/select'
import { Check, ChevronDown } from 'lucide-react'
import styles from './Select.module.css'

export interface SelectOption<Value extends string> {
  value: Value
  title: string
}

interface SelectProps<Value extends string> {
  /** `null`: none of the options, as long as nothing was chosen. */
  value: Value | null
  options: readonly SelectOption<Value>[]
  onChange(value: Value): void
  label: string
  id?: string
  describedBy?: string | undefined
  /** Stands there while no option is chosen. */
  placeholder?: string
}

export function Select<Value extends string>({
  value,
  options,
  onChange,
  label,
  id,
  describedBy,
  placeholder,
}: SelectProps<Value>) {
  return (
    <Base.Root
      items={options.map((option) => ({ value: option.value, label: option.title }))}
      value={value}
      onValueChange={(next) => next !== null && onChange(next as Value)}
    >
      <Base.Trigger className={styles.trigger} aria-label={label} aria-describedby={describedBy} id={id}>
        <Base.Value className={styles.value} placeholder={placeholder} />
        <Base.Icon className={styles.icon}>
          <ChevronDown size={14} aria-hidden="true" />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner className={styles.positioner} sideOffset={4} alignItemWithTrigger={false}>
          <Base.Popup className={styles.popup}>
            <Base.List>
              {options.map((option) => (
                <Base.Item key={option.value} value={option.value} className={styles.item}>
                  <Base.ItemIndicator className={styles.indicator} keepMounted>
                    <Check size={14} aria-hidden="true" />
                  </Base.ItemIndicator>
                  <Base.ItemText>{option.title}</Base.ItemText>
                </Base.Item>
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
