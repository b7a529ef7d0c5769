/** @file Code that runs an exported network in PyTorch: the program's module with the weights of the safetensors file. */
import { type ExportInput, fileBase, mainNetwork, type Snippet } from '../exporter'
import { networkNames } from './names'

/** `8-gaussians` → `gan_8_gaussians`: a name that Python can import. */
export function moduleName({ document }: Pick<ExportInput, 'document'>): string {
  const base = fileBase(document).replaceAll('-', '_')
  return /^[0-9]/.test(base) ? `gan_${base}` : base
}

/** Of one network `NAME-generator.safetensors` with plain names; of all `NAME.safetensors`, where names begin with the network's. */
export function safetensorsName(input: ExportInput): string {
  const names = networkNames(input.plan)
  const one = input.network === null ? null : names.get(input.network)
  return `${fileBase(input.document)}${one ? `-${one.variable}` : ''}.safetensors`
}

export function runInPyTorch(input: ExportInput): Snippet | null {
  const network = mainNetwork(input)
  if (!network) return null
  const { variable, className } = networkNames(input.plan).get(network.id)!
  const sizes = Object.values(network.inputs).map(({ shape }) => ['16', ...shape.slice(-1), ...shape.slice(0, -1)])
  const own =
    input.network === null
      ? `\nprefix = "${variable}."\nweights = {k.removeprefix(prefix): v for k, v in weights.items() if k.startswith(prefix)}`
      : ''
  return {
    language: 'python',
    code: `import torch
from safetensors.torch import load_file
from ${moduleName(input)} import ${className}

${variable} = ${className}().eval()
weights = load_file("${safetensorsName(input)}")${own}
${variable}.load_state_dict(weights)
with torch.no_grad():
    samples = ${variable}(${sizes.map((size) => `torch.randn(${size.join(', ')})`).join(', ')})
print(samples.shape)
`,
  }
}
