/**
 * @file The way back: weights for one network out of a file, whoever wrote it. Names and shapes decide, and a part is enough, so a
 * net that was trained on other data, or has another last layer, gives what fits. For fine-tuning (gans.md §4.15; Grigoryev et al. 2022).
 */
import { byName, checkpointProblem, type FoundWeights, findWeights } from '../compile/checkpoint-file'
import type { Plan } from '../compile/plan'
import type { NodeId } from '../graph/document'
import { fail, ok, type Result } from '../lib/result'
import { decodeSafetensors, type NamedTensor } from '../lib/safetensors'
import { formatShape } from '../tensor/shape'
import { networkNames } from './pytorch/names'
import { weightsOfStateDict } from './pytorch/state'

export interface NetworkWeights extends FoundWeights {
  network: NodeId
}

/**
 * Reads a checkpoint of a run (`weights/layer/kernel`, `ema/…`) or a safetensors file that was exported, of this network
 * (`dense.weight`) or of all (`generator.dense.weight`). A file that holds nothing for the network is a problem, in words.
 */
export function readNetworkWeights(plan: Plan, id: NodeId, file: Uint8Array): Result<NetworkWeights, string> {
  const decoded = decodeSafetensors(file)
  if (!decoded.ok) return decoded
  const network = plan.networks[id]
  if (!network) return fail(`There is no network "${id}" in this design.`)
  const { tensors, metadata } = decoded.value
  const found =
    checkpointProblem(metadata) === null
      ? findWeights(network.weights, byName(tensors))
      : ofStateDict(plan, id, tensors)
  if (found.live.size > 0) return ok({ network: id, ...found })
  const held = tensors.slice(0, 3).map(({ name, shape }) => `${name} [${shape.join(', ')}]`)
  const wanted = network.weights.slice(0, 3).map((weight) => `${weight.id} [${weight.shape.join(', ')}]`)
  return fail(
    tensors.length === 0
      ? 'The file holds no weights.'
      : `Nothing in the file fits ${network.name}. It holds ${listed(held, tensors.length)}; ${network.name} has ${listed(wanted, network.weights.length)}. Names and shapes must be the same.`,
  )
}

const listed = (shown: readonly string[], all: number): string =>
  all === 0 ? 'no weights' : `${shown.join(', ')}${all > shown.length ? ` and ${all - shown.length} more` : ''}`

function ofStateDict(plan: Plan, id: NodeId, tensors: readonly NamedTensor[]): FoundWeights {
  const network = plan.networks[id]!
  const names = networkNames(plan).get(id)!
  const prefix = `${names.variable}.`
  // A file of all networks begins each name with the network's.
  const own = tensors.filter(({ name }) => name.startsWith(prefix))
  const entries =
    own.length > 0 ? own.map((tensor) => ({ ...tensor, name: tensor.name.slice(prefix.length) })) : tensors
  const { values, misshapen } = weightsOfStateDict(network, names, entries)
  const elsewhere = new Set(misshapen.map((weight) => weight.id))
  const missing = network.weights.flatMap((weight) =>
    values.has(weight.id) || elsewhere.has(weight.id) ? [] : [weight.id],
  )
  return { live: values, ema: new Map(), missing, misshapen }
}

/** Why a layer did not take all of its weights. */
export function whyNot({ missing, misshapen }: NetworkWeights, layer: NodeId): string {
  const nameIn = (id: string) => id.slice(layer.length + 1)
  const own = (id: string) => id.startsWith(`${layer}/`)
  const shapes = misshapen
    .filter(({ id }) => own(id))
    .map(({ id, found, expected }) => `${nameIn(id)} is ${formatShape(found)} there and ${formatShape(expected)} here`)
  const absent = missing.filter(own).map(nameIn)
  return [...shapes, ...(absent.length > 0 ? [`nothing there is called ${absent.join(' or ')}`] : [])].join('; ')
}
