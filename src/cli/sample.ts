/**
 * @file `ganvas sample`: draws new samples from a trained generator. Images become one sheet (PNG), points a table (CSV), and a walk
 * between samples a film (GIF). Exit 0 written, 1 the graph has errors or does not fit, 2 cannot read.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { defineCommand } from 'citty'
import { encode } from 'fast-png'
import { sheetOf, squareColumns } from '../media/picture'
import { truncate } from '../train/latent'
import {
  drawRows,
  type GivenRows,
  oneHot,
  type PlayAnswer,
  type Playable,
  type PlaySamples,
  playableOutputs,
} from '../train/play'
import { LatentPlay } from '../train/worker/latent-play'
import type { Trainer } from '../train/worker/trainer'
import { BACKEND_ARGUMENT, leave, wholeNumber } from './arguments'
import { filmOf, MAX_FRAMES, STOPS } from './film'
import { DATA_ARGUMENT } from './own-data'
import { describeLoadErrors, readGraph } from './read-graph'
import { readSavedRun, restoreSavedRun } from './saved-run'
import { problemText } from './system-problem'

const DEFAULT_COUNT = 64
const DEFAULT_WALKING = 16
const MAX_COUNT = 10_000
const MAX_SEED = 2 ** 32 - 1

export const sampleCommand = defineCommand({
  meta: {
    name: 'sample',
    description:
      'New samples of a trained generator: a sheet of images, a table of points, or a film of a walk between samples',
  },
  args: {
    file: { type: 'positional', description: 'Graph file, as saved with the run', required: true },
    checkpoint: { type: 'string', description: 'Checkpoint, or the folder that holds it', required: true },
    output: { type: 'string', description: 'Id of the output node; without it that of the first trained generator' },
    count: {
      type: 'string',
      description: `How many, up to ${MAX_COUNT} (${DEFAULT_COUNT}; ${DEFAULT_WALKING} in a film)`,
    },
    interpolate: {
      type: 'string',
      description: `A GIF of so many frames, 2 … ${MAX_FRAMES}: each sample walks round ${STOPS} of its own, back to where it began`,
    },
    seed: { type: 'string', description: 'The same seed gives the same samples (0)' },
    class: { type: 'string', description: 'Number of the class, for a generator that is told one' },
    truncation: { type: 'string', description: '0 … 1: latents are drawn in towards the mean by this factor (1)' },
    live: { type: 'boolean', description: 'The weights as the last update left them, not their moving average' },
    out: { type: 'string', description: 'File to write (samples.png, samples.csv, samples.gif)' },
    data: DATA_ARGUMENT,
    backend: BACKEND_ARGUMENT,
  },
  async run({ args }) {
    const loaded = await readGraph(args.file)
    if (!loaded.ok) return leave(2, describeLoadErrors(args.file, loaded.problem))
    const frames = wholeNumber(args.interpolate, 2, MAX_FRAMES)
    if (frames === null)
      return leave(
        2,
        `--interpolate takes a whole number of frames from 2 to ${MAX_FRAMES}, not "${args.interpolate}".`,
      )
    const isGif = args.out === undefined ? frames !== undefined : /\.gif$/i.test(args.out)
    if (isGif !== (frames !== undefined))
      return leave(
        2,
        isGif
          ? `--out ${args.out} is a film. Say of how many frames: --interpolate 60.`
          : `--interpolate writes a GIF, and --out ${args.out} is none. Give it a name that ends in .gif.`,
      )
    const defaultCount = frames === undefined ? DEFAULT_COUNT : DEFAULT_WALKING
    const count = wholeNumber(args.count ?? String(defaultCount), 1, MAX_COUNT)
    if (!count) return leave(2, `--count takes a whole number from 1 to ${MAX_COUNT}, not "${args.count}".`)
    const seed = wholeNumber(args.seed ?? '0', 0, MAX_SEED)
    if (seed === null || seed === undefined)
      return leave(2, `--seed takes a whole number from 0 to ${MAX_SEED}, not "${args.seed}".`)
    const psi = Number(args.truncation ?? 1)
    if (!(psi >= 0 && psi <= 1)) return leave(2, `--truncation takes a number from 0 to 1, not "${args.truncation}".`)
    const read = await readSavedRun(loaded.value, args)
    if (!read.ok) return leave(read.problem.exitCode, read.problem.message)
    const { plan } = read.value
    const outputs = playableOutputs(plan)
    const chosen = args.output === undefined ? outputs[0] : outputs.find(({ node }) => node === args.output)
    if (!chosen) {
      const known = outputs.map(({ node, title }) => `${node} (${title})`).join(', ')
      return leave(
        2,
        known
          ? `--output takes ${known}, not "${args.output}".`
          : `${args.file} makes neither images nor points from noise.`,
      )
    }
    const drawn = count * (frames === undefined ? 1 : STOPS)
    const given = givenRows(drawRows(plan, chosen, drawn, ['sample', seed]), chosen, drawn, psi, args.class)
    if (typeof given === 'string') return leave(2, given)

    const restored = await restoreSavedRun(read.value, args)
    if (!restored.ok) return leave(restored.problem.exitCode, restored.problem.message)
    const { trainer, step } = restored.value
    const sampled = sampler(trainer, chosen, args.live ? 'live' : 'ema')
    let path: string
    let content: Uint8Array | string
    try {
      if (frames !== undefined) {
        path = args.out ?? 'samples.gif'
        const say = process.stderr.isTTY ? (text: string) => process.stderr.write(`\r${text}`) : () => {}
        const onFrame = (done: number) => say(done < frames ? `Frame ${done} of ${frames} ` : '')
        content = await filmOf(trainer, { found: chosen, count, frames, stops: given, sampled, onFrame })
      } else {
        const samples = await sampled(count, given)
        path = args.out ?? (samples.form === 'image' ? 'samples.png' : 'samples.csv')
        content = samples.form === 'image' ? sheet(samples) : table(samples)
      }
    } catch (error) {
      return leave(1, problemText(error))
    }
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, content)
    const what = frames === undefined ? `${count} samples` : `${frames} frames of ${count} samples`
    console.log(`${path}: ${what} of ${chosen.title} at step ${step}, seed ${seed}`)
    process.exit(0)
  },
})

/** Asks as the page does; throws what it would say. */
const sampler =
  (trainer: Trainer, { node }: Playable, weights: 'live' | 'ema') =>
  async (count: number, given: GivenRows): Promise<PlaySamples> => {
    const answer = await new Promise<PlayAnswer>((resolve) => {
      const play = new LatentPlay({
        runId: 0,
        trainer: () => trainer,
        judge: () => null,
        current: () => true,
        onDevice: (work) => work(),
        yieldToMessages: () => Promise.resolve(),
        post: (message) => message.type === 'played' && resolve(message.answer),
      })
      play.ask(0, { of: 'samples', node, count, given, weights })
    })
    if (answer.of === 'samples') return answer.samples
    throw new Error(answer.of === 'problem' ? answer.message : 'There is no answer.')
  }

