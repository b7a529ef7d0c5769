/** @file Playing in the worker: the samples are those of the previews, directions those of the matrix, and a copy is found out. */
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, expect, test } from 'vitest'
import { openBackend } from '../../backend/open-node'
import { conditionalGan } from '../../compile/testing-graphs'
import { nodeDataFiles } from '../../data/files-node'
import { symmetricEigen } from '../../metrics/symmetric-eigen'
import {
  drawRows,
  loopRows,
  type PlayAnswer,
  type PlayQuestion,
  type PlaySamples,
  playable,
  playableOutputs,
  previewKey,
  shownSamples,
} from '../play'
import type { FromWorker } from '../protocol'
import { evaluateDraws } from './evaluate'
import { generatedValues } from './generated'
import { LatentPlay } from './latent-play'
import { Judge } from './metrics'
import { nearestSamples, Search } from './nearest'
import { asSamples } from './play-samples'
import { computePreviews } from './previews'
import { type GanSpec, ganDocument, runSteps, trainerFor } from './testing'
import { live, mlp } from './testing-mlp'
import type { Trainer } from './trainer'

beforeAll(async () => {
  await openBackend('cpu')
})

const trainer = (spec: GanSpec) => trainerFor(ganDocument(spec), nodeDataFiles())

function ask(of: Trainer, question: PlayQuestion, current = () => true): Promise<PlayAnswer> {
  return new Promise((answer) => {
    const play = new LatentPlay({
      runId: 1,
      trainer: () => of,
      judge: () => null,
      current,
      onDevice: (work) => work(),
      yieldToMessages: async () => {},
      post: (message: FromWorker) => message.type === 'played' && answer(message.answer),
    })
    play.ask(1, question)
  })
}

async function samples(of: Trainer, question: Omit<Extract<PlayQuestion, { of: 'samples' }>, 'of'>) {
  const answer = await ask(of, { of: 'samples', ...question })
  if (answer.of !== 'samples') throw new Error(JSON.stringify(answer))
  return answer.samples
}

test('rows drawn as previews draw them give the samples that the preview shows', async () => {
  const trained = await trainer(mlp)
  await runSteps(trained, 2)
  const { plan } = trained
  const found = playable(plan, 'G_out')!
  expect(playableOutputs(plan).map(({ node }) => node)).toEqual(['G_out'])
  expect(found).toMatchObject({
    form: 'points',
    latents: [{ value: 'z.out', size: 2, curve: 'spherical' }],
    labels: [],
  })
  const given = drawRows(plan, found, 512, previewKey(plan))
  const [preview] = await computePreviews(trained, 'live', new Set(['G_out']))
  const shown = preview!.preview
  const played = await samples(trained, { node: 'G_out', count: 512, given, weights: 'live' })
  if (shown.type !== 'points' || played.form !== 'points') throw new Error('these are points')
  expect(played.points).toEqual(shown.fake)
})

test('a loop goes through all stops and on to where it began, which it leaves out', async () => {
  const { plan } = await trainer(mlp)
  const found = playable(plan, 'G_out')!
  const stops = [
    [1, 0],
    [0, 1],
    [-1, 0],
  ].map((stop) => ({ 'z.out': Float32Array.from(stop) }))
  const { 'z.out': rows } = loopRows(found, stops, 6)
  const row = (index: number) => [...rows!.subarray(2 * index, 2 * index + 2)]
  expect(rows).toHaveLength(12)
  expect([row(0), row(2), row(4)]).toEqual([
    [1, 0],
    [0, 1],
    [-1, 0],
  ])
  // Between (1, 0) and (0, 1), on the circle.
  expect(row(1)).toEqual([expect.closeTo(Math.SQRT1_2, 6), expect.closeTo(Math.SQRT1_2, 6)])
})

