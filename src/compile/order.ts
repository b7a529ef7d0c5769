/**
 * @file In which order things are computed: each after what it reads. Outside networks a call of a network is a thing of its
 * own, so that a critic may read what it scored before only through another call; inside a network it is a layer.
 */

export interface Ordered<Unit> {
  /** What is on no cycle and reads from none, each after what it reads; ties as given. */
  order: readonly Unit[]
  /** One closed walk for each knot of cycles, along the wires. */
  cycles: readonly (readonly Unit[])[]
}

/** Kahn's algorithm; `reads` gives what a unit reads, by key. Keys that no unit has are passed over. */
export function topologicalOrder<Unit>(
  units: readonly Unit[],
  keyOf: (unit: Unit) => string,
  reads: (unit: Unit) => readonly string[],
): Ordered<Unit> {
  const byKey = new Map(units.map((unit) => [keyOf(unit), unit]))
  const sources = new Map<string, readonly string[]>()
  const readers = new Map<string, string[]>()
  for (const [key, unit] of byKey) {
    const from = [...new Set(reads(unit))].filter((source) => byKey.has(source))
    sources.set(key, from)
    for (const source of from) {
      const list = readers.get(source)
      if (list) list.push(key)
      else readers.set(source, [key])
    }
  }

  const waiting = new Map([...sources].map(([key, from]) => [key, from.length]))
  const order = [...byKey.keys()].filter((key) => waiting.get(key) === 0)
  for (let index = 0; index < order.length; index++) {
    for (const reader of readers.get(order[index]!) ?? []) {
      const left = waiting.get(reader)! - 1
      waiting.set(reader, left)
      if (left === 0) order.push(reader)
    }
  }

  const done = new Set(order)
  const stuck = new Set([...byKey.keys()].filter((key) => !done.has(key)))
  return {
    order: order.map((key) => byKey.get(key)!),
    cycles: findCycles(stuck, sources).map((cycle) => cycle.map((key) => byKey.get(key)!)),
  }
}

/** Cycles that share nothing. Every unit in `stuck` lies on a cycle or after one, so a walk against the wires must close. */
function findCycles(stuck: Set<string>, sources: ReadonlyMap<string, readonly string[]>): string[][] {
  const cycles: string[][] = []
  const explained = new Set<string>()
  for (const start of stuck) {
    const walk: string[] = []
    const place = new Map<string, number>()
    let current: string | undefined = start
    while (current !== undefined && !explained.has(current) && !place.has(current)) {
      place.set(current, walk.length)
      walk.push(current)
      current = sources.get(current)?.find((source) => stuck.has(source))
    }
    if (current !== undefined && place.has(current))
      cycles.push(fromFirst(walk.slice(place.get(current)).reverse(), stuck))
    for (const key of walk) explained.add(key)
  }
  return cycles
}

/** The same circle, begun at the member that comes first in the document. */
function fromFirst(cycle: readonly string[], order: ReadonlySet<string>): string[] {
  const members = new Set(cycle)
  const first = [...order].find((key) => members.has(key))!
  const start = cycle.indexOf(first)
  return [...cycle.slice(start), ...cycle.slice(0, start)]
}
