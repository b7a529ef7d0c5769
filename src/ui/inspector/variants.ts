/** @file What stays when an object changes its kind: an optimiser, a penalty. */
import type { Field } from '../../lib/fields'

export interface Variant {
  value: string
  title: string
  fields: readonly Field[]
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/**
 * The object as another variant. A value that was set is kept where the new variant has it too; what stood at its default takes
 * the new default, since the same number may mean something else there: λ = 10 of WGAN-GP is no γ for R1.
 */
export function asVariant(
  key: string,
  to: Variant,
  from: Variant | undefined,
  value: Record<string, unknown> | null,
): Record<string, unknown> {
  const entries = to.fields.map((field): [string, unknown] => {
    const before = from?.fields.find((other) => other.key === field.key)
    const given = value?.[field.key]
    const isSet = before !== undefined && given !== undefined && !same(given, before.initial)
    return [field.key, isSet ? given : field.initial]
  })
  return { [key]: to.value, ...Object.fromEntries(entries.filter(([, entry]) => entry !== undefined)) }
}
