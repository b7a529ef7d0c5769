/** @file What the classes of a generator that is told one are called. */
import type { Plan } from '../../compile/plan'
import { findKind } from '../../graph/kinds'
import type { Playable } from '../../train/play'

/** Names of the classes of a label: those of the dataset in the graph, else numbers. */
export function classesOf(plan: Plan, { labels }: Playable): readonly string[] {
  const [label] = labels
  if (!label) return []
  for (const source of plan.sources) {
    const kind = findKind(source.kind)
    const classes = kind?.role === 'source' ? kind.dataset?.(source.params as never).classes : undefined
    if (classes?.length === label.size) return classes
  }
  return Array.from({ length: label.size }, (_, index) => String(index))
}
