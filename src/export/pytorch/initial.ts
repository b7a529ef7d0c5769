/** @file First values of weights as lines of Python, after Keras as everywhere in Ganvas. */
import type { PlanNetwork, PlanWeight } from '../../compile/plan'
import type { NetworkNames } from './names'
import { type StateEntry, stateEntries } from './state'

/** Standard deviation of a normal that is cut at two deviations; Keras divides by it. */
const CUT_DEVIATION = 0.87962566103423978

const digits = (value: number): string => String(Number(value.toPrecision(7)))

/** A call up to its first argument's place, `{}`. `null`: the module begins with these values anyway. */
function callText({ initializer }: PlanWeight, { state }: StateEntry): string | null {
  const truncated = (variance: number) => {
    const deviation = Math.sqrt(variance) / CUT_DEVIATION
    return `nn.init.trunc_normal_({}, std=${digits(deviation)}, a=${digits(-2 * deviation)}, b=${digits(2 * deviation)})`
  }
  const uniform = (variance: number) => {
    const limit = digits(Math.sqrt(3 * variance))
    return `nn.init.uniform_({}, -${limit}, ${limit})`
  }
  switch (initializer.kind) {
    case 'constant':
      return `nn.init.constant_({}, ${initializer.value})`
    case 'zeros':
      return 'nn.init.zeros_({})'
    case 'standard-normal':
      return 'nn.init.normal_({})'
    case 'unit-vector':
      return null
    case 'normal':
      return 'nn.init.normal_({}, std=0.02)'
    case 'orthogonal':
      return state.shape.length > 1 ? 'nn.init.orthogonal_({})' : 'nn.init.normal_({})'
    case 'glorot-uniform':
      return uniform(2 / (initializer.fanIn + initializer.fanOut))
    case 'glorot-normal':
      return truncated(2 / (initializer.fanIn + initializer.fanOut))
    case 'he-uniform':
      return uniform(2 / initializer.fanIn)
    case 'he-normal':
      return truncated(2 / initializer.fanIn)
    case 'lecun-normal':
      return truncated(1 / initializer.fanIn)
  }
}

/** Gains of 1 and shifts of 0 are there already in every normalisation of PyTorch. */
const isModuleDefault = ({ name }: PlanWeight): boolean => ['gamma', 'beta', 'alpha'].includes(name)

/** Lines for `__init__` that set the first values, and those that keep frozen layers still. */
export function initialLines(network: PlanNetwork, names: NetworkNames): string[] {
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
    const call = callText(weight, entry)
    if (call !== null)
      byCall.set(call, [...(byCall.get(call) ?? []), `self.${entry.name.replaceAll(/\.(\d+)/g, '[$1]')}`])
  }
  for (const [call, parameters] of byCall) {
    if (parameters.length === 1) lines.push(call.replace('{}', parameters[0]!))
    else lines.push(`for weight in (${parameters.join(', ')}):`, `    ${call.replace('{}', 'weight')}`)
  }
  for (const attribute of frozen) lines.push(`self.${attribute}.requires_grad_(False)  # frozen`)
  return lines
}