/** A conditional generator of 8 × 8 images, whose latent and label enter one matrix. */
function conditionalImages() {
  const document = structuredClone(conditionalGan())
  const position = { x: 0, y: 0 }
  Object.assign(document.nodes, {
    G_image: { kind: 'reshape', params: { shape: [8, 8, 1] }, parent: 'G', position },
    flatFake: { kind: 'flatten', params: {}, position },
  })
  Object.assign(document.wires, {
    'G_image.in': 'G_fc.out',
    'G_out.in': 'G_image.out',
    'flatFake.in': 'G.pixels',
    'D.pixels@fake': 'flatFake.out',
  })
  return trainerFor(document, nodeDataFiles())
}

test('a label that is chosen changes its own sample and no other', async () => {
  const trained = await conditionalImages()
  const { plan } = trained
  const [found] = playableOutputs(plan)
  expect(found).toMatchObject({ form: 'image', labels: [{ value: 'classes.out', size: 10 }] })
  const given = drawRows(plan, found!, 4, ['test'])
  const { node } = found!
  const all = await samples(trained, { node, count: 4, given, weights: 'ema' })
  const other = Float32Array.from(given['classes.out']!)
  const before = other.subarray(10, 20).indexOf(1)
  other.fill(0, 10, 20)
  other[10 + ((before + 1) % 10)] = 1
  const changed = await samples(trained, { node, count: 4, given: { ...given, 'classes.out': other }, weights: 'ema' })
  const row = (of: typeof all, index: number) => {
    if (of.form !== 'image') throw new Error('these are images')
    return [...of.pixels.subarray(index * 256, (index + 1) * 256)]
  }
  for (const index of [0, 2, 3]) expect(row(changed, index)).toEqual(row(all, index))
  expect(row(changed, 1)).not.toEqual(row(all, 1))
})

test('where a label enters beside it, directions are those of the latent’s part of the matrix', async () => {
  const trained = await conditionalImages()
  const answer = await ask(trained, { of: 'directions', node: 'G_out', latent: 'z.out', count: 1, weights: 'live' })
  if (answer.of !== 'directions') throw new Error(JSON.stringify(answer))
  const part = tf.slice(live(trained, 'G_fc/kernel') as tf.Tensor2D, 0, 4)
  const response = (direction: ArrayLike<number>) =>
    tf.norm(tf.matMul(tf.tensor2d(Float32Array.from(direction), [1, 4]), part)).dataSync()[0]!
  const [first] = answer.directions as [Float32Array]
  const singular = Math.sqrt(
    symmetricEigen(Float64Array.from(tf.matMul(part, part, false, true).dataSync()), 4).values.reduce((most, value) =>
      Math.max(most, value),
    ),
  )
  expect(response(first)).toBeCloseTo(singular, 3)
})

test('directions are those in which the first matrix answers most, strongest first', async () => {
  const trained = await trainer({ ...mlp, latent: { shape: [3] } })
  const answer = await ask(trained, { of: 'directions', node: 'G_out', latent: 'z.out', count: 2, weights: 'live' })
  if (answer.of !== 'directions') throw new Error(JSON.stringify(answer))
  const kernel = live(trained, 'G0/kernel') as tf.Tensor2D
  const strength = (direction: Float32Array) =>
    tf.norm(tf.matMul(tf.tensor2d(direction, [1, 3]), kernel)).dataSync()[0]!
  const [first, second] = answer.directions as [Float32Array, Float32Array]
  expect(Math.hypot(...first)).toBeCloseTo(1, 5)
  expect(strength(first)).toBeGreaterThan(strength(second))
  for (const other of [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
    [0.6, 0.8, 0],
    [0, -0.6, 0.8],
  ])
    expect(strength(Float32Array.from(other))).toBeLessThanOrEqual(strength(first) + 1e-5)
})

test('nearest training samples come in order, with how near real ones are to each other', async () => {
  const trained = await trainer(mlp)
  const found = playable(trained.plan, 'G_out')!
  const given = drawRows(trained.plan, found, 1, ['test'])
  const question = { of: 'nearest', node: 'G_out', given, weights: 'live', among: 250 } as const
  const answer = await ask(trained, question)
  if (answer.of !== 'nearest') throw new Error(JSON.stringify(answer))
  const [nearest] = answer.nearest
  expect(answer.nearest).toHaveLength(1)
  expect(nearest!.distances).toHaveLength(3)
  expect([...nearest!.distances].sort((a, b) => a - b)).toEqual(nearest!.distances)
  const sample = await samples(trained, { node: 'G_out', count: 1, given, weights: 'live' })
  if (nearest!.samples.form !== 'points' || sample.form !== 'points') throw new Error('these are points')
  const [x, y] = sample.points
  expect(Math.hypot(nearest!.samples.points[0]! - x!, nearest!.samples.points[1]! - y!)).toBeCloseTo(
    nearest!.distances[0]!,
    5,
  )
  expect(nearest!.usual).toBeGreaterThan(0)
  expect(nearest!.usual).toBeLessThan(1)
})

