/** @file One field of a form: its name, its control, what is wrong with it. The control follows from the field's description. */
import { Tooltip } from '@base-ui/react/tooltip'
import { memo, type ReactNode, startTransition, useId, useState } from 'react'
import { choiceTitle, type Field as FieldSpec, type NumberRange } from '../../lib/fields'
import tooltip from '../components/Button.module.css'
import { Select } from '../components/Select'
import { Switch } from '../components/Switch'
import styles from './Field.module.css'
import { NumberInput } from './NumberInput'
import { NumbersInput } from './NumbersInput'
import { ScheduleInput } from './ScheduleInput'
import { TextInput } from './TextInput'
import { TextsInput } from './TextsInput'
import { VariantsInput } from './VariantsInput'

export interface ControlProps<Value = unknown> {
  value: Value
  /** Sets the value if it may be; says what is wrong if not, and changes nothing. */
  onChange(value: Value): string | null
  /** Says what is wrong with what is typed, `null` when nothing is any more. */
  onProblem(problem: string | null): void
  label: string
  id: string
  describedBy: string | undefined
  invalid: boolean
  /** Several nodes are edited, and their values differ. */
  mixed?: boolean
}

interface FieldProps {
  field: FieldSpec
  value: unknown
  onChange(value: unknown): string | null
  /** What the compiler says of this param. */
  remarks?: readonly string[]
  /** Several nodes are edited, and their values differ; `value` is one of them. */
  mixed?: boolean
}

const NONE = '\u0000none'
/** Stands for a value that is no option but an object. */
const OBJECT = '\u0000object'
/** No option has this value, so that choosing any of them sets it for all. */
const MIXED = null

export function Field({ field, value, onChange, remarks = [], mixed = false }: FieldProps) {
  const id = useId()
  const [problem, setProblem] = useState<string | null>(null)
  const change = (next: unknown) => {
    const refused = onChange(next)
    setProblem(refused)
    return refused
  }
  const messages = problem ? [problem] : remarks
  const describedBy = [`${id}-description`, messages.length > 0 && `${id}-problem`].filter(Boolean).join(' ')
  const props = {
    value,
    onChange: change,
    onProblem: setProblem,
    label: field.title,
    id,
    describedBy,
    invalid: messages.length > 0,
    mixed,
  }
  return (
    <FieldRow
      id={id}
      title={field.title}
      description={field.description}
      messages={messages}
      stacked={
        field.control.type === 'variants' || field.control.type === 'texts' || (isScheduleObject(value) && !mixed)
      }
    >
      <FieldControl field={field} {...props} />
    </FieldRow>
  )
}

interface FieldRowProps {
  id: string
  title: string
  description: string
  messages: readonly string[]
  /** The control takes the whole width, below the title. */
  stacked?: boolean
  children: ReactNode
}

export function FieldRow({ id, title, description, messages, stacked = false, children }: FieldRowProps) {
  const [hovered, setHovered] = useState(false)
  const [focused, setFocused] = useState(false)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only notices where the focus is, to say what the param does
    <div
      className={styles.row}
      data-stacked={stacked || undefined}
      data-explains={title}
      data-explanation={description}
      onFocus={(event) => {
        // Of this row, not of a field within it, which has words of its own.
        const own = event.target.closest('[data-explains]') === event.currentTarget
        const seen = own && event.target.matches(':focus-visible')
        // What is typed comes first, the words about it after that.
        startTransition(() => setFocused(seen))
      }}
      onBlur={() => startTransition(() => setFocused(false))}
    >
      <Title id={id} title={title} description={description} open={hovered || focused} onHover={setHovered} />
      <div className={styles.control}>{children}</div>
      <span id={`${id}-description`} className="visually-hidden">
        {description}
      </span>
      {messages.length > 0 && (
        <div id={`${id}-problem`} className={styles.problem}>
          {messages.map((message) => (
            <p key={message}>{message}</p>
          ))}
        </div>
      )}
    </div>
  )
}

interface TitleProps {
  id: string
  title: string
  description: string
  open: boolean
  onHover(hovered: boolean): void
}

/** The name of a field, and beside it what it does. It stays as it is while something is typed. */
const Title = memo(function Title({ id, title, description, open, onHover }: TitleProps) {
  return (
    <Tooltip.Root open={open} onOpenChange={onHover}>
      <Tooltip.Trigger
        closeOnClick={false}
        render={
          <label htmlFor={id} className={styles.title}>
            {title}
          </label>
        }
      />
      <Tooltip.Portal>
        <Tooltip.Positioner side="left" sideOffset={16} className={styles.aside}>
          <Tooltip.Popup className={tooltip.tooltip}>{description}</Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  )
})

const isScheduleObject = (value: unknown): boolean => typeof value === 'object' && value !== null && 'schedule' in value

function FieldControl({ field, ...props }: { field: FieldSpec } & ControlProps) {
  const { control, nullable } = field
  const { value, onChange, label, id, describedBy, mixed = false } = props
  switch (control.type) {
    case 'integer':
    case 'number':
      return control.schedulable ? (
        <ScheduleInput {...props} control={control} />
      ) : (
        <NumberInput {...props} value={value as number | null} control={control} nullable={nullable} />
      )
    case 'boolean':
      return (
        <Switch checked={value === true} onChange={onChange} label={label} describedBy={describedBy} mixed={mixed} />
      )
    case 'select': {
      const isObject = typeof value === 'object' && value !== null
      return (
        <Select
          id={id}
          label={label}
          describedBy={describedBy}
          value={mixed ? MIXED : value === null ? NONE : isObject ? OBJECT : (value as string)}
          placeholder="Mixed"
          options={[
            ...(nullable ? [{ value: NONE, title: 'None' }] : []),
            ...(isObject ? [{ value: OBJECT, title: choiceTitle(control, value) ?? '' }] : []),
            ...control.options,
          ]}
          onChange={(next) => next !== OBJECT && onChange(next === NONE ? null : next)}
        />
      )
    }
    case 'text':
      return (
        <TextInput
          {...props}
          value={value as string | null}
          maximumLength={control.maximumLength}
          nullable={nullable}
        />
      )
    case 'integers':
      return <NumbersInput {...props} value={value as readonly number[] | null} nullable={nullable} />
    case 'axes':
      return <NumbersInput {...props} value={value as number | readonly number[] | null} single nullable={nullable} />
    case 'range':
      return (
        <NumbersInput
          {...props}
          value={value as NumberRange | null}
          single
          expected="One number is expected here, or the two ends of a range: 0.7, 1.2."
          nullable={nullable}
        />
      )
    case 'texts':
      return <TextsInput {...props} value={value as readonly string[] | null} item={control.item} nullable={nullable} />
    case 'variants':
      return (
        <VariantsInput
          {...props}
          value={value as Record<string, unknown> | null}
          discriminator={control.key}
          variants={control.variants}
          nullable={nullable}
        />
      )
  }
}
