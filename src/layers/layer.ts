/**
 * @file What a kind of node declares. One kind, one file: everything that the palette, the inspector, the compiler, the
 * runtime and the docs need to know about it is in its definition, and `index.ts` lists it.
 *
 * Shared code may ask for a kind's `role`, never for its name.
 * TensorFlow.js reaches a kind as an argument, so the page can import the catalogue without loading TensorFlow.js.
 */
import type * as TensorFlowCore from '@tensorflow/tfjs-core'
import type { z } from 'zod'
import type { DatasetDefinition, FieldForm, LoadedDataset } from '../data/dataset'
import type { OwnReference } from '../data/own/reference'
import type { RandomStream } from '../lib/random'
import type { Result } from '../lib/result'
import type { Resolved } from '../lib/schedule'
import type { ShapeProblem } from '../tensor/problem'
import type { Range, Shape } from '../tensor/shape'
import type { KerasContext, KerasValue } from './keras'
import type { OnnxContext, OnnxValue } from './onnx'
import type { Picture } from './pictures'
import type { WeightValues } from './weight-values'

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
  'Features and batches',
  'Objectives',
] as const

export interface InputPort {
  name: string
  /** One sentence: what it takes. */
  description: string
  /** Only the number of samples is read, never their values (`learned-constant`): no gradient passes. */
  batchOnly?: true
}

export interface KindText {
  /** As in files: `conv2d-transpose`. */
  kind: string
  /** As on screen: `Conv2D transpose`. */
  title: string
  group: (typeof GROUPS)[number]
  /** Name of a Lucide icon, in kebab case: `grid-3x3`. */
  icon: string
  /** What it does, for the palette. */
  picture: Picture
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
  /** The dataset it draws from. */
  dataset?(params: z.output<Params>): DatasetDefinition
  /** Changes of its params with which it draws from data that somebody brought. */
  withOwn?(reference: OwnReference): Record<string, unknown>
  /** For noise: changes with which it is normal; `null` when it is already, or is meant to be otherwise. Left out: it is no noise. */
  gaussian?(params: z.output<Params>): Record<string, unknown> | null
  /** Changes of its params with which an output has this shape; `null` when none has. Left out: none does. */
  makes?(wanted: Shape, params: z.output<Params>): Record<string, unknown> | null
  /**
   * By output, an expression of PyTorch that gives `size` samples on `device`, channels first; those of a dataset read `batch`, a dict
   * of its fields.
   */
  pytorch(params: z.output<Params>): Record<string, string>
  /** One batch: for each output `batchSize` samples, one after the other. */
  draw(context: {
    params: Resolved<z.output<Params>>
    batchSize: number
    random: RandomStream
    dataset: LoadedDataset | null
  }): Record<string, Float32Array>
}

/** `standard-normal`: N(0, 1). `unit-vector`: a random direction, all values together of length 1. */
export type Initializer =
  | { kind: 'constant'; value: number }
  | { kind: 'standard-normal' }
  | { kind: 'unit-vector' }
  | { kind: InitializerName; fanIn: number; fanOut: number }

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

export interface LayerRandom {
  /** Standard normal values. The shape includes the batch axis. */
  normal(shape: number[]): Tensor
  /** Uniform in [0, 1). The shape includes the batch axis. */
  uniform(shape: number[]): Tensor
  /** One uniform number in [0, 1), known outside of TensorFlow.js: an offset, a choice for the whole batch. */
  number(): number
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
  /** Fresh noise for this node, call and draw; the same again for the same draw. */
  random: LayerRandom
  /** Whose update the values are for; `null` for previews, metrics and the like. */
  part: 'critics' | 'players' | null
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
  /**
   * A part of the weights is held constant in their own gradient (spectral norm: u and v), so a second derivative by them is
   * not that of the layer's values; those by the inputs are, as penalties need them.
   */
  detaches?: true
}

/**
 * The layer in PyTorch, channels first. `{module}` stands for the submodule with the weights, `{in}`, `{a}`, … for the inputs
 * by port. All shapes are known, so paddings and sizes stand there as numbers.
 */
