/** @file `--weights`: networks that begin with what was learnt before, from a checkpoint or an exported safetensors file. */
import { readFile } from 'node:fs/promises'
import type { Plan } from '../compile/plan'
import { type NetworkWeights, readNetworkWeights, whyNot } from '../export/read-weights'
import type { NodeId } from '../graph/document'
import { fail, ok, type Result } from '../lib/result'
import { problemText } from './system-problem'

export const WEIGHTS_ARGUMENT = {
  type: 'string',
  description:
    'NETWORK=FILE: the network (id or name) begins with the weights of a checkpoint or an exported .safetensors file that fit; may be given for several',
} as const

export interface GivenWeights {
  read: NetworkWeights
  /** What became of them, in words. */
  describe(loaded: readonly NodeId[], rest: readonly NodeId[]): string
}

/** Reads all that `--weights` names: `G=a.safetensors,D=b.safetensors`. A comma in a path is one unless `NAME=` follows. */
export async function givenWeightsFor(plan: Plan, given: string | undefined): Promise<Result<GivenWeights[], string>> {
  const found: GivenWeights[] = []
  for (const entry of given === undefined ? [] : given.split(/,(?=[^,=/\\]+=)/)) {
    const [name = '', ...rest] = entry.split('=')
    const path = rest.join('=')
    if (name === '' || path === '')
      return fail(`--weights takes NETWORK=FILE, such as G=run/digits/checkpoint.safetensors, not "${entry}".`)
    const networks = Object.values(plan.networks)
    const network = networks.find(({ id }) => id === name) ?? networks.find((other) => other.name === name)
    if (!network)
      return fail(
        `--weights names the network "${name}"; this graph has ${networks.map((other) => `${other.id} (${other.name})`).join(', ')}.`,
      )
    if (found.some(({ read }) => read.network === network.id))
      return fail(`--weights names ${network.name} twice. Give each network one file.`)
    let bytes: Uint8Array
    try {
      bytes = await readFile(path)
    } catch (error) {
      return fail(
        `The weights for ${network.name} cannot be read: ${problemText(error)}. A checkpoint lies in the folder of a run as checkpoint.safetensors.`,
      )
    }
    const read = readNetworkWeights(plan, network.id, bytes)
    if (!read.ok) return fail(`${path}: ${read.problem}`)
    found.push({
      read: read.value,
      describe: (loaded, lacking) =>
        [
          `${network.name} begins with the weights of ${path}: ${loaded.length} of ${loaded.length + lacking.length} layers.`,
          ...lacking.map((layer) => `  ${layer} starts afresh: ${whyNot(read.value, layer)}.`),
        ].join('\n'),
    })
  }
  return ok(found)
}
