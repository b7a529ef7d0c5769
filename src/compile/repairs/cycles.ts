/** @file What opens a circle: another output at one of its inputs. */
import { formatEndpoint, parseEndpoint } from '../../graph/document'
import type { Repair } from '../../graph/repair'
import type { Analysis } from '../analysis'
import type { Diagnostic } from '../compilation'
import { type Unit, unitKey, wiredInputs } from '../units'
import { wiring } from './candidates'
import { repair } from './labels'

/** The findings of circles, with their repairs: these need more of the analysis than the circles themselves. */
export const cycleFindings = (analysis: Analysis): Diagnostic[] =>
  analysis.units.findings.map((finding, index) => {
    const repairs = openings(analysis, analysis.units.cycles[index]!)
    return repairs.length > 0 ? { ...finding, repairs } : finding
  })

/** Wires that run backwards on the canvas are the likeliest to be wrong. */
function openings(analysis: Analysis, cycle: readonly Unit[]): Repair[] {
  const { document } = analysis.resolved
  const inside = new Set(cycle.map(unitKey))
  const wires = cycle
    .flatMap((unit) => wiredInputs(analysis.resolved, unit).map(({ port, from }) => ({ unit, port, from })))
    .filter(({ from }) => inside.has(unitKey(parseEndpoint(from)!)))
    .map((wire) => {
      const [source, target] = [document.nodes[parseEndpoint(wire.from)!.node]!, document.nodes[wire.unit.node]!]
      return {
        ...wire,
        to: formatEndpoint(wire.unit.node, wire.port, wire.unit.call),
        back: source.position.x - target.position.x,
      }
    })
    .sort((a, b) => b.back - a.back)
  return wires
    .slice(0, MOST_WIRES)
    .flatMap(({ to, from }) => [
      ...wiring(analysis, to),
      repair(`Remove the wire from ${from} to ${to}`, { type: 'disconnect', wires: [to] }),
    ])
}

const MOST_WIRES = 3
