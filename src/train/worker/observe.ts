/** @file What layers give for fixed draws: their values as they pass, in every call, without touching the run. */
import { coneOf, outputsOf, producers } from '../../compile/cones'
import { layersOf, type PlanLayer } from '../../compile/plan'
import { MAIN_CALL } from '../../graph/document'
import type { Tensor } from '../../layers/layer'
import { drawSources, evaluateOperation, type Values } from './evaluate'
import type { Trainer } from './trainer'

export interface Observed {
  layer: PlanLayer
  call: string
  value: Tensor
}

/**
 * Values of the layers in `nodes`, in the order in which they are computed, for the same draws as previews. Ids of anything else
 * are passed over. Call it in a tidy.
 */
export function observe(
  { machine, plan, step }: Trainer,
  nodes: ReadonlySet<string>,
  weights: 'live' | 'ema',
  samples: number,
): Observed[] {
  const wanted = plan.operations.filter((operation) => layersOf(plan, operation).some(({ node }) => nodes.has(node)))
  const cone = coneOf(plan.operations, producers(plan.operations), wanted.flatMap(outputsOf))
  const values: Values = new Map()
  const key = ['preview', plan.seed]
  drawSources(machine, values, Math.ceil(samples / plan.batchMultiple) * plan.batchMultiple, step, key)
  const seen: Observed[] = []
  for (const index of cone) {
    const operation = plan.operations[index]!
    const call = operation.type === 'call' ? operation.call : MAIN_CALL
    evaluateOperation(machine, operation, values, {
      mode: 'inference',
      part: null,
      updating: false,
      weights,
      step,
      key,
      observe: (layer, value) => nodes.has(layer.node) && seen.push({ layer, call, value }),
    })
  }
  return seen
}
