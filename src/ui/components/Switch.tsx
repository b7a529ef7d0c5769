/** @file On or off, at once. */
import { Switch as Base } from '@base-ui/react/switch'
import styles from './Switch.module.css'

interface SwitchProps {
  checked: boolean
  onChange(checked: boolean): void
  label: string
  /** Shows the label beside the switch. */
  shown?: boolean
  describedBy?: string | undefined
}

export function Switch({ checked, onChange, label, shown = false, describedBy }: SwitchProps) {
  const toggle = (
    <Base.Root
      checked={checked}
      onCheckedChange={onChange}
      className={styles.root}
      aria-label={label}
      aria-describedby={describedBy}
    >
      <Base.Thumb className={styles.thumb} />
    </Base.Root>
  )
  if (!shown) return toggle
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the switch is the control, and it has the name itself
    <label className={styles.label}>
      {toggle}
      <span>{label}</span>
    </label>
  )
}
