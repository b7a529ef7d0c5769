/**
 * @file Writes what PyTorch is held against: the exported program and its weights, inputs and outputs of every network, and some training
 * steps with their draws, losses and the weights that they lead to.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readCheckpointWeights } from '../../../compile/checkpoint-file'
import { compile } from '../../../compile/compile'
import type { Plan, PlanNetwork } from '../../../compile/plan'
import type { LoadedDataset } from '../../../data/dataset'
import type { GraphDocument } from '../../../graph/document'
import type { Tensor, TensorFlow } from '../../../layers/layer'
import type { WeightValues } from '../../../layers/weight-values'
import { encodeSafetensors, type NamedTensor } from '../../../lib/safetensors'
import { resolveSchedules } from '../../../lib/schedule'
import { encodeCheckpoint } from '../../../train/worker/checkpoint'
import { drawSources, type Values } from '../../../train/worker/evaluate'
import { Trainer } from '../../../train/worker/trainer'
import { networkNames } from '../../pytorch/names'
import { outerNames } from '../../pytorch/outer'
import { pytorchSource } from '../../pytorch/source'
import { stateDict } from '../../pytorch/state'
import { stepLines } from '../../pytorch/training'
import { safetensors } from '../../safetensors'
import { inputValues, sharedNoise } from './noise'

/** Steps that move the weights before anything is compared. */
const STEPS_BEFORE = 3
/** Power iterations after which spectral vectors have settled, whatever the order of their halves. */
const SETTLING = 200

export interface RecordOptions {
  tf: TensorFlow
  datasets: ReadonlyMap<string, LoadedDataset>
  folder: string
  /** Training steps that are compared. */
  steps: number
}

/** What `run.py` reads beside the tensors. */
interface Expected {
  name: string
  firstStep: number
  steps: number
  /** Of each step, by the name of the update: what it minimises, where no other update minimises a part of it too. */
  losses: Record<string, number>[]
  /** Draws of each step. */
  draws: number[]
  networks: { variable: string; trained: boolean; average: boolean; inputs: string[]; outputs: string[] }[]
}

/** Channels first, as PyTorch has them. */
async function torchTensor(tf: TensorFlow, name: string, value: Tensor): Promise<NamedTensor> {
  const rank = value.shape.length
  const turned =
    rank < 3 ? value : tf.transpose(value, [0, rank - 1, ...Array.from({ length: rank - 2 }, (_, axis) => axis + 1)])
  return { name, shape: [...turned.shape], values: Float32Array.from(await turned.data()) }
}

/** Live weights, or their averages, of a network by id. */
async function valuesOf(trainer: Trainer, { id }: PlanNetwork, average: boolean): Promise<Map<string, WeightValues>> {
  const weights = trainer.machine.models.get(id)!.weights.values()
  const entries = [...weights].map(async ({ id: weight, live, ema }): Promise<[string, WeightValues]> => {
    const variable = average ? (ema ?? live) : live
    return [weight, { shape: variable.shape, values: Float32Array.from(await variable.data()) }]
  })
  return new Map(await Promise.all(entries))
}

/** Moves spectral vectors to where power iteration leads: `u` is then that of the largest singular value. */
function settle(tf: TensorFlow, trainer: Trainer) {
  for (const [id, { weights }] of trainer.machine.models)
    for (const { layer, kind } of trainer.plan.networks[id]!.body.map(({ node, kind }) => ({ layer: node, kind }))) {
      const vector = [...weights.values()].find(
        (weight) => weight.id.startsWith(`${layer}/`) && weight.id.endsWith('_u'),
      )
      if (!vector) continue
      const kernel = weights.get(vector.id.slice(0, -'_u'.length))!.live
      const u = Float64Array.from(vector.live.dataSync())
      const values = kernel.dataSync()
      // Of a transposed convolution the last axis counts the inputs.
      const inner = kind.includes('transpose') ? kernel.shape.at(-1)! : 1
      const rows = values.length / u.length
      const rowOf = (at: number) => Math.floor(at / (inner * u.length)) * inner + (at % inner)
      const outputOf = (at: number) => Math.floor(at / inner) % u.length
      for (let count = 0; count < SETTLING; count++) {
        const v = new Float64Array(rows)
        for (let at = 0; at < values.length; at++) v[rowOf(at)]! += values[at]! * u[outputOf(at)]!
        const next = new Float64Array(u.length)
        for (let at = 0; at < values.length; at++) next[outputOf(at)]! += values[at]! * v[rowOf(at)]!
        const length = Math.hypot(...next)
        for (let output = 0; output < u.length; output++) u[output] = next[output]! / length
      }
      tf.tidy(() => vector.live.assign(tf.tensor(Float32Array.from(u), vector.live.shape)))
    }
}

/** A trainer with weights that have moved, and moments, counts and averages as at the beginning of a run. */
function freshOptimizers(options: RecordOptions, plan: Plan, moved: Trainer, step: number): Trainer {
  const trainer = new Trainer(options.tf, plan, options.datasets)
  for (const [id, model] of trainer.machine.models)
    for (const [weight, { live, ema }] of model.weights) {
      const value = moved.machine.models.get(id)!.weights.get(weight)!.live
      live.assign(value.clone())
      ema?.assign(value.clone())
    }
  trainer.machine.noise = sharedNoise
  trainer.step = step
  return trainer
}

