/** @file The order in which one would name the nodes of a level when explaining it: what feeds a node comes before it, in the order of its ports. */
import type { NodeId } from '../../graph/document'
import type { Box, Link } from './layered'

/**
 * The boxes from their ends backwards, each after what feeds it (but on a cycle). It follows from ids, ports and wires alone, never
 * from where anything lies: laying out what was laid out changes nothing.
 */
export function inReadingOrder(boxes: readonly Box[], links: readonly Link[]): Box[] {
  const byId = new Map(boxes.map((box) => [box.id, box]))
  const feeds = new Map<NodeId, Link[]>()
  const used = new Set<NodeId>()
  for (const link of links) {
    feeds.set(link.target, [...(feeds.get(link.target) ?? []), link])
    used.add(link.source)
  }
  for (const [id, list] of feeds) {
    const rank = [...byId.get(id)!.inputs.keys()]
    list.sort((a, b) => rank.indexOf(a.targetHandle) - rank.indexOf(b.targetHandle) || compare(a.id, b.id))
  }
  const ordered = new Set<NodeId>()
  const visit = (start: NodeId) => {
    // By hand, because networks may be deeper than a call stack.
    const open = [{ id: start, next: 0 }]
    const entered = new Set([start])
    for (let top = open.at(-1); top; top = open.at(-1)) {
      const link = feeds.get(top.id)?.[top.next++]
      if (!link) {
        ordered.add(top.id)
        open.pop()
      } else if (!ordered.has(link.source) && !entered.has(link.source)) {
        entered.add(link.source)
        open.push({ id: link.source, next: 0 })
      }
    }
  }
  const ids = [...byId.keys()].sort(compare)
  for (const id of ids) if (!used.has(id)) visit(id)
  for (const id of ids) if (!ordered.has(id)) visit(id)
  return [...ordered].map((id) => byId.get(id)!)
}

/** `conv2d_2` before `conv2d_10`, the same in every language of the reader. */
const collator = new Intl.Collator('en', { numeric: true })

export const compare = (a: string, b: string): number => collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0)
