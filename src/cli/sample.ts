/**
 * @file `ganvas sample`: draws new samples from a trained generator. Images become one sheet (PNG), points a table (CSV). Exit 0 written,
 * 1 the graph has errors or does not fit, 2 cannot read.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { defineCommand } from 'citty'
import { encode } from 'fast-png'
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
import { BACKEND_ARGUMENT, leave, wholeNumber } from './arguments'
import { DATA_ARGUMENT } from './own-data'
import { describeLoadErrors, readGraph } from './read-graph'
import { readSavedRun, restoreSavedRun } from './saved-run'

const DEFAULT_COUNT = 64
const MAX_COUNT = 10_000
const MAX_SEED = 2 ** 32 - 1

export const sampleCommand = defineCommand({
  meta: { name: 'sample', description: 'New samples of a trained generator: a sheet of images, or a table of points' },
  args: {
    file: { type: 'positional', description: 'Graph file, as saved with the run', required: true },
    checkpoint: { type: 'string', description: 'Checkpoint, or the folder that holds it', required: true },
    output: { type: 'string', description: 'Id of the output node; without it that of the first trained generator' },
    count: { type: 'string', description: `How many, up to ${MAX_COUNT} (${DEFAULT_COUNT})` },
    seed: { type: 'string', description: 'The same seed gives the same samples (0)' },
    class: { type: 'string', description: 'Number of the class, for a generator that is told one' },
    truncation: { type: 'string', description: '0 … 1: latents are drawn in towards the mean by this factor (1)' },
    live: { type: 'boolean', description: 'The weights as the last update left them, not their moving average' },
    out: { type: 'string', description: 'File to write (samples.png, samples.csv)' },
    data: DATA_ARGUMENT,
    backend: BACKEND_ARGUMENT,
  },
  async run({ args }) {
    const loaded = await readGraph(args.file)
    if (!loaded.ok) return leave(2, describeLoadErrors(args.file, loaded.problem))
    const count = wholeNumber(args.count ?? String(DEFAULT_COUNT), 1, MAX_COUNT)
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
    const given = givenRows(drawRows(plan, chosen, count, ['sample', seed]), chosen, count, psi, args.class)
    if (typeof given === 'string') return leave(2, given)

    const restored = await restoreSavedRun(read.value, args)
    if (!restored.ok) return leave(restored.problem.exitCode, restored.problem.message)
    const { trainer, step } = restored.value
    const weights = args.live ? 'live' : 'ema'
    const answer = await new Promise<PlayAnswer>((resolve) => {
      const play = new LatentPlay({
        runId: 0,
        trainer: () => trainer,
        judge: () => null,
        current: () => true,
        yieldToMessages: () => Promise.resolve(),
        post: (message) => message.type === 'played' && resolve(message.answer),
      })
      play.ask(0, { of: 'samples', node: chosen.node, count, given, weights })
    })
    if (answer.of !== 'samples') return leave(1, answer.of === 'problem' ? answer.message : 'There is no answer.')
    const { samples } = answer
    const path = args.out ?? (samples.form === 'image' ? 'samples.png' : 'samples.csv')
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, samples.form === 'image' ? sheet(samples) : table(samples))
    console.log(`${path}: ${count} samples of ${chosen.title} at step ${step}, seed ${seed}`)
    process.exit(0)
  },
})

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

/** As square as it can be; what is left over stays transparent. */
function sheet({ widthPx, heightPx, count, pixels }: Extract<PlaySamples, { form: 'image' }>): Uint8Array {
  const columns = Math.ceil(Math.sqrt(count))
  const width = columns * widthPx
  const height = Math.ceil(count / columns) * heightPx
  const data = new Uint8ClampedArray(width * height * 4)
  for (let row = 0; row < count * heightPx; row++) {
    const image = Math.floor(row / heightPx)
    const x = (image % columns) * widthPx
    const y = Math.floor(image / columns) * heightPx + (row % heightPx)
    data.set(pixels.subarray(row * widthPx * 4, (row + 1) * widthPx * 4), (y * width + x) * 4)
  }
  return encode({ width, height, data, channels: 4 })
}

function table({ points, count }: Extract<PlaySamples, { form: 'points' }>): string {
  const rows = Array.from({ length: count }, (_, index) => `${points[2 * index]},${points[2 * index + 1]}`)
  return `x,y\n${rows.join('\n')}\n`
}