/** What each network gives for fixed inputs, in both modes. */
async function recordNetworks(tf: TensorFlow, trainer: Trainer): Promise<NamedTensor[]> {
  const written: NamedTensor[] = []
  const names = networkNames(trainer.plan)
  for (const [id, model] of trainer.machine.models) {
    const { inputs } = trainer.plan.networks[id]!
    const { variable } = names.get(id)!
    // A batch that packs and groups divide.
    const batch = trainer.plan.batchMultiple * 4
    const given = Object.fromEntries(
      Object.entries(inputs).map(([port, { shape }], index) => {
        const size = shape.reduce((product, length) => product * length, batch)
        return [port, tf.tensor(inputValues(size, index), [batch, ...shape])]
      }),
    )
    for (const [port, value] of Object.entries(given))
      written.push(await torchTensor(tf, `${variable}/in/${port}`, value))
    for (const mode of ['inference', 'training'] as const) {
      const outputs = model.apply(given, {
        mode,
        part: null,
        updating: false,
        weights: 'live',
        // When all schedules have ended, as in modules that nobody trains.
        step: Number.MAX_SAFE_INTEGER,
        random: sharedNoise(tf, []),
      })
      for (const [port, value] of Object.entries(outputs))
        written.push(await torchTensor(tf, `${variable}/${mode}/${port}`, value))
    }
  }
  return written
}

/** Writes a folder that `run.py` takes. Throws when the document has errors. */
export async function record(name: string, document: GraphDocument, options: RecordOptions): Promise<void> {
  const { tf, folder, steps } = options
  const { plan, diagnostics } = compile(document)
  if (!plan) throw new Error(diagnostics.map(({ message }) => message).join(' '))
  const moved = new Trainer(tf, plan, options.datasets)
  for (let step = 0; step < STEPS_BEFORE; step++)
    for (const { critic, player } of Object.values(moved.runStep()))
      tf.dispose([critic, player].filter((loss) => loss !== null))
  settle(tf, moved)
  // In the middle of most schedules.
  const firstStep = Math.max(STEPS_BEFORE, Math.round(plan.steps * 0.75))
  const trainer = freshOptimizers(options, plan, moved, firstStep)
  const checkpoint = readCheckpointWeights(plan, await encodeCheckpoint(trainer))
  if (!checkpoint.ok) throw new Error(checkpoint.problem)
  const weights = await safetensors.files({
    document,
    plan,
    checkpoint: checkpoint.value,
    network: null,
    weights: 'live',
  })
  if (!weights.ok) throw new Error(weights.problem.message)
  const tensors = await recordNetworks(tf, trainer)

  const ownNames = networkNames(plan)
  const names = outerNames(plan, ownNames)
  const { functions } = stepLines(plan, names)
  const sides = functions.flatMap(({ update }) => update.losses.map((loss) => JSON.stringify(loss)))
  const isOnlyIn = (loss: unknown) => sides.filter((side) => side === JSON.stringify(loss)).length === 1
  const losses: Expected['losses'] = []
  const draws: number[] = []
  for (let count = 0; count < steps; count++) {
    const step = firstStep + count
    const first = plan.rounds.flatMap(({ draw }, index) => (draw === 'new' ? [index] : []))
    for (const [draw, index] of first.entries()) {
      const values: Values = new Map()
      drawSources(trainer.machine, values, plan.batchSize, step, ['draw', plan.seed, step, index])
      for (const [value, tensor] of values)
        tensors.push(await torchTensor(tf, `draw/${count}/${draw}/${names.values.get(value)}`, tensor))
      tf.dispose([...values.values()])
    }
    draws.push(first.length)
    const found = trainer.runStep()
    losses.push(
      Object.fromEntries(
        functions
          .filter(({ update }) => update.losses.every(isOnlyIn))
          .map(({ name: function_, update }) => {
            let total = 0
            for (const { objective, side } of update.losses) {
              const { params } = plan.objectives.find(({ node }) => node === objective)!
              const { weight } = resolveSchedules(params, step) as { weight: number }
              const loss = found[objective]?.[side]
              if (loss) total += weight * loss.dataSync()[0]!
            }
            return [function_.replace(/_loss$/, ''), total]
          }),
      ),
    )
  }
  for (const network of Object.values(plan.networks)) {
    const own = ownNames.get(network.id)!
    for (const average of network.ema === null || !network.trainable ? [false] : [false, true])
      for (const entry of stateDict(network, own, await valuesOf(trainer, network, average)))
        tensors.push({ ...entry, name: `${average ? 'average' : 'after'}/${own.variable}/${entry.name}` })
  }
  const expected: Expected = {
    name,
    firstStep,
    steps,
    losses,
    draws,
    networks: Object.values(plan.networks).map((network) => ({
      variable: ownNames.get(network.id)!.variable,
      trained: network.trainable,
      average: network.trainable && network.ema !== null,
      inputs: Object.keys(network.inputs),
      outputs: Object.keys(network.outputs),
    })),
  }
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'program.py'), pytorchSource(document, plan, 'program.py'))
  await writeFile(join(folder, 'weights.safetensors'), weights.value[0]!.bytes)
  await writeFile(join(folder, 'expected.safetensors'), encodeSafetensors(tensors, {}))
  await writeFile(join(folder, 'expected.json'), JSON.stringify(expected))
  moved.dispose()
  trainer.dispose()
}