test('where the dataset has a classifier, its features find a copy as well, and order the others as they say', async () => {
  const files = nodeDataFiles()
  const dense = (units: number) => ({ kind: 'dense', params: { units } })
  const generator = [dense(784), { kind: 'reshape', params: { shape: [28, 28, 1] } }]
  const critic = [{ kind: 'flatten' }, dense(1)]
  const trained = await trainerFor(ganDocument({ dataset: 'mnist', field: 'image', generator, critic }), files)
  const { machine, plan, step } = trained
  // What the search draws first: 20 training images, of which the fifth is sought.
  const images = tf.tidy(() => {
    const key = ['nearest', plan.seed, 0]
    const sources = { batchSize: 20, mode: 'inference', weights: 'live', step, key } as const
    return tf.tensor4d(evaluateDraws(machine, [], sources).get('data.image')!.dataSync(), [20, 28, 28, 1])
  })
  const sought = tf.slice(images, 4, 1)
  const judge = new Judge(machine.tf, files)
  const shown = shownSamples(plan, 'G_out')!
  const copy = Float32Array.from(await sought.data())
  const found = (await nearestSamples(trained, judge, shown, copy, 20, async () => true))!
  expect(found.map(({ measure }) => measure)).toEqual(['pixels', 'features'])
  const { pixels } = asSamples(copy, 1, shown) as Extract<PlaySamples, { form: 'image' }>
  for (const { distances, samples: nearest, usual } of found) {
    expect(distances[0]).toBeLessThan(1e-4 * usual)
    if (nearest.form !== 'image') throw new Error('these are images')
    expect(nearest.pixels.subarray(0, pixels.length)).toEqual(pixels)
  }
  const extractor = await judge.extractor(generatedValues(plan)[0]!.dataset, [28, 28, 1])
  const expected = tf.tidy(() => {
    const features = extractor.apply(images).features
    return [...tf.norm(tf.sub(features, tf.slice(features, 4, 1)), 2, 1).dataSync()].sort((a, b) => a - b)
  })
  const { distances } = found[1]!
  for (const place of [1, 2]) expect(distances[place]! / expected[place]!).toBeCloseTo(1, 4)
  // Otherwise the second measure would be the first under another name.
  expect(distances[1]! / found[0]!.distances[1]!).not.toBeCloseTo(1, 2)
  judge.dispose()
})

test('a copy is at distance 0, and the same training sample drawn twice counts once', () => {
  const copy = Float32Array.of(3, 4)
  const search = new Search(copy)
  for (const sample of [copy, Float32Array.of(0, 0), copy, Float32Array.of(3, 5), Float32Array.of(0, 0)])
    search.add(sample, sample)
  const { distances, usual } = search.result('pixels', (points, count) => ({ form: 'points', points, count }))
  expect(distances).toEqual([0, 1, 5])
  // From (3, 4) and (3, 5) to each other 1, from (0, 0) 5.
  expect(usual).toBe(1)
})

test('a question that fits no output of the run says what to do', async () => {
  const trained = await trainer(mlp)
  const question = { of: 'samples', count: 2, weights: 'live' } as const
  expect(await ask(trained, { ...question, node: 'gone', given: {} })).toMatchObject({
    of: 'problem',
    message: expect.stringContaining('Press Train'),
  })
  const short = { 'z.out': new Float32Array(3) }
  expect(await ask(trained, { ...question, node: 'G_out', given: short })).toMatchObject({
    of: 'problem',
    message: expect.stringContaining('expected 4'),
  })
})
