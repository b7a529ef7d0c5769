/** @file How repairs are called: as a button says it, with the titles that the inspector shows. */
import type { NodeId } from '../../graph/document'
import { findKind } from '../../graph/kinds'
import type { Repair, RepairEdit } from '../../graph/repair'
import { choiceTitle, fieldsOf } from '../../lib/fields'
import { type Resolved, titleOf } from '../resolve'
import { valueText } from './ways'

type Params = Record<string, unknown>

/** `Set units of Dense "G_fc" to 3136`: sets params of a node. `here`: the node is the one with the problem, so it is not named. */
export function setting(resolved: Resolved, node: NodeId, params: Params, here = false): Repair {
  const { kind, node: found } = resolved.nodes.get(node)!
  const fields = fieldsOf(kind.params)
  const changed = Object.entries(params).filter(
    ([key, value]) => JSON.stringify(found.params[key]) !== JSON.stringify(value),
  )
  const parts = changed.map(([key, value], index) => {
    const field = fields.find((candidate) => candidate.key === key)
    const name = (field?.title ?? key).toLowerCase()
    const whose = here || index > 0 ? '' : ` of ${titleOf(resolved, node)}`
    return `${name}${whose} to ${optionText(field, value)}`
  })
  return {
    label: `Set ${parts.join(' and ')}`,
    edits: [{ type: 'set-params', node, params: Object.fromEntries(changed) }],
  }
}

function optionText(field: ReturnType<typeof fieldsOf>[number] | undefined, value: unknown): string {
  if (field?.control.type === 'select') return choiceTitle(field.control, value) ?? valueText(value)
  if (field?.control.type === 'variants') {
    const { key, variants } = field.control
    const chosen = (value as Params | null)?.[key]
    return variants.find((variant) => variant.value === chosen)?.title ?? valueText(value)
  }
  return valueText(value)
}

export const repair = (label: string, ...edits: RepairEdit[]): Repair => ({ label, edits })

/** `Replace it by Layer norm`. */
export const replacing = (node: NodeId, other: { kind: string; params: Params }): Repair =>
  repair(`Replace it by ${instanceText(other)}`, { type: 'replace', node, ...other })

/** `Layer norm`; with a param that is chosen from a list and not the usual one: `Downsample (Maximum)`. */
function instanceText({ kind, params }: { kind: string; params: Params }): string {
  const definition = findKind(kind)
  if (!definition) return kind
  const defaults = definition.params.safeParse({})
  const chosen = fieldsOf(definition.params).flatMap(({ key, control }) => {
    if (control.type !== 'select' || !(key in params) || key === 'padding') return []
    if (defaults.success && defaults.data[key] === params[key]) return []
    return control.options.filter(({ value }) => value === params[key]).map(({ title }) => title)
  })
  return chosen.length === 0 ? definition.title : `${definition.title} (${chosen.join(', ')})`
}

/** `Put a Layer norm or an Instance norm in its place.` */
export function insteadText(others: readonly { kind: string; params: Params }[]): string {
  const names = others.map((other) => {
    const text = instanceText(other)
    return `${/^[AEIOU]/.test(text) ? 'an' : 'a'} ${text}`
  })
  const list = names.length < 2 ? names[0] : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`
  return `Put ${list} in its place.`
}
