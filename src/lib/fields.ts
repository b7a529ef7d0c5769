/**
 * @file Params as forms: each builder makes a zod schema that carries, in its metadata, all that an inspector, a doc page
 * or an error needs to show it. A kind declares its params once; nothing else has to know them.
 */
import { z } from 'zod'
import { scheduleSchema } from './schedule'

/** How a value is edited. `unit` is shown behind the value. */
export type Control =
  | { type: 'integer' | 'number'; minimum?: number; maximum?: number; unit?: string; schedulable?: boolean }
  | { type: 'boolean' }
  /** One of the options; where there is a `titleKey`, also an object that is called what stands at this key. */
  | { type: 'select'; options: readonly { value: string; title: string }[]; titleKey?: string }
  | { type: 'text'; maximumLength: number }
  | { type: 'integers'; minimum: number; maximum: number; minimumLength: number; maximumLength: number }
  /** One number for all axes, or one for each. */
  | { type: 'axes'; axes: number; minimum: number; maximum: number }
  | { type: 'texts'; item: string }
  /** One number, or the lowest and the highest of a range. */
  | { type: 'range'; minimum: number; maximum: number }
  /** An object whose keys depend on one of them: an optimiser, a penalty. */
  | { type: 'variants'; key: string; variants: readonly { value: string; title: string; fields: readonly Field[] }[] }

export interface Field {
  key: string
  title: string
  description: string
  control: Control
  /** `null` is allowed and means "off". */
  nullable: boolean
  initial: unknown
  /** Hidden in the inspector until asked for. */
  advanced: boolean
}

export interface FieldText {
  title: string
  /** What the value does, in one sentence. */
  description: string
  advanced?: boolean
}

interface FieldMeta {
  field?: Omit<Field, 'key' | 'initial' | 'nullable'>
}

function withField<Schema extends z.ZodType>(schema: Schema, text: FieldText, control: Control): Schema {
  const field = { title: text.title, description: text.description, advanced: text.advanced ?? false, control }
  const meta: FieldMeta & { title: string; description: string } = {
    title: text.title,
    description: text.description,
    field,
  }
  return schema.meta({ ...meta }) as Schema
}

interface NumberOptions extends FieldText {
  minimum?: number
  maximum?: number
  unit?: string
}

function bounded(schema: z.ZodNumber, { minimum, maximum }: NumberOptions): z.ZodNumber {
  let result = schema
  if (minimum !== undefined) result = result.min(minimum)
  if (maximum !== undefined) result = result.max(maximum)
  return result
}

const numberControl = (type: 'integer' | 'number', options: NumberOptions, schedulable = false): Control => ({
  type,
  ...(options.minimum !== undefined && { minimum: options.minimum }),
  ...(options.maximum !== undefined && { maximum: options.maximum }),
  ...(options.unit !== undefined && { unit: options.unit }),
  ...(schedulable && { schedulable }),
})

export const integerField = (options: NumberOptions) =>
  withField(bounded(z.int(), options), options, numberControl('integer', options))

export const numberField = (options: NumberOptions) =>
  withField(bounded(z.number(), options), options, numberControl('number', options))

/** A number, or a schedule over steps. */
export const schedulableField = (options: NumberOptions) =>
  withField(z.union([bounded(z.number(), options), scheduleSchema]), options, numberControl('number', options, true))

export const booleanField = (text: FieldText) => withField(z.boolean(), text, { type: 'boolean' })

/** `options` maps each value to its title. */
export const selectField = <Value extends string>(options: FieldText & { options: Record<Value, string> }) =>
  withField(z.enum(Object.keys(options.options) as [Value, ...Value[]]), options, {
    type: 'select',
    options: Object.entries<string>(options.options).map(([value, title]) => ({ value, title })),
  })

/** As `selectField`, where an object of this form may stand in place of an option: at `titleKey` is what it is called. */
export const selectOrObjectField = <Value extends string, Schema extends z.ZodObject>({
  schema,
  titleKey,
  ...options
}: FieldText & { options: Record<Value, string>; schema: Schema; titleKey: string }) => {
  const names = Object.keys(options.options) as [Value, ...Value[]]
  // The object comes first, so that what is wrong within one is said, and not that it is none of the names.
  return withField(z.union([schema, z.enum(names)]), options, {
    type: 'select',
    options: Object.entries<string>(options.options).map(([value, title]) => ({ value, title })),
    titleKey,
  })
}

