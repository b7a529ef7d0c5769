/**
 * @file What an exporter declares: a way out of Ganvas. One exporter, one file; `index.ts` lists them, and the command line's
 * `export` and the page's Export dialog are made from that list.
 */
import type { CheckpointWeights } from '../compile/checkpoint-file'
import type { Plan, PlanNetwork } from '../compile/plan'
import type { GraphDocument, NodeId } from '../graph/document'
import { initialise } from '../layers/initializers'
import type { WeightValues } from '../layers/weight-values'
import { invariant } from '../lib/assert'
import { randomStream } from '../lib/random'
import type { Result } from '../lib/result'
import { slug } from '../lib/slug'

export interface ExportInput {
  document: GraphDocument
  /** The document's, without errors. */
  plan: Plan
  /** Of a run; `null`: the weights that training begins with, as the seed gives them. */
  checkpoint: CheckpointWeights | null
  /** Only this network; `null`: all that the exporter can take. */
  network: NodeId | null
  /** Of a network that keeps a moving average: that, or the weights as the last update left them. */
  weights: 'ema' | 'live'
}

export interface ExportedFile {
  name: string
  bytes: Uint8Array<ArrayBuffer>
}

/** Why nothing can be written, for people, and how to mend it. */
export interface ExportProblem {
  message: string
  fix: string
  /** Where the cause stands. */
  node?: NodeId
}

/** A few lines of code that run what was exported. */
export interface Snippet {
  language: 'python' | 'javascript'
  code: string
}

export interface Exporter {
  /** As the command line takes it: `safetensors`. */
  name: string
  /** As on screen: `Weights (safetensors)`. */
  label: string
  /** One sentence: what it is and what for. */
  describe(): string
  /** Of its file, or of the main one: `.safetensors`. */
  extension: string
  /** What of the input changes the files: `network`: one can be chosen. `weights`: they are in the files. */
  takes: { network: boolean; weights: boolean }
  files(input: ExportInput): Promise<Result<ExportedFile[], ExportProblem>>
  /** What of this design is left out or differs in the files, one sentence each. Left out: nothing. */
  notes?(input: ExportInput): string[]
  /** About ten lines that run an exported network. */
  snippet(input: ExportInput): Snippet | null
}

/** First part of the names of files: `8-gaussians`. */
export const fileBase = ({ name }: GraphDocument): string => slug(name) || 'design'

/** The networks that are to be exported, in the plan's order. */
export function chosenNetworks({ plan, network }: ExportInput): PlanNetwork[] {
  const all = Object.values(plan.networks)
  return network === null ? all : all.filter(({ id }) => id === network)
}

/** The network that makes what the design is for: the one that was chosen, or the first that takes noise and no data, or the first. */
export function mainNetwork(input: ExportInput): PlanNetwork | null {
  const [chosen, ...others] = chosenNetworks(input)
  if (!chosen || others.length === 0) return chosen ?? null
  const trainedBy = new Set(input.plan.objectives.flatMap(({ critics }) => critics))
  return [chosen, ...others].find(({ id }) => !trainedBy.has(id)) ?? chosen
}

/** Values of a network's weights in row order, by id, as the input asks for. */
export function weightValues(
  { checkpoint, weights: wanted }: ExportInput,
  network: PlanNetwork,
): Map<string, WeightValues> {
  return new Map(
    network.weights.map((spec) => {
      const { id, shape } = spec
      if (!checkpoint) return [id, { shape, values: initialise(spec, randomStream('weights', network.seed, id)) }]
      const average = wanted === 'ema' && network.ema !== null ? checkpoint.ema.get(id) : undefined
      const values = average ?? checkpoint.weights.get(id)
      invariant(values, `the checkpoint was read for this plan and lacks ${id}`)
      return [id, { shape, values }]
    }),
  )
}

/** Which weights `weightValues` gives, for metadata and headings. */
export function weightsInWords(
  { checkpoint, weights }: ExportInput,
  network: PlanNetwork,
): 'first' | 'average' | 'live' {
  if (!checkpoint) return 'first'
  return weights === 'ema' && network.ema !== null ? 'average' : 'live'
}

export const textFile = (name: string, text: string): ExportedFile => ({ name, bytes: new TextEncoder().encode(text) })
