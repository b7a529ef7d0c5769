/**
 * @file `ganvas train`: the page's training session without the page. It keeps checkpoints while it trains, so that a run that was
 * stopped or killed goes on. Exit 0 done, 1 errors or failed, 2 cannot read, 130 stopped and saved.
 */
import { appendFile, mkdir, readFile, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { defineCommand } from 'citty'
import { openBackend } from '../backend/open-node'
import { compile } from '../compile/compile'
import { nodeDataFiles } from '../data/files-node'
import type { GraphDocument } from '../graph/document'
import { saveDocument } from '../graph/save'
import { ok } from '../lib/result'
import { metricText } from '../metrics/text'
import { replaceFile } from '../runs/directory-node'
import type { BackendChoice, FromWorker } from '../train/protocol'
import { encodeCheckpoint } from '../train/worker/checkpoint'
import { samplesPng } from '../train/worker/sample-sheet'
import { TrainingSession } from '../train/worker/session'
import type { Trainer } from '../train/worker/trainer'
import {
  BACKEND_ARGUMENT,
  backendProblem,
  DEFAULT_SAMPLES,
  isBackend,
  leave,
  MAX_SAMPLES,
  samplesProblem,
  wholeNumber,
} from './arguments'
import { type GivenWeights, givenWeightsFor, WEIGHTS_ARGUMENT } from './given-weights'
import { metricsTable } from './metrics-table'
import { DATA_ARGUMENT, ownDataFor } from './own-data'
import { describeLoadErrors, readGraph } from './read-graph'
import { findKept, KEPT, moveAside, openRuns, sameGraph } from './resume'
import { problemText } from './system-problem'

const RUN = 1

type Progress = Extract<FromWorker, { type: 'progress' }>

export const trainCommand = defineCommand({
  meta: {
    name: 'train',
    description: 'Train a graph file. It is saved every 30 seconds and by Ctrl-C; --resume goes on',
  },
  args: {
    file: { type: 'positional', description: 'Graph file; with --resume also the folder of a run', required: true },
    steps: { type: 'string', description: 'Number of steps, instead of the one in the file' },
    seed: { type: 'string', description: 'Seed, instead of the one in the file' },
    backend: BACKEND_ARGUMENT,
    out: { type: 'string', description: 'Folder for checkpoint, samples.png, metrics.jsonl (run/<name of the file>)' },
    metrics: {
      type: 'string',
      description: `Samples for the metrics at the end (${DEFAULT_SAMPLES} without a number); without it as few as during training`,
    },
    data: DATA_ARGUMENT,
    weights: WEIGHTS_ARGUMENT,
    seconds: { type: 'string', description: 'Stop and save after so many seconds of training, if not done before' },
    resume: {
      type: 'boolean',
      description: 'Go on from the newest checkpoint in the folder, bit for bit; from step 0 when there is none',
      default: false,
    },
    fresh: {
      type: 'boolean',
      description:
        'Replace the run in the folder: without it one that is not done is left alone, one that is done is moved aside',
      default: false,
    },
    json: { type: 'boolean', description: 'One JSON line for each report', default: false },
  },
  async run({ args }) {
    const isRun = args.resume && (await isFolder(args.file))
    const folder = isRun ? args.file : (args.out ?? join('run', basename(args.file).replace(/\.json$/, '')))
    const kept = await findKept(folder)
    if (kept && !kept.ok && args.resume) return leave(2, `${folder}: ${kept.problem}`)
    if (isRun && !kept) return leave(2, `${folder} holds no run to go on with.`)
    const loaded = isRun && kept?.ok ? ok(kept.value.document) : await readGraph(args.file)
    if (!loaded.ok) return leave(2, describeLoadErrors(args.file, loaded.problem))
    const steps = wholeNumber(args.steps, 1, 10_000_000)
    const seed = wholeNumber(args.seed, 0, 0xffffffff)
    if (steps === null) return leave(2, `--steps takes a whole number from 1 to 10,000,000, not "${args.steps}".`)
    if (seed === null) return leave(2, `--seed takes a whole number from 0 to 4,294,967,295, not "${args.seed}".`)
    const samples = wholeNumber(args.metrics, 1, MAX_SAMPLES)
    if (samples === null) return leave(2, samplesProblem('--metrics', args.metrics))
    const seconds = wholeNumber(args.seconds, 1, 10_000_000)
    if (seconds === null) return leave(2, `--seconds takes a whole number from 1 to 10,000,000, not "${args.seconds}".`)
    const { backend } = args
    if (!isBackend(backend)) return leave(2, backendProblem(backend))
    const document: GraphDocument = {
      ...loaded.value,
      training: {
        ...loaded.value.training,
        ...(steps !== undefined && { steps }),
        ...(seed !== undefined && { seed }),
      },
    }
    const { plan, diagnostics } = compile(document)
    const errors = diagnostics.filter(({ severity }) => severity === 'error')
    if (errors.length > 0)
      return leave(
        1,
        errors.map(({ node, message, fix }) => `${args.file} at ${node ?? 'graph'}: ${message} ${fix}`).join('\n'),
      )
    const own = await ownDataFor(document, args.data)
    if (!own.ok) return leave(2, own.problem)
    if (args.resume && kept?.ok && !sameGraph(kept.value.document, document))
      return leave(
        1,
        `${folder} was trained with another graph, or another seed, than ${args.file}. Go on with its own by "ganvas train --resume ${folder}", or give another --out.`,
      )
    if (args.weights !== undefined && args.resume)
      return leave(
        2,
        '--weights begins a run and --resume goes on with one, whose weights are kept with it. Leave one of them out.',
      )
    const weights = plan ? await givenWeightsFor(plan, args.weights) : ok([])
    if (!weights.ok) return leave(2, weights.problem)
    const unfinished = kept?.ok === true && kept.value.step < kept.value.document.training.steps
    if (unfinished && !args.resume && !args.fresh)
      return leave(
        2,
        `${folder} holds a run that stopped at step ${kept.value.step}. Add --resume to go on with it, --fresh to replace it, or give another --out.`,
      )
    if (!args.resume) {
      const moved = args.fresh ? null : await moveAside(folder)
      if (moved !== null) console.error(`The run that was in ${folder} lies in ${moved} now.`)
      await rm(join(folder, KEPT), { recursive: true, force: true })
    }
    await train(document, {
      own: own.value,
      weights: weights.value,
      backend,
      folder,
      json: args.json,
      samples: samples ?? null,
      seconds: seconds ?? Number.POSITIVE_INFINITY,
      resume: args.resume && kept !== null,
    })
  },
})

interface Settings {
  /** Bytes of own data, by hash. */
  own: ReadonlyMap<string, Uint8Array>
  /** With which the networks begin. */
  weights: readonly GivenWeights[]
  backend: BackendChoice
  folder: string
  json: boolean
  /** For the metrics at the end; `null`: as during training. */
  samples: number | null
  /** Of training, from the first step on. */
  seconds: number
  /** From the newest checkpoint in the folder. */
  resume: boolean
}

const isFolder = async (path: string) => (await stat(path).catch(() => null))?.isDirectory() ?? false

async function train(document: GraphDocument, settings: Settings) {
  const { own, weights, backend, folder, json, samples, seconds, resume } = settings
  await mkdir(folder, { recursive: true })
  const metricsFile = join(folder, 'metrics.jsonl')
  if (!resume) await rm(metricsFile, { force: true })
  const say = json ? () => {} : terminalLine()

  let last = null as Progress | null
  let startedAtMs = Number.POSITIVE_INFINITY
  let stopping = false
  let stopCode = 130
  let trainedSeconds = 0
  let resumedAt = 0
  const spentSeconds = () => (performance.now() - startedAtMs) / 1000
  const ended = await new Promise<FromWorker>((resolve) => {
    const session = new TrainingSession({
      openBackend,
      files: nodeDataFiles(own),
      nowMs: () => performance.now(),
      yieldToMessages: () => new Promise((done) => setImmediate(done)),
      reportEveryMs: 1000,
      metricsEveryMs: 10_000,
      finalSamples: samples,
      previewsEveryMs: null,
      openRuns: () => openRuns(folder),
      post(message) {
        if (message.type === 'started') startedAtMs = performance.now()
        if (message.type === 'started') say(`Training on ${message.backend.name}. ${message.backend.reason}`, true)
        if (message.type === 'loading') say(`Loading ${message.dataset} ${Math.round(message.fraction * 100)} %`)
        if (message.type === 'restored') {
          resumedAt = message.step
          for (const damaged of message.passedOver) console.error(damaged)
          say(`Goes on from step ${message.step}.`, true)
          lines = keepLines(metricsFile, message.step)
        }
        if (message.type === 'weights-loaded') {
          const { network, loaded, rest } = message
          const text = weights.find((one) => one.read.network === network)?.describe(loaded, rest)
          if (json) console.log(JSON.stringify({ type: 'weights-loaded', network, loaded, rest }))
          else if (text) say(text, true)
        }
        if (message.type === 'recovered' || message.type === 'not-kept') console.error(message.message)
        // What was before the checkpoint is in the file already.
        const isPast = message.type === 'progress' && (message.history.at(-1)?.step ?? resumedAt) < resumedAt
        if (message.type === 'progress' && !isPast) report(message)
        if (message.type === 'progress' && spentSeconds() >= seconds && !stopping) {
          stopping = true
          void session.handle({ type: 'pause', runId: RUN })
        }
        if (message.type === 'done' || message.type === 'paused')
          finish(session, message).catch((error: unknown) => resolve(unsaved(folder, message, error)))
        if (message.type === 'failed') resolve(message)
      },
    })

    let lines: Promise<void> = Promise.resolve()
    const report = (message: Progress) => {
      last = message
      const { step, stepsPerSecond, metrics, metricDetails } = message
      const losses = message.history.at(-1)?.losses ?? {}
      const line = JSON.stringify({ type: 'progress', step, losses, stepsPerSecond, metrics, metricDetails })
      if (json) console.log(line)
      else say(progressLine(step, document.training.steps, message))
      // Only a record: where it cannot be written, training goes on, and the checkpoint says what is wrong with the disk.
      lines = lines.then(() => appendFile(metricsFile, `${line}\n`)).catch(() => {})
    }
    const finish = async (ending: TrainingSession, message: FromWorker) => {
      trainedSeconds = spentSeconds()
      await lines
      await ending.handle({ type: 'keep', runId: RUN })
      await save(ending.trainer!, document, folder)
      resolve(message)
    }
    // Ctrl-C, and what batch systems and containers send before they kill. The second time it ends at once.
    for (const [signal, exitCode] of [
      ['SIGINT', 130],
      ['SIGTERM', 143],
    ] as const)
      process.once(signal, () => {
        if (!session.trainer) process.exit(exitCode)
        stopCode = exitCode
        say('Stopping: saving first.', true)
        void session.handle({ type: 'pause', runId: RUN })
      })
    const paused = weights.length > 0
    void session.handle({ type: 'start', runId: RUN, document, backend, paused, kept: { run: KEPT, resume } })
    for (const { read } of weights) {
      const { network, live, ema } = read
      void session.handle({ type: 'load-weights', runId: RUN, network, live, ema })
    }
    if (paused) void session.handle({ type: 'resume', runId: RUN })
  })

  if (ended.type === 'failed') {
    const { code, message, node } = ended
    if (json) console.log(JSON.stringify({ type: 'failed', code, message, node }))
    else say(message, true)
    process.exitCode = 1
    return
  }
  const step = 'step' in ended ? ended.step : 0
  const checkpoint = join(folder, 'checkpoint.safetensors')
  const picture = join(folder, 'samples.png')
  if (json) console.log(JSON.stringify({ type: 'done', step, seconds: trainedSeconds, checkpoint, samples: picture }))
  else {
    say(`${ended.type === 'done' ? 'Done' : 'Stopped'} at step ${step}. ${checkpoint}, ${picture}`, true)
    if (last) console.error(metricsTable(last.metrics, last.metricDetails))
  }
  process.exit(ended.type === 'done' || stopping ? 0 : stopCode)
}

/** The end of a run whose last state could not be written. */
function unsaved(folder: string, { step }: { step: number }, error: unknown) {
  const message = `The run stopped at step ${step}, and could not be saved to ${folder}: ${problemText(error).replace(/\.$/, '')}. What was saved before is still there; --resume goes on from it.`
  return { type: 'failed', runId: RUN, code: 'storage', message, node: null, step } as const
}

/** Leaves the reports up to a step: those after it come again, and the last one may be torn. */
async function keepLines(path: string, step: number): Promise<void> {
  const text = await readFile(path, 'utf8').catch(() => '')
  const kept = text.split('\n').filter((line) => {
    try {
      return (JSON.parse(line) as { step: number }).step <= step
    } catch {
      return false
    }
  })
  await replaceFile(path, kept.map((line) => `${line}\n`).join(''))
}

async function save(trainer: Trainer, document: GraphDocument, folder: string) {
  await replaceFile(join(folder, 'checkpoint.safetensors'), await encodeCheckpoint(trainer))
  await replaceFile(join(folder, 'graph.json'), saveDocument(document))
  const samples = await samplesPng(trainer)
  if (samples) await replaceFile(join(folder, 'samples.png'), samples)
}

function progressLine(step: number, steps: number, message: Progress): string {
  const share = Math.min(1, step / steps)
  const bar = '█'.repeat(Math.round(share * 20)).padEnd(20, '░')
  const losses = Object.entries(message.history.at(-1)?.losses ?? {}).map(
    ([name, { critic, player }]) => `${name} ${critic?.toFixed(3) ?? '–'} / ${player?.toFixed(3) ?? '–'}`,
  )
  const metrics = Object.entries(message.metrics).map(([name, value]) => `${name} ${metricText(name, value)}`)
  const remainingSeconds = message.stepsPerSecond > 0 ? Math.round((steps - step) / message.stepsPerSecond) : null
  const left = remainingSeconds === null ? '' : `  ${remainingSeconds} s left`
  return `${bar} ${step}/${steps}  ${message.stepsPerSecond.toFixed(1)} steps/s${left}  ${[...losses, ...metrics].join('  ')}`
}

/** Rewrites one line on a terminal; in a pipe each text is a line. `final` ends the line. */
function terminalLine() {
  const terminal = process.stderr.isTTY
  return (text: string, final = false) => {
    if (!terminal) process.stderr.write(`${text}\n`)
    else process.stderr.write(`\r\x1b[2K${text.slice(0, process.stderr.columns - 1)}${final ? '\n' : ''}`)
  }
}