/** What a value of a select field is called: the title of its option, or the object's own; `null` when it is neither. */
export function choiceTitle(
  { options, titleKey }: Extract<Control, { type: 'select' }>,
  value: unknown,
): string | null {
  if (typeof value === 'object' && value !== null && titleKey !== undefined)
    return String((value as Record<string, unknown>)[titleKey])
  return options.find((option) => option.value === value)?.title ?? null
}

export const textField = (options: FieldText & { maximumLength: number; pattern?: RegExp; patternText?: string }) => {
  const text = z.string().min(1).max(options.maximumLength)
  const schema = options.pattern ? text.regex(options.pattern, { error: options.patternText ?? 'malformed' }) : text
  return withField(schema, options, { type: 'text', maximumLength: options.maximumLength })
}

export const textsField = (options: FieldText & { item: string; schema: z.ZodType<string>; minimumLength: number }) =>
  withField(z.array(options.schema).min(options.minimumLength).max(64), options, { type: 'texts', item: options.item })

interface IntegersOptions extends FieldText {
  minimum: number
  maximum: number
  minimumLength: number
  maximumLength: number
}

export const integersField = (options: IntegersOptions) =>
  withField(
    z.array(z.int().min(options.minimum).max(options.maximum)).min(options.minimumLength).max(options.maximumLength),
    options,
    {
      type: 'integers',
      minimum: options.minimum,
      maximum: options.maximum,
      minimumLength: options.minimumLength,
      maximumLength: options.maximumLength,
    },
  )

/** One integer for every axis, or a list with one for each of `axes`. */
export const axesField = (options: FieldText & { axes: number; minimum: number; maximum: number }) => {
  const entry = z.int().min(options.minimum).max(options.maximum)
  return withField(z.union([entry, z.array(entry).length(options.axes)]), options, {
    type: 'axes',
    axes: options.axes,
    minimum: options.minimum,
    maximum: options.maximum,
  })
}

/** A number, or `[low, high]`: a range to draw from. */
export type NumberRange = number | readonly number[]

export const rangeField = ({ minimum, maximum, ...text }: FieldText & { minimum: number; maximum: number }) => {
  const end = z.number().min(minimum).max(maximum)
  const ends = z.tuple([end, end]).refine(([low, high]) => low <= high, {
    error: 'the lower end of a range comes first',
  })
  return withField(z.union([end, ends]), text, { type: 'range', minimum, maximum })
}

/** A discriminated union on `key`: each variant is a strict object that has `key` as a literal. */
export const variantsField = <Schema extends z.ZodType>(
  schema: Schema,
  options: FieldText & { key: string; variants: Record<string, { title: string; schema: z.ZodObject }> },
): Schema =>
  withField(schema, options, {
    type: 'variants',
    key: options.key,
    variants: Object.entries(options.variants).map(([value, variant]) => ({
      value,
      title: variant.title,
      fields: fieldsOf(variant.schema),
    })),
  })

const known = new WeakMap<z.ZodObject, readonly Field[]>()

/** The fields of a params object, in the order of declaration. Keys without a field (discriminators) are left out. */
export function fieldsOf(schema: z.ZodObject): readonly Field[] {
  const fields = known.get(schema) ?? readFields(schema)
  known.set(schema, fields)
  return fields
}

function readFields(schema: z.ZodObject): readonly Field[] {
  const fields: Field[] = []
  for (const [key, declared] of Object.entries(schema.shape)) {
    let inner: z.ZodType = declared as z.ZodType
    let nullable = false
    let initial: unknown
    let meta = inner.meta() as FieldMeta | undefined
    while (!meta?.field && (inner instanceof z.ZodDefault || inner instanceof z.ZodNullable)) {
      if (inner instanceof z.ZodNullable) nullable = true
      else initial = inner.def.defaultValue
      inner = inner.def.innerType as z.ZodType
      meta = inner.meta() as FieldMeta | undefined
    }
    if (meta?.field) fields.push({ key, nullable, initial, ...meta.field })
  }
  return fields
}
