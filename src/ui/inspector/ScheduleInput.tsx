/** @file A number, or the same number as a schedule over steps, with its curve. */
import { Hash, TrendingDown } from 'lucide-react'
import type { Control } from '../../lib/fields'
import { isSchedule, type Schedule, valueAt } from '../../lib/schedule'
import { Hint } from '../components/Button'
import { Select } from '../components/Select'
import { editor } from '../editor'
import { type ControlProps, Field } from './Field'
import styles from './Field.module.css'
import { NumberInput } from './NumberInput'

type NumberControl = Extract<Control, { type: 'integer' | 'number' }>

const SHAPES = [
  { value: 'linear', title: 'Linear' },
  { value: 'cosine', title: 'Cosine' },
  { value: 'exponential', title: 'Exponential' },
  { value: 'step', title: 'Jump' },
] as const

export function ScheduleInput({ control, ...props }: ControlProps & { control: NumberControl }) {
  const { value, onChange, label, id, describedBy, mixed = false } = props
  const schedule = isSchedule(value) && !mixed ? value : null

  const toggle = (
    <Hint text={schedule ? 'A constant value' : 'Change it over the steps'}>
      <button
        type="button"
        className={styles.small}
        aria-label={`Schedule ${label}`}
        aria-pressed={schedule !== null}
        onClick={() => onChange(schedule ? schedule.from : startingSchedule(value as number))}
      >
        {schedule ? <Hash size={14} aria-hidden="true" /> : <TrendingDown size={14} aria-hidden="true" />}
      </button>
    </Hint>
  )

  if (!schedule) {
    return (
      <div className={styles.line}>
        <NumberInput {...props} value={value as number} control={control} />
        {!mixed && toggle}
      </div>
    )
  }
  const set = (key: keyof Schedule) => (next: unknown) => onChange({ ...schedule, [key]: next })
  const part = (key: 'from' | 'to' | 'start' | 'end', title: string, description: string) => (
    <Field
      field={{
        key,
        title,
        description,
        control:
          key === 'start' || key === 'end' ? { type: 'integer', minimum: 0, unit: 'steps' } : plainControl(control),
        nullable: false,
        initial: 0,
        advanced: false,
      }}
      value={schedule[key]}
      onChange={set(key)}
    />
  )
  return (
    <div className={styles.group}>
      <div className={styles.line}>
        <Select
          id={id}
          label={`${label}: curve`}
          describedBy={describedBy}
          value={schedule.schedule}
          options={SHAPES}
          onChange={set('schedule')}
        />
        {toggle}
      </div>
      <Sparkline schedule={schedule} />
      {part('from', 'From', 'Value before and at the start.')}
      {part('to', 'To', 'Value from the end on.')}
      {part('start', 'Start', 'Step at which it begins to change.')}
      {part('end', 'End', 'Step at which it has arrived.')}
    </div>
  )
}

/** Ends of a schedule are plain numbers. */
const plainControl = ({ schedulable: _, ...control }: NumberControl): NumberControl => control

const startingSchedule = (value: number): Schedule => ({
  schedule: 'linear',
  from: value,
  to: 0,
  start: 0,
  end: editor.document().training.steps,
})

const POINTS = 48

function Sparkline({ schedule }: { schedule: Schedule }) {
  const span = Math.max(1, schedule.end)
  const values = Array.from({ length: POINTS + 1 }, (_, index) => valueAt(schedule, (index / POINTS) * span * 1.08))
  const low = Math.min(...values)
  const high = Math.max(...values)
  const points = values.map((value, index) => {
    const y = high > low ? 30 - ((value - low) / (high - low)) * 26 : 17
    return `${(index / POINTS) * 100},${y.toFixed(2)}`
  })
  return (
    <svg className={styles.sparkline} viewBox="0 0 100 34" preserveAspectRatio="none" aria-hidden="true">
      <polyline
        points={points.join(' ')}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  )
}
