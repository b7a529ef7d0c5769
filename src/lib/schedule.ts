/** @file A number that changes with the step: learning-rate decay, fading noise, a loss that begins later. */
import { z } from 'zod'

/**
 * Before `start` (in steps) the value is `from`, after `end` it is `to`; between them it moves as `schedule` says.
 * `step` jumps from `from` to `to` at `end`. `exponential` moves by a constant factor, so both ends must be positive.
 */
export const scheduleSchema = z
  .strictObject({
    schedule: z.enum(['linear', 'cosine', 'exponential', 'step']),
    from: z.number(),
    to: z.number(),
    start: z.int().min(0),
    end: z.int().min(0),
  })
  .refine((schedule) => schedule.end >= schedule.start, { error: 'end must not be before start', path: ['end'] })
  .refine((schedule) => schedule.schedule !== 'exponential' || (schedule.from > 0 && schedule.to > 0), {
    error: 'an exponential schedule needs positive numbers for from and to',
    path: ['to'],
  })

export type Schedule = z.infer<typeof scheduleSchema>
export type Schedulable = number | Schedule

/** Replaces every schedule inside a type by a number: what code sees at one step. */
export type Resolved<T> = T extends Schedule
  ? number
  : T extends readonly (infer Item)[]
    ? readonly Resolved<Item>[]
    : T extends object
      ? { [Key in keyof T]: Resolved<T[Key]> }
      : T

export function isSchedule(value: unknown): value is Schedule {
  return typeof value === 'object' && value !== null && 'schedule' in value && 'from' in value
}

/** The value of a number or a schedule at a step (0 is the first step). */
export function valueAt(value: Schedulable, step: number): number {
  if (typeof value === 'number') return value
  const { from, to, start, end } = value
  if (step >= end) return to
  if (step <= start || value.schedule === 'step') return from
  const progress = (step - start) / (end - start)
  switch (value.schedule) {
    case 'linear':
      return from + (to - from) * progress
    case 'cosine':
      return to + (from - to) * 0.5 * (1 + Math.cos(Math.PI * progress))
    case 'exponential':
      return from * (to / from) ** progress
  }
}

/** Params with every schedule replaced by its value at `step`. */
export function resolveSchedules<T>(params: T, step: number): Resolved<T> {
  if (isSchedule(params)) return valueAt(params, step) as Resolved<T>
  if (Array.isArray(params)) return params.map((item) => resolveSchedules(item, step)) as Resolved<T>
  if (typeof params !== 'object' || params === null) return params as Resolved<T>
  return Object.fromEntries(
    Object.entries(params).map(([key, value]) => [key, resolveSchedules(value, step)]),
  ) as Resolved<T>
}
