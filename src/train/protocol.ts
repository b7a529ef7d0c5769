/**
 * @file Messages between the page and the training worker: one schema for each, one union for each direction.
 * Page and worker ship together, so there is no version; a run id tells messages of an old run from those of the present one.
 * Documents cross whole and are compiled by the worker with the same code, so nothing derived crosses to it.
 */
import { z } from 'zod'
import { BACKEND_NAMES, BACKENDS, type BackendInfo } from '../backend/choice'
import type { GraphDocument } from '../graph/document'
import type { Heat, Inside } from './life'
import { type PlayAnswer, playQuestion } from './play'
import type { NodePreview } from './preview'

export { BACKENDS, type BackendChoice, type BackendInfo } from '../backend/choice'

const runId = z.int().min(0)
const document = z.custom<GraphDocument>((value) => typeof value === 'object' && value !== null)
const step = z.int().min(0)
const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array)
const values = z.map(
  z.string(),
  z.custom<Float32Array>((value) => value instanceof Float32Array),
)

/** Starts a run at step 0, or goes on with one that was kept, with the document that was kept with it; `paused`: builds it, shows its previews and waits. */
const start = z.strictObject({
  type: z.literal('start'),
  runId,
  document,
  backend: z.enum(BACKENDS),
  paused: z.boolean(),
  /** Where its checkpoints go in the store of runs; left out, nothing is stored. `resume`: goes on from the newest of them. */
  kept: z.strictObject({ run: z.string().regex(/^[\w-]{1,80}$/), resume: z.boolean() }).optional(),
  /** Goes on from this checkpoint of the same document, whoever wrote it, in place of step 0. */
  checkpoint: bytes.optional(),
})
/** Goes on with an edited document: weights whose layer and shape still fit are kept, the others start afresh. */
const replace = z.strictObject({ type: z.literal('replace'), runId, document })
const pause = z.strictObject({ type: z.literal('pause'), runId })
const resume = z.strictObject({ type: z.literal('resume'), runId })
/** One step, then pause. */
const single = z.strictObject({ type: z.literal('step'), runId })
const stop = z.strictObject({ type: z.literal('stop'), runId })
/** Which weights the previews use. */
const show = z.strictObject({ type: z.literal('show'), runId, ema: z.boolean() })
/** Which layers are looked into from now on, in place of those before; none costs nothing. */
const probe = z.strictObject({
  type: z.literal('probe'),
  runId,
  probes: z.array(
    z.strictObject({
      node: z.string(),
      call: z.string().nullable(),
      maps: z.strictObject({ of: z.enum(['channels', 'samples']), index: z.int().min(0) }),
    }),
  ),
})
/** Whether the motion of weights and dead units are measured from now on. */
const heatSwitch = z.strictObject({ type: z.literal('measure-heat'), runId, on: z.boolean() })
/** Puts weights into a network, by the weight's id and in row order; those that are not given stay. `ema`: moving averages, of those that have one. */
const loadWeights = z.strictObject({
  type: z.literal('load-weights'),
  runId,
  network: z.string(),
  live: values,
  ema: values,
})
/** Asks for all that is learnt so far; a run that goes on is not stopped by it. */
const askCheckpoint = z.strictObject({ type: z.literal('checkpoint'), runId })
/** Writes a checkpoint to the store of runs now: the page may be left at any moment. */
const keep = z.strictObject({ type: z.literal('keep'), runId })

/** Asks what a generator makes of given latents, and the like; answered in the order of asking, by number. */
const play = z.strictObject({ type: z.literal('play'), runId, ask: z.int().min(0), question: playQuestion })

export const toWorkerSchema = z.discriminatedUnion('type', [
  start,
  replace,
  pause,
  resume,
  single,
  stop,
  show,
  probe,
  heatSwitch,
  loadWeights,
  askCheckpoint,
  keep,
  play,
])
export type ToWorker = z.infer<typeof toWorkerSchema>

const losses = z.record(z.string(), z.strictObject({ critic: z.number().nullable(), player: z.number().nullable() }))
export type Losses = z.infer<typeof losses>

const metricDetail = z.strictObject({
  /** Generated samples that were judged, and as many real ones. */
  samples: z.int().min(0),
  /** Name of the network whose features or classes were compared; `null` when the samples themselves were. */
  extractor: z.string().nullable(),
  /** What the data itself gets with as many samples; `null` before it is known. */
  floor: z.number().nullable(),
  /** With the live weights, when the figure itself is from their moving average; else `null`. */
  live: z.number().nullable(),
})
export type MetricDetail = z.infer<typeof metricDetail>

