/**
 * @file Each network as a LayersModel of TensorFlow.js, which a page loads with one call, and one file of the layers that TensorFlow.js
 * lacks, where the design has any.
 */
import type { PlanNetwork } from '../../compile/plan'
import { fail, ok } from '../../lib/result'
import {
  chosenNetworks,
  type Exporter,
  type ExportInput,
  fileBase,
  mainNetwork,
  textFile,
  weightValues,
} from '../exporter'
import { networkNames } from '../pytorch/names'
import { type LayersModel, layersModel } from './network'
import { ownLayersText } from './own-layers'

const nameOf = (input: ExportInput, network: PlanNetwork): string =>
  `${fileBase(input.document)}-${networkNames(input.plan).get(network.id)!.variable}`

/** Named after the design: another one in the same folder may need others. */
const ownLayersName = (input: ExportInput): string => `${fileBase(input.document)}-layers.js`

const weightsName = (input: ExportInput, network: PlanNetwork): string => `${nameOf(input, network)}.weights.bin`

interface WrittenModel extends LayersModel {
  network: PlanNetwork
}

/** Files, notes and snippet of one input ask for the same models, which take a moment when they are large. */
const written = new WeakMap<ExportInput, readonly WrittenModel[]>()

function modelsOf(input: ExportInput): readonly WrittenModel[] {
  const known = written.get(input)
  if (known) return known
  const models = chosenNetworks(input).map((network) => {
    const weights = { weights: weightValues(input, network), step: input.checkpoint?.step ?? 0 }
    return { network, ...layersModel(network, weights, weightsName(input, network)) }
  })
  written.set(input, models)
  return models
}

const ownLayersOf = (models: readonly WrittenModel[]) => new Set(models.flatMap(({ ownLayers }) => ownLayers))

export const tfjs: Exporter = {
  name: 'tfjs',
  label: 'TensorFlow.js layers model',
  describe: () =>
    'Each network with its weights as a layers model of TensorFlow.js, which a page loads with tf.loadLayersModel.',
  extension: '.json',
  takes: { network: true, weights: true },
  async files(input) {
    const models = modelsOf(input)
    if (models.length === 0) return fail({ message: 'The design has no network.', fix: 'Add a network.' })
    const own = ownLayersOf(models)
    return ok([
      ...models.flatMap(({ network, json, weights }) => [
        textFile(`${nameOf(input, network)}.json`, json),
        { name: weightsName(input, network), bytes: weights },
      ]),
      ...(own.size > 0 ? [textFile(ownLayersName(input), ownLayersText(input.document.name, own))] : []),
    ])
  },
  notes(input) {
    const models = modelsOf(input)
    const names = [...ownLayersOf(models)].map(({ className }) => className)
    const mixing = models.filter(({ ownLayers }) => ownLayers.some(({ mixesSamples }) => mixesSamples))
    return [
      ...(names.length > 0
        ? [`TensorFlow.js lacks ${names.join(', ')}: import ${ownLayersName(input)} before a model is loaded.`]
        : []),
      ...mixing.map(
        ({ network }) =>
          `${network.name} looks at several samples at once, and predict gives it 32 at a time unless it is told a batchSize.`,
      ),
    ]
  },
  snippet(input) {
    const network = mainNetwork(input)
    if (!network) return null
    const own =
      modelsOf(input).find((model) => model.network === network)!.ownLayers.length > 0
        ? `import './${ownLayersName(input)}'\n`
        : ''
    const code = `import * as tf from '@tensorflow/tfjs'
${own}
const model = await tf.loadLayersModel('./${nameOf(input, network)}.json')
// Standard normal values are what a latent takes; give labels and images what they expect.
const inputs = model.inputs.map(({ shape }) => tf.randomNormal([16, ...shape.slice(1)]))
const outputs = model.predict(inputs)
for (const output of [outputs].flat()) output.print()
`
    return { language: 'javascript', code }
  },
}