export interface PyTorchText {
  /** Builds the submodule: `nn.Conv2d(3, 64, 4, stride=2, padding=1)`. Left out: there is none. */
  module?: string
  /** One expression: `F.leaky_relu({module}({in}), 0.2)`. */
  forward: string
  /** Classes or functions that `module` and `forward` use and PyTorch has not, as Python source. */
  definitions?: string
  /** What the submodule's state_dict holds. Left out: nothing. */
  state?: readonly TorchState[]
}

/** One entry of a state_dict and how it follows from the weights here. */
export interface TorchState {
  /** Below the submodule: `weight`, `parametrizations.weight.original`. */
  key: string
  /** In PyTorch. */
  shape: Shape
  /** Of these values. */
  values:
    | {
        /** The weight of this name. */
        weight: string
        /** Axis i there is axis `order[i]` here, before the values are put into the shape. Left out: nothing moves. */
        order?: readonly number[]
      }
    | { constant: number }
    /** What PyTorch keeps and follows from the weights: `compute` gets them by name, in row order. */
    | { compute: (weights: Readonly<Record<string, WeightValues>>) => Float32Array }
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
  /** Changes of its params with which it makes this shape of its first input; `null` when none does. Left out: none does. */
  makes?(wanted: Shape, input: Shape, params: z.output<Params>): Record<string, unknown> | null
  /** Interval of the output from those of the inputs. Left out: nothing is known. */
  range?(inputs: Record<string, Range>, params: z.output<Params>): Range
  /** Only called when `shape` was ok. Left out, or none of them trainable: it may stand outside a network, which keeps its state there. */
  weights?(inputs: Record<string, Shape>, params: z.output<Params>): readonly WeightSpec[]
  /** Multiply-adds of one sample, forward. Only layers that multiply by a matrix have any: dense, convolutions, attention. */
  multiplyAdds?(inputs: Record<string, Shape>, params: z.output<Params>): number
  /** False stops both tracing and gradients (`stop-gradient`). Left out: true. */
  passesGradient?: false
  /** How often TensorFlow.js, as mended here, differentiates it rightly. */
  differentiable: 1 | 2
  /** What to put in its place where a second derivative is needed and there is none, or samples must not mix, the best first. */
  instead?(params: z.output<Params>): readonly { kind: string; params: Record<string, unknown> }[]
  /** A sample's output depends on the other samples of the batch, so a slope for each sample means little. Left out: false. */
  mixesSamples?(params: z.output<Params>): boolean
  /** It ends in a function that is exactly 0, with slope 0, for a whole range of values, as ReLU: its units can die. Left out: false. */
  canDie?(params: z.output<Params>): boolean
  /** Its gradient reaches few of its inputs, as that of `max-pool2d`. */
  sparse?: true
  /** Its values are drawn anew at every use: noise, dropout, augmentation. */
  draws?: true
  /** Changes with which what it stamps covers every place alike; `null` when it does already. Left out: it does. */
  even?(params: z.output<Params>): Record<string, unknown> | null
  /** Puts so many samples into one (`pack`): its output has that many times fewer. Left out: 1. */
  packs?(params: z.output<Params>): number
  /** On an image it works at each place by itself, which is seldom meant at the end of a network (`dense`). */
  eachPlace?: true
  /** It does something else in the critics' updates than in the players' (`replay-buffer`): values are not shared between them. */
  dependsOnPart?: true
  /** Its text in PyTorch. Only called when `shape` was ok. */
  pytorch(inputs: Record<string, Shape>, params: z.output<Params>): PyTorchText
  /** What it does when samples are made, in operators of ONNX. Only called when `shape` was ok. */
  onnx(context: OnnxContext<z.output<Params>>): OnnxValue
  /** The same in layers of Keras that TensorFlow.js loads. Only called when `shape` was ok. */
  keras(context: KerasContext<z.output<Params>>): KerasValue
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
