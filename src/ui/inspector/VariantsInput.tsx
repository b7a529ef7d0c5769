/** @file An object whose fields depend on its kind: an optimiser, a penalty. Values that were set and that both kinds have are kept. */
import { Select } from '../components/Select'
import { type ControlProps, Field } from './Field'
import styles from './Field.module.css'
import { asVariant, type Variant } from './variants'

interface VariantsInputProps extends ControlProps<Record<string, unknown> | null> {
  discriminator: string
  variants: readonly Variant[]
  nullable: boolean
}

const NONE = '\u0000none'

export function VariantsInput({
  value,
  onChange,
  discriminator,
  variants,
  nullable,
  label,
  id,
  describedBy,
  mixed = false,
}: VariantsInputProps) {
  const chosen = mixed ? undefined : variants.find((variant) => variant.value === value?.[discriminator])
  const options = variants.map(({ value: name, title }) => ({ value: name, title }))

  function choose(name: string): void {
    const variant = variants.find((candidate) => candidate.value === name)
    onChange(variant ? asVariant(discriminator, variant, chosen, mixed ? null : value) : null)
  }

  return (
    <div className={styles.group}>
      <Select
        id={id}
        label={label}
        describedBy={describedBy}
        value={mixed ? null : (chosen?.value ?? NONE)}
        placeholder="Mixed"
        options={nullable ? [{ value: NONE, title: 'None' }, ...options] : options}
        onChange={choose}
      />
      {chosen?.fields.map((field) => (
        <Field
          key={`${chosen.value}.${field.key}`}
          field={field}
          value={value?.[field.key]}
          onChange={(next) => onChange({ ...value, [field.key]: next })}
        />
      ))}
    </div>
  )
}
