/** @file The design as a program in PyTorch. */
import { ok } from '../lib/result'
import { type Exporter, textFile } from './exporter'
import { moduleName, runInPyTorch } from './pytorch/snippet'
import { differences, pytorchSource } from './pytorch/source'

export const pytorch: Exporter = {
  name: 'pytorch',
  label: 'PyTorch program',
  describe: () =>
    'One Python file with every network as a module, the data, the losses and the whole training loop, ready for torchrun.',
  extension: '.py',
  takes: { network: false, weights: false },
  async files({ document, plan }) {
    const name = `${moduleName({ document })}.py`
    return ok([textFile(name, pytorchSource(document, plan, name))])
  },
  notes: ({ plan }) => differences(plan),
  snippet: runInPyTorch,
}