/** The rows with truncation and class, or why they cannot be. */
function givenRows(
  drawn: GivenRows,
  { latents, labels }: Playable,
  count: number,
  psi: number,
  wanted: string | undefined,
): GivenRows | string {
  const given: Record<string, Float32Array<ArrayBuffer>> = { ...drawn }
  for (const { value } of latents) if (psi < 1) given[value] = truncate(drawn[value]!, psi)
  if (wanted === undefined) return given
  const [label] = labels
  if (!label) return '--class is for generators that are told a class; this one takes noise alone. Leave it out.'
  const index = wholeNumber(wanted, 0, label.size - 1)
  if (index === null || index === undefined)
    return `--class takes a whole number from 0 to ${label.size - 1}, not "${wanted}".`
  given[label.value] = oneHot(Array(count).fill(index), label.size)
  return given
}

function sheet(samples: Extract<PlaySamples, { form: 'image' }>): Uint8Array {
  const { widthPx, heightPx, pixels } = sheetOf(samples, squareColumns(samples.count))
  return encode({ width: widthPx, height: heightPx, data: pixels, channels: 4 })
}

function table({ points, count }: Extract<PlaySamples, { form: 'points' }>): string {
  const rows = Array.from({ length: count }, (_, index) => `${points[2 * index]},${points[2 * index + 1]}`)
  return `x,y\n${rows.join('\n')}\n`
}
