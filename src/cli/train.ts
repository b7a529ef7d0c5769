/** @file `ganvas train`: the page's training session without the page. Exit 0 done, 1 errors or failed, 2 cannot read, 130 stopped. */
import { appendFile, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { defineCommand } from 'citty'
import { openBackend } from '../backend/open-node'
import { compile } from '../compile/compile'
import { nodeDataFiles } from '../data/files-node'
import type { GraphDocument } from '../graph/document'
import { saveDocument } from '../graph/save'
import { metricText } from '../metrics/text'
import type { BackendChoice, FromWorker } from '../train/protocol'
import { encodeCheckpoint } from '../train/worker/checkpoint'
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
import { metricsTable } from './metrics-table'
import { DATA_ARGUMENT, ownDataFor } from './own-data'
import { describeLoadErrors, readGraph } from './read-graph'
import { samplesPng } from './samples'

const RUN = 1

type Progress = Extract<FromWorker, { type: 'progress' }>

export const trainCommand = defineCommand({
  meta: { name: 'train', description: 'Train a graph file; Ctrl-C saves first' },
  args: {
    file: { type: 'positional', description: 'Graph file', required: true },
    steps: { type: 'string', description: 'Number of steps, instead of the one in the file' },
    seed: { type: 'string', description: 'Seed, instead of the one in the file' },
    backend: BACKEND_ARGUMENT,
    out: { type: 'string', description: 'Folder for checkpoint, samples.png, metrics.jsonl (run/<name of the file>)' },
    metrics: {
      type: 'string',
      description: `Samples for the metrics at the end (${DEFAULT_SAMPLES} without a number); without it as few as during training`,
    },
    data: DATA_ARGUMENT,
    seconds: { type: 'string', description: 'Stop and save after so many seconds of training, if not done before' },
    json: { type: 'boolean', description: 'One JSON line for each report', default: false },
  },
  async run({ args }) {
    const loaded = await readGraph(args.file)
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
    const errors = compile(document).diagnostics.filter(({ severity }) => severity === 'error')
    if (errors.length > 0)
      return leave(
        1,
        errors.map(({ node, message, fix }) => `${args.file} at ${node ?? 'graph'}: ${message} ${fix}`).join('\n'),
      )
    const own = await ownDataFor(document, args.data)
    if (!own.ok) return leave(2, own.problem)
    const folder = args.out ?? join('run', basename(args.file).replace(/\.json$/, ''))
    await train(document, {
      own: own.value,
      backend,
      folder,
      json: args.json,
      samples: samples ?? null,
      seconds: seconds ?? Number.POSITIVE_INFINITY,
    })
  },
})

interface Settings {
  /** Bytes of own data, by hash. */
  own: ReadonlyMap<string, Uint8Array>
  backend: BackendChoice
  folder: string
  json: boolean
  /** For the metrics at the end; `null`: as during training. */
  samples: number | null
  /** Of training, from the first step on. */
  seconds: number
}

async function train(document: GraphDocument, { own, backend, folder, json, samples, seconds }: Settings) {
  await mkdir(folder, { recursive: true })
  const metricsFile = join(folder, 'metrics.jsonl')
  await rm(metricsFile, { force: true })
  const say = json ? () => {} : terminalLine()

  let last = null as Progress | null
  let startedAtMs = Number.POSITIVE_INFINITY
  let stopping = false
  let trainedSeconds = 0
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
      post(message) {
        if (message.type === 'started') startedAtMs = performance.now()
        if (message.type === 'started') say(`Training on ${message.backend.name}. ${message.backend.reason}`, true)
        if (message.type === 'loading') say(`Loading ${message.dataset} ${Math.round(message.fraction * 100)} %`)
        if (message.type === 'progress') void report(message)
        if (message.type === 'progress' && spentSeconds() >= seconds && !stopping) {
          stopping = true
          void session.handle({ type: 'pause', runId: RUN })
        }
        if (message.type === 'done' || message.type === 'paused') void finish(session, message)
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
      lines = lines.then(() => appendFile(metricsFile, `${line}\n`))
      return lines
    }
    const finish = async (ending: TrainingSession, message: FromWorker) => {
      trainedSeconds = spentSeconds()
      await lines
      await save(ending.trainer!, document, folder)
      resolve(message)
    }
    process.once('SIGINT', () => {
      if (!session.trainer) process.exit(130)
      say('Stopping: saving first.', true)
      void session.handle({ type: 'pause', runId: RUN })
    })
    void session.handle({ type: 'start', runId: RUN, document, backend, paused: false })
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
  process.exit(ended.type === 'done' || stopping ? 0 : 130)
}

/** Writes beside the old file and then takes its place, so that a torn write never replaces a good one. */
async function replaceFile(path: string, content: Uint8Array | string) {
  await writeFile(`${path}.part`, content)
  await rename(`${path}.part`, path)
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
