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
  /** Neither on nor off: it stands for several things that differ. The next press turns all on. */
  mixed?: boolean
}

export function Switch({ checked, onChange, label, shown = false, describedBy, mixed = false }: SwitchProps) {
  const toggle = (
    <Base.Root
      checked={checked && !mixed}
      {...(mixed && { 'aria-checked': 'mixed', 'data-mixed': '' })}
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
