/** @file Each network as a model of ONNX, for ONNX Runtime and all that reads its files. */
import { ok } from '../../lib/result'
import { chosenNetworks, type ExportedFile, type Exporter, fileBase, mainNetwork, weightValues } from '../exporter'
import { networkNames } from '../pytorch/names'

export const onnx: Exporter = {
  name: 'onnx',
  label: 'ONNX',
  describe: () =>
    'Each network with its weights as a model of ONNX, which ONNX Runtime runs on servers, phones and in browsers; images come with the channels first.',
  extension: '.onnx',
  takes: { network: true, weights: true },
  async files(input) {
    const { onnxNetwork } = await import('./network')
    const names = networkNames(input.plan)
    const files = chosenNetworks(input).map((network): ExportedFile => {
      const written = { weights: weightValues(input, network), step: input.checkpoint?.step ?? 0 }
      return {
        name: `${fileBase(input.document)}-${names.get(network.id)!.variable}.onnx`,
        bytes: onnxNetwork(network, written),
      }
    })
    return ok(files)
  },
  snippet(input) {
    const network = mainNetwork(input)
    if (!network) return null
    const file = `${fileBase(input.document)}-${networkNames(input.plan).get(network.id)!.variable}.onnx`
    const code = `import numpy as np
import onnxruntime

session = onnxruntime.InferenceSession("${file}")
# Standard normal values are what a latent takes; give labels and images what they expect.
inputs = {
    port.name: np.random.randn(16, *port.shape[1:]).astype(np.float32)
    for port in session.get_inputs()
}
outputs = session.run(None, inputs)
for port, values in zip(session.get_outputs(), outputs):
    print(port.name, values.shape)
`
    return { language: 'python', code }
  },
}
