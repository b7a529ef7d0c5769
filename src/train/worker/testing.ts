/** @file Small graphs to train in tests, and what turns them into trainers. */
import * as tf from '@tensorflow/tfjs-core'
import { compile } from '../../compile/compile'
import type { Plan } from '../../compile/plan'
import type { DataFiles } from '../../data/dataset'
import type { GraphDocument } from '../../graph/document'
import { parseDocument } from '../../graph/load'
import type { Losses } from '../protocol'
import { loadDatasets } from './datasets'
import { LossLog } from './loss-log'
import { Trainer } from './trainer'

type Params = Record<string, unknown>
interface LayerSpec {
  kind: string
  params?: Params
}

export interface GanSpec {
  latent?: Params
  dataset?: string
  field?: string
  generator: readonly LayerSpec[]
  critic: readonly LayerSpec[]
  generatorParams?: Params
  criticParams?: Params
  loss?: Params
  training?: Params
}

const position = { x: 0, y: 0 }

/** A GAN of two chains of layers: ids are `z`, `data`, `G`, `G0`, `G1`, …, `D`, `D0`, …, `loss`. */
export function ganDocument(spec: GanSpec): GraphDocument {
  const nodes: Record<string, unknown> = {
    z: { kind: 'latent', params: spec.latent ?? { shape: [2] }, position },
    data: { kind: 'dataset', params: { dataset: spec.dataset ?? 'ring' }, position },
    loss: { kind: 'adversarial', params: spec.loss ?? {}, position },
  }
  const field = spec.field ?? 'point'
  const wires: Record<string, string> = {
    'G.z': 'z.out',
    'D.x@real': `data.${field}`,
    'D.x@fake': 'G.x',
    'loss.real': 'D.score@real',
    'loss.fake': 'D.score@fake',
  }
  const network = (id: string, layers: readonly LayerSpec[], params: Params, input: string, output: string) => {
    nodes[id] = { kind: 'network', params: { name: id, ...params }, position }
    nodes[`${id}_in`] = { kind: 'input', params: { name: input }, parent: id, position }
    let before = `${id}_in`
    layers.forEach((layer, index) => {
      nodes[`${id}${index}`] = { kind: layer.kind, params: layer.params ?? {}, parent: id, position }
      wires[`${id}${index}.in`] = `${before}.out`
      before = `${id}${index}`
    })
    nodes[`${id}_out`] = { kind: 'output', params: { name: output }, parent: id, position }
    wires[`${id}_out.in`] = `${before}.out`
  }
  network('G', spec.generator, spec.generatorParams ?? {}, 'z', 'x')
  network('D', spec.critic, { calls: ['real', 'fake'], ...spec.criticParams }, 'x', 'score')
  const parsed = parseDocument({
    format: 'ganvas',
    version: 1,
    name: 'test',
    description: '',
    nodes,
    wires,
    training: { batchSize: 16, seed: 1, steps: 10, ...spec.training },
  })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problem))
  return parsed.value
}

export function planFor(document: GraphDocument): Plan {
  const { plan, diagnostics } = compile(document)
  if (!plan) throw new Error(JSON.stringify(diagnostics))
  return plan
}

export async function trainerFor(document: GraphDocument, files: DataFiles): Promise<Trainer> {
  const plan = planFor(document)
  return new Trainer(tf, plan, await loadDatasets(plan, files))
}

/** Runs steps and gives the losses of each as numbers: critic, player, by objective. */
export async function runSteps(trainer: Trainer, steps: number): Promise<number[][]> {
  const log = new LossLog(trainer.machine.tf)
  for (let count = 0; count < steps; count++) log.push(trainer.step, trainer.runStep())
  return (await log.flush()).map(lossesOf)
}

/** Losses of one step as numbers. */
export const lossesOf = ({ losses }: { losses: Losses }): number[] =>
  Object.values(losses).flatMap(({ critic, player }) => [critic, player].filter((loss) => loss !== null))

/** All weights by id, as numbers. */
export const weightsOf = (trainer: Trainer): Record<string, number[]> =>
  Object.fromEntries(
    [...trainer.machine.models.values()].flatMap((model) =>
      [...model.weights.values()].map(({ id, live }) => [id, [...live.dataSync()]]),
    ),
  )
