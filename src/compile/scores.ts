/**
 * @file How the two scores of an adversarial objective come from its samples: what a gradient penalty differentiates. A sample
 * is what enters the critics from outside; everything from there to the score is computed again for other samples.
 */
import type { NodeId } from '../graph/document'
import type { Analysis } from './analysis'
import { coneOf, downstreamOf, outputsOf, producers } from './cones'
import type { PlanObjective, PlanOperation, PlanScore, ValueName } from './plan'
import { isSample } from './tracing'

/** A value that enters the critics, and where. */
interface Entry {
  place: string
  value: ValueName
}

interface ScoresOptions {
  operations: readonly PlanOperation[]
  /** Adversarial ports of the objective with the values at them. */
  ports: readonly [real: [port: string, value: ValueName], fake: [port: string, value: ValueName]]
  critics: readonly NodeId[]
}

/** `paired` is false when the two ports read different inputs of the critics; then each has its own samples in its own order. */
export function planScores(
  analysis: Analysis,
  { operations, ports, critics }: ScoresOptions,
): Pick<PlanObjective, 'scores' | 'paired'> {
  const producer = producers(operations)
  const changed = downstreamOf(operations, critics)
  const cones = ports.map(([, value]) => coneOf(operations, producer, [value]).filter((index) => changed.has(index)))
  const [real, fake] = cones.map((cone) => entriesOf(analysis, operations, cone)) as [Entry[], Entry[]]
  const pairs = pair(real, fake)
  const samples = pairs
    ? [pairs.map(([value]) => value), pairs.map(([, value]) => value)]
    : [real, fake].map((entries) => [...new Set(entries.map(({ value }) => value))])
  const scores = ports.map(([port], index): [string, PlanScore] => [
    port,
    { samples: samples[index]!, operations: cones[index]! },
  ])
  return { scores: Object.fromEntries(scores), paired: pairs !== null }
}

/** Samples that the operations of a cone read from outside of it. */
function entriesOf(
  { resolved, tracer }: Analysis,
  operations: readonly PlanOperation[],
  cone: readonly number[],
): Entry[] {
  const inside = new Set(cone.flatMap((index) => outputsOf(operations[index]!)))
  return cone.flatMap((index) => {
    const operation = operations[index]!
    const owner = operation.type === 'call' ? operation.network : 'layer'
    return Object.entries(operation.inputs).flatMap(([port, value]) =>
      inside.has(value) || !isSample(resolved, tracer, value) ? [] : [{ place: `${owner}.${port}`, value }],
    )
  })
}

/** Values that enter at the same place, each pair once; `null` when one would stand for two others. */
function pair(real: readonly Entry[], fake: readonly Entry[]): [ValueName, ValueName][] | null {
  if (real.length !== fake.length) return null
  const left = [...fake]
  const pairs = new Map<string, [ValueName, ValueName]>()
  for (const { place, value } of real) {
    const index = left.findIndex((entry) => entry.place === place)
    if (index < 0) return null
    const other = left.splice(index, 1)[0]!.value
    pairs.set(`${value} ${other}`, [value, other])
  }
  const found = [...pairs.values()]
  const isOneToOne = [0, 1].every((side) => new Set(found.map((values) => values[side])).size === found.length)
  return isOneToOne ? found : null
}
