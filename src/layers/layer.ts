/**
 * @file What a kind of node declares. One kind, one file: everything that the palette, the inspector, the compiler, the
 * runtime and the docs need to know about it is in its definition, and `index.ts` lists it.
 *
 * Shared code may ask for a kind's `role`, never for its name.
 * TensorFlow.js reaches a kind as an argument, so the page can import the catalogue without loading TensorFlow.js.
 */
import type * as TensorFlowCore from '@tensorflow/tfjs-core'
import type { z } from 'zod'
import type { FieldForm, LoadedDataset } from '../data/dataset'
import type { RandomStream } from '../lib/random'
import type { Result } from '../lib/result'
import type { Resolved } from '../lib/schedule'
import type { ShapeProblem } from '../tensor/problem'
import type { Range, Shape } from '../tensor/shape'

export type TensorFlow = typeof TensorFlowCore
export type Tensor = TensorFlowCore.Tensor

export type Family = 'source' | 'layer' | 'network' | 'objective' | 'output'

/** Sections of the palette, in this order. */
export const GROUPS = [
  'Sources',
  'Network',
  'Dense and convolution',
  'Resampling and pooling',
  'Normalisation',
  'Activation and noise',
  'Reshaping',
  'Combining',
  'Objectives',
] as const

export interface InputPort {
  name: string
  /** One sentence: what it takes. */
  description: string
}

export interface KindText {
  /** As in files: `conv2d-transpose`. */
  kind: string
  /** As on screen: `Conv2D transpose`. */
  title: string
  group: (typeof GROUPS)[number]
  /** Name of a Lucide icon, in kebab case: `grid-3x3`. */
  icon: string
  /** One sentence for the palette: what it does. */
  summary: string
  /** A paragraph or two for the inspector: formula, shapes, when to use it, source (paper or Keras). Plain text. */
  docs: string
  /** More words that people search for. */
  keywords?: readonly string[]
}

export interface KindBase<Params extends z.ZodObject = z.ZodObject> extends KindText {
  family: Family
  params: Params
}

/** Gives values: a latent, labels, a dataset. */
export interface SourceDefinition<Params extends z.ZodObject = z.ZodObject> extends KindBase<Params> {
  role: 'source'
  family: 'source'
  /** Output ports by name. */
  outputs(params: z.output<Params>): Record<string, { shape: Shape; range: Range; form?: FieldForm }>
  /** Name of the dataset it draws from. */
  dataset?(params: z.output<Params>): string
  /** One batch: for each output `batchSize` samples, one after the other. */
  draw(context: {
    params: Resolved<z.output<Params>>
    batchSize: number
    random: RandomStream
    dataset: LoadedDataset | null
  }): Record<string, Float32Array>
}

export type Initializer = { kind: 'constant'; value: number } | { kind: InitializerName; fanIn: number; fanOut: number }

/** Names and arithmetic of Keras; `normal` is N(0, 0.02), the DCGAN paper's. */
export type InitializerName =
  | 'glorot-uniform'
  | 'glorot-normal'
  | 'he-uniform'
  | 'he-normal'
  | 'lecun-normal'
  | 'orthogonal'
  | 'normal'
  | 'zeros'

export interface WeightSpec {
  /** Unique within the layer, as in Keras: `kernel`, `bias`, `gamma`, `moving_mean`. */
  name: string
  shape: Shape
  initializer: Initializer
  /** False for moving statistics: they move by `update`, not by the optimiser. */
  trainable: boolean
}

export interface ApplyContext<Params> {
  tf: TensorFlow
  params: Resolved<Params>
  /** By port name, with the batch axis first. */
  inputs: Record<string, Tensor>
  /** By `WeightSpec.name`. */
  weights: Record<string, Tensor>
  /** `training`: batch statistics, dropout. `inference`: moving statistics, nothing dropped. */
  mode: 'training' | 'inference'
  /** Fresh noise for this node, call and draw; the same again for the same draw. Shapes include the batch axis. */
  random: { normal(shape: number[]): Tensor; uniform(shape: number[]): Tensor }
  /** Moves an untrained weight. Ignored unless this is an update of the layer's own network. */
  update(weight: string, value: Tensor): void
}

/** A case that is documentation, test and snapshot at once. Params that are left out take their defaults. */
export interface LayerExample {
  params?: Record<string, unknown>
  inputs: Record<string, Shape>
  output: Shape
  /** Weights, moving statistics included, if the example is about them. */
  parameters?: number
}

/** Inputs that the kind must refuse, with the code it answers. */
export interface LayerRefusal {
  params?: Record<string, unknown>
  inputs: Record<string, Shape>
  code: string
}

/** Computes one output, `out`, from its inputs and its weights. */
export interface LayerDefinition<Params extends z.ZodObject = z.ZodObject> extends KindBase<Params> {
  role: 'layer'
  family: 'layer'
  /** `variadic` inputs are named a, b, c, … in order; at least two of them. */
  inputs: readonly InputPort[] | 'variadic'
  /** Total: every input that is named is given, and any shape may come. */
  shape(inputs: Record<string, Shape>, params: z.output<Params>): Result<Shape, ShapeProblem>
  /** Interval of the output from those of the inputs. Left out: nothing is known. */
  range?(inputs: Record<string, Range>, params: z.output<Params>): Range
  /** Only called when `shape` was ok. Left out: no weights, so it may stand outside a network. */
  weights?(inputs: Record<string, Shape>, params: z.output<Params>): readonly WeightSpec[]
  /** Multiply-adds of one sample, forward. Only dense and convolution layers have any. */
  multiplyAdds?(inputs: Record<string, Shape>, params: z.output<Params>): number
  /** False stops both tracing and gradients (`stop-gradient`). Left out: true. */
  passesGradient?: false
  /** How often TensorFlow.js, as mended here, differentiates it rightly. */
  differentiable: 1 | 2
  apply(context: ApplyContext<z.output<Params>>): Tensor
  examples: readonly LayerExample[]
  refusals?: readonly LayerRefusal[]
}

/** Kinds that the algebra itself is made of: `network`, `input`, `output`, `preview`. */
export interface StructureDefinition<Params extends z.ZodObject = z.ZodObject> extends KindBase<Params> {
  role: 'network' | 'input' | 'output' | 'preview'
  family: 'network' | 'output'
}

/** Keeps the type of the params while checking the rest. */
export const defineSource = <Params extends z.ZodObject>(
  definition: Omit<SourceDefinition<Params>, 'role' | 'family'>,
) => ({ ...definition, role: 'source', family: 'source' }) as SourceDefinition<Params>

export const defineLayer = <Params extends z.ZodObject>(definition: Omit<LayerDefinition<Params>, 'role' | 'family'>) =>
  ({ ...definition, role: 'layer', family: 'layer' }) as LayerDefinition<Params>

export const defineStructure = <Params extends z.ZodObject>(definition: StructureDefinition<Params>) => definition