const backendInfo: z.ZodType<BackendInfo> = z.strictObject({
  name: z.enum(BACKEND_NAMES),
  reason: z.string(),
  threads: z.int().min(1),
  adapter: z.string().nullable(),
})

/** The backend is up, the data is there, the networks are built. */
const started = z.strictObject({ type: z.literal('started'), runId, step, backend: backendInfo })
/** Loading a dataset: 0 … 1. */
const loading = z.strictObject({ type: z.literal('loading'), runId, dataset: z.string(), fraction: z.number() })
/** Losses of the steps since the last report, in order. */
const progress = z.strictObject({
  type: z.literal('progress'),
  runId,
  step,
  history: z.array(z.strictObject({ step, losses })),
  stepsPerSecond: z.number(),
  /** From the moving average of the weights where one is kept, else from the live weights. */
  metrics: z.record(z.string(), z.number()),
  /** By the same names; those still to be measured are there already. */
  metricDetails: z.record(z.string(), metricDetail),
})
const previews = z.strictObject({
  type: z.literal('previews'),
  runId,
  previews: z.array(z.custom<NodePreview>((value) => typeof value === 'object' && value !== null)),
})
const insides = z.strictObject({
  type: z.literal('insides'),
  runId,
  insides: z.array(z.custom<Inside>((value) => typeof value === 'object' && value !== null)),
})
const heat = z.strictObject({
  type: z.literal('heat'),
  runId,
  heat: z.custom<Heat>((value) => typeof value === 'object' && value !== null),
})
const replaced = z.strictObject({
  type: z.literal('replaced'),
  runId,
  /** Layers all of whose weights were taken over. */
  kept: z.int().min(0),
  /** Ids of the layers that have a weight that starts afresh. */
  fresh: z.array(z.string()),
})
const weightsLoaded = z.strictObject({
  type: z.literal('weights-loaded'),
  runId,
  network: z.string(),
  /** Ids of the layers all of whose weights were given. */
  loaded: z.array(z.string()),
  /** Ids of those that lack some: what they lack stays as it was. */
  rest: z.array(z.string()),
})
/** One safetensors file (`worker/checkpoint.ts`), its buffer transferred. */
const checkpoint = z.strictObject({
  type: z.literal('checkpoint'),
  runId,
  step,
  bytes: z.custom<Uint8Array<ArrayBuffer>>((value) => value instanceof Uint8Array),
})
/** Went on from a checkpoint. Losses up to it follow as progress. */
const restored = z.strictObject({
  type: z.literal('restored'),
  runId,
  step,
  /** Newer checkpoints that are damaged, each with what is wrong. */
  passedOver: z.array(z.string()),
})
/** A checkpoint is in the store of runs. */
const kept = z.strictObject({ type: z.literal('kept'), runId, run: z.string(), step, sizeBytes: z.int().min(0) })
/** A checkpoint could not be stored; said once until one can be. Training goes on. */
const notKept = z.strictObject({ type: z.literal('not-kept'), runId, full: z.boolean(), message: z.string() })
/** The device was lost, and the run went back to this step and goes on. */
const recovered = z.strictObject({
  type: z.literal('recovered'),
  runId,
  step,
  backend: backendInfo,
  message: z.string(),
})
/** The answer to a question of `play`. */
const played = z.strictObject({
  type: z.literal('played'),
  runId,
  ask: z.int().min(0),
  answer: z.custom<PlayAnswer>((value) => typeof value === 'object' && value !== null),
})
const paused = z.strictObject({ type: z.literal('paused'), runId, step })
const done = z.strictObject({ type: z.literal('done'), runId, step })
const failed = z.strictObject({
  type: z.literal('failed'),
  runId,
  /** `non-finite`, `backend`, `data`, `memory`, `document`, `storage`, `internal`. */
  code: z.string(),
  message: z.string(),
  node: z.string().nullable(),
  step,
})

export const fromWorkerSchema = z.discriminatedUnion('type', [
  started,
  loading,
  progress,
  previews,
  insides,
  heat,
  replaced,
  weightsLoaded,
  checkpoint,
  restored,
  kept,
  notKept,
  recovered,
  played,
  paused,
  done,
  failed,
])
export type FromWorker = z.infer<typeof fromWorkerSchema>
