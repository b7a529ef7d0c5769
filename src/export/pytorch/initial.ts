/** @file First values of weights as lines of Python, after Keras as everywhere in Ganvas. */
import type { PlanNetwork, PlanWeight } from '../../compile/plan'
import type { NetworkNames } from './names'
import { type StateEntry, stateEntries } from './state'

const DEFINITIONS = {
  truncated_normal_: `def truncated_normal_(weight: Tensor, variance: float) -> None:
    """A normal that is cut at two deviations, as in Keras; the variance is that of what is left."""
    deviation = math.sqrt(variance) / 0.87962566103423978
    nn.init.trunc_normal_(weight, std=deviation, a=-2 * deviation, b=2 * deviation)`,
  uniform_: `def uniform_(weight: Tensor, variance: float) -> None:
    limit = math.sqrt(3 * variance)
    nn.init.uniform_(weight, -limit, limit)`,
} as const

/** A call up to its first argument's place, `{}`, and a comment. `null`: the module begins with these values anyway. */
function callText({ initializer }: PlanWeight, { state }: StateEntry): { call: string; comment?: string } | null {
  const { kind } = initializer
  switch (kind) {
    case 'constant':
      return { call: initializer.value === 0 ? 'nn.init.zeros_({})' : `nn.init.constant_({}, ${initializer.value})` }
    case 'zeros':
      return { call: 'nn.init.zeros_({})' }
    case 'standard-normal':
      return { call: 'nn.init.normal_({})' }
    case 'unit-vector':
      return null
    case 'normal':
      return { call: 'nn.init.normal_({}, std=0.02)' }
    case 'orthogonal':
      return { call: state.shape.length > 1 ? 'nn.init.orthogonal_({})' : 'nn.init.normal_({})' }
    case 'glorot-uniform':
      return { call: `uniform_({}, 2 / ${initializer.fanIn + initializer.fanOut})`, comment: kind }
    case 'glorot-normal':
      return { call: `truncated_normal_({}, 2 / ${initializer.fanIn + initializer.fanOut})`, comment: kind }
    case 'he-uniform':
      return { call: `uniform_({}, 2 / ${initializer.fanIn})`, comment: kind }
    case 'he-normal':
      return { call: `truncated_normal_({}, 2 / ${initializer.fanIn})`, comment: kind }
    case 'lecun-normal':
      return { call: `truncated_normal_({}, 1 / ${initializer.fanIn})`, comment: kind }
  }
}

/** Gains of 1 and shifts of 0 are there already in every normalisation of PyTorch. */
const isModuleDefault = ({ name }: PlanWeight): boolean => ['gamma', 'beta', 'alpha'].includes(name)

/** Lines for `__init__` that set the first values, and those that keep frozen layers still; and the functions that they call. */
export function initialLines(network: PlanNetwork, names: NetworkNames): { lines: string[]; definitions: string[] } {
  const weights = new Map(network.weights.map((weight) => [weight.id, weight]))
  const lines: string[] = []
  const byCall = new Map<string, string[]>()
  const frozen = new Set<string>()
  const trained = new Set(network.weights.filter(({ trainable }) => trainable).map(({ layer }) => layer))
  for (const entry of stateEntries(network, names)) {
    const { values } = entry.state
    if (!('weight' in values)) continue
    const weight = weights.get(`${entry.layer.node}/${values.weight}`)!
    const isStatistic = /(running_(mean|var)|_u|stored|filled)$/.test(entry.state.key)
    if (isStatistic) continue
    if (!weight.trainable && !trained.has(weight.layer)) frozen.add(names.attributes.get(weight.layer)!)
    // gamma of a self-attention begins with 0 in its class.
    if (isModuleDefault(weight)) continue
    const text = callText(weight, entry)
    if (text === null) continue
    const call = text.comment ? `${text.call}  # ${text.comment}` : text.call
    byCall.set(call, [...(byCall.get(call) ?? []), `self.${entry.name.replaceAll(/\.(\d+)/g, '[$1]')}`])
  }
  for (const [call, parameters] of byCall) {
    if (parameters.length === 1) lines.push(call.replace('{}', parameters[0]!))
    else lines.push(`for weight in (${parameters.join(', ')}):`, `    ${call.replace('{}', 'weight')}`)
  }
  const definitions = Object.entries(DEFINITIONS).flatMap(([name, text]) =>
    [...byCall.keys()].some((call) => call.startsWith(name)) ? [text] : [],
  )
  for (const attribute of frozen) lines.push(`self.${attribute}.requires_grad_(False)  # frozen`)
  return { lines, definitions }
}
