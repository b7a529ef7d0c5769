/** @file The weights alone, named and laid out as the state_dict of the exported PyTorch modules. */
import { ok } from '../lib/result'
import { encodeSafetensors } from '../lib/safetensors'
import { chosenNetworks, type Exporter, weightsInWords, weightValues } from './exporter'
import { networkNames } from './pytorch/names'
import { runInPyTorch, safetensorsName } from './pytorch/snippet'
import { stateDict } from './pytorch/state'

export const safetensors: Exporter = {
  name: 'safetensors',
  label: 'Weights (safetensors)',
  describe: () =>
    'The weights in one file, with the names and shapes that the exported PyTorch modules give them; load_state_dict takes it as it is.',
  extension: '.safetensors',
  takes: { network: true, weights: true },
  async files(input) {
    const { document, plan, checkpoint, network } = input
    const names = networkNames(plan)
    const chosen = chosenNetworks(input)
    const tensors = chosen.flatMap((one) => {
      const own = names.get(one.id)!
      const state = stateDict(one, own, weightValues(input, one))
      return network === null ? state.map((entry) => ({ ...entry, name: `${own.variable}.${entry.name}` })) : state
    })
    const metadata = {
      // Libraries of Hugging Face ask for it.
      format: 'pt',
      design: document.name,
      seed: String(plan.seed),
      step: String(checkpoint?.step ?? 0),
      weights: [...new Set(chosen.map((one) => weightsInWords(input, one)))].join(', '),
    }
    return ok([{ name: safetensorsName(input), bytes: encodeSafetensors(tensors, metadata) }])
  },
  snippet: runInPyTorch,
}
