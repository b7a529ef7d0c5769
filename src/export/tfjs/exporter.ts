/** @file Each network as a LayersModel of TensorFlow.js, which a page loads with one call. */
import type { PlanNetwork } from '../../compile/plan'
import { fail, ok, type Result } from '../../lib/result'
import {
  chosenNetworks,
  type ExportedFile,
  type Exporter,
  type ExportInput,
  type ExportProblem,
  fileBase,
  mainNetwork,
  weightValues,
} from '../exporter'
import { networkNames } from '../pytorch/names'
import { layersModel } from './network'

const nameOf = (input: ExportInput, network: PlanNetwork): string =>
  `${fileBase(input.document)}-${networkNames(input.plan).get(network.id)!.variable}`

function modelFiles(input: ExportInput, network: PlanNetwork): Result<ExportedFile[], ExportProblem> {
  const name = nameOf(input, network)
  const weightsFile = `${name}.weights.bin`
  const written = { weights: weightValues(input, network), step: input.checkpoint?.step ?? 0 }
  const model = layersModel(network, written, weightsFile)
  if (!model.ok) return model
  return ok([
    { name: `${name}.json`, bytes: new TextEncoder().encode(model.value.json) },
    { name: weightsFile, bytes: model.value.weights },
  ])
}

export const tfjs: Exporter = {
  name: 'tfjs',
  label: 'TensorFlow.js layers model',
  describe: () =>
    'Each network with its weights as a model of the standard layers of TensorFlow.js, which a page loads with tf.loadLayersModel.',
  extension: '.json',
  takes: { network: true, weights: true },
  async files(input) {
    const results = chosenNetworks(input).map((network) => modelFiles(input, network))
    const files = results.flatMap((result) => (result.ok ? result.value : []))
    if (files.length > 0) return ok(files)
    const refused = results.find((result) => !result.ok)
    return refused ?? fail({ message: 'The design has no network.', fix: 'Add a network.' })
  },
  notes: (input) =>
    chosenNetworks(input).flatMap((network) => {
      const result = modelFiles(input, network)
      return result.ok ? [] : [`${network.name} is left out: ${result.problem.message}`]
    }),
  snippet(input) {
    const network = mainNetwork(input)
    if (!network) return null
    const code = `import * as tf from '@tensorflow/tfjs'

const model = await tf.loadLayersModel('./${nameOf(input, network)}.json')
// Standard normal values are what a latent takes; give labels and images what they expect.
const inputs = model.inputs.map(({ shape }) => tf.randomNormal([16, ...shape.slice(1)]))
const outputs = model.predict(inputs)
for (const output of [outputs].flat()) output.print()
`
    return { language: 'javascript', code }
  },
}
