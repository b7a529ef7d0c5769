/** @file The params of a node that are worth a look, in one short line for its card. */
import type { KindBase } from '../layers/layer'
import { choiceTitle, type Field, fieldsOf } from '../lib/fields'
import { sameContent } from '../lib/same-content'
import { isSchedule } from '../lib/schedule'
import { formatShape } from '../tensor/shape'

/** How many params a card has room for. */
const MOST = 4
/** Lines break between phrases only, and never begin with a dot. */
const NO_BREAK = '\u00a0'
const SEPARATOR = `${NO_BREAK}· `

/** The first field, then whatever differs from its default, as far as there is room: `filters 64 · strides 2`. */
export function summaryOf(definition: KindBase, params: Readonly<Record<string, unknown>>): string {
  const fields = fieldsOf(definition.params).filter((field) => field.key !== 'name' && !field.advanced)
  const telling = fields.filter(
    (field, index) => index === 0 || !sameContent(params[field.key] ?? field.initial, field.initial),
  )
  return telling
    .slice(0, MOST)
    .map((field) => phrase(field, params[field.key] ?? field.initial))
    .filter((text) => text !== '')
    .map((text) => text.replaceAll(' ', NO_BREAK))
    .join(SEPARATOR)
}

/** How a network is trained, in a few words: `Adam 0.0002 · 5 updates`. */
export function trainingOf(definition: KindBase, params: Readonly<Record<string, unknown>>): string {
  if (params.trainable === false) return 'frozen'
  const fields = fieldsOf(definition.params)
  const optimizer = fields.find(({ key }) => key === 'optimizer')
  const { learningRate } = params.optimizer as { learningRate?: unknown }
  const rate = isSchedule(learningRate) ? `${learningRate.from} → ${learningRate.to}` : String(learningRate)
  const updates = Number(params.updates)
  return `${optimizer ? phrase(optimizer, params.optimizer) : ''} ${rate}${updates > 1 ? ` · ${updates} updates` : ''}`
}

/** One param in words. Where the value speaks for itself its title is left out. */
function phrase(field: Field, value: unknown): string {
  const title = field.title.toLowerCase()
  const { control } = field
  if (value === null || value === undefined) return ''
  if (isSchedule(value)) return `${title} ${value.from} → ${value.to}`
  switch (control.type) {
    case 'integer':
    case 'number':
      return `${title} ${String(value)}${control.unit ? ` ${control.unit}` : ''}`
    case 'boolean':
      return value === true ? title : `no ${title}`
    case 'select':
      return choiceTitle(control, value) ?? String(value)
    case 'text':
      return String(value)
    case 'integers':
      return Array.isArray(value) ? formatShape(value as number[]) : String(value)
    case 'axes':
      return `${title} ${Array.isArray(value) ? value.join(' × ') : String(value)}`
    case 'range':
      return `${title} ${Array.isArray(value) ? value.join(' to ') : String(value)}`
    case 'texts':
      return Array.isArray(value) ? value.join(', ') : ''
    case 'variants': {
      const chosen = (value as Record<string, unknown>)[control.key]
      return control.variants.find((variant) => variant.value === chosen)?.title ?? ''
    }
  }
}
