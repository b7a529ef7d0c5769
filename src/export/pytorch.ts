/** @file The design as a program in PyTorch. */
import { ok } from '../lib/result'
import { type Exporter, type ExportInput, fileBase, mainNetwork, textFile } from './exporter'
import { networkNames } from './pytorch/names'
import { differences, pytorchSource } from './pytorch/source'
import { safetensorsName } from './safetensors'

/** `8-gaussians` → `gan_8_gaussians.py`: a name that Python can import. */
export function moduleName({ document }: Pick<ExportInput, 'document'>): string {
  const base = fileBase(document).replaceAll('-', '_')
  return /^[0-9]/.test(base) ? `gan_${base}` : base
}

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
  snippet(input) {
    const network = mainNetwork(input)
    if (!network) return null
    const { variable, className } = networkNames(input.plan).get(network.id)!
    const sizes = Object.values(network.inputs).map(({ shape }) => ['16', ...shape.slice(-1), ...shape.slice(0, -1)])
    return {
      language: 'python',
      code: `import torch
from safetensors.torch import load_file
from ${moduleName(input)} import ${className}

${variable} = ${className}().eval()
weights = load_file("${safetensorsName({ ...input, network: network.id })}")
${variable}.load_state_dict(weights)
with torch.no_grad():
    samples = ${variable}(${sizes.map((size) => `torch.randn(${size.join(', ')})`).join(', ')})
print(samples.shape)
`,
    }
  },
}
