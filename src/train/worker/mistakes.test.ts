/**
 * @file Typical mistakes, each as a graph file in graphs/mistakes: one finding, at the right node, and the first repair that it offers
 * leaves a graph that trains.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../backend/open-node'
import { compile } from '../../compile/compile'
import type { DiagnosticCode } from '../../compile/diagnostics'
import { repaired, repairsOf } from '../../compile/repairs/verify'
import { nodeDataFiles } from '../../data/files-node'
import { loadDocument } from '../../graph/load'
import { saveDocument } from '../../graph/save'
import { runSteps, trainerFor } from './testing'

const FOLDER = 'graphs/mistakes'

/** By file: what is found, at which node, and what is offered first. */
const expected: Record<string, readonly [code: DiagnosticCode, node: string, repair: string]> = {
  'batch-norm-penalty': ['penalty-mixed-samples', 'D_2', 'Replace it by Layer norm'],
  'conv-on-row': ['rank-mismatch', 'D_1', 'Insert Reshape [8, 8, 1]'],
  cycle: ['cycle', 'G_1', 'Wire G_in.out to G_1.in'],
  'dense-outside': ['weights-outside-network', 'widen', 'Move it into Generator'],
  'frozen-critic': ['critic-frozen', 'loss', 'Make Critic trainable'],
  'frozen-generator': ['objective-without-player', 'loss', 'Make Generator trainable'],
  'generator-size': ['call-shape', 'D', 'Set strides of Conv2D transpose "G_5" to 1'],
  'group-count': ['not-divisible', 'D_2', 'Set groups to 8'],
  'kernel-too-large': ['window-too-large', 'D_2', 'Set padding to Same'],
  'label-size': ['call-shape', 'D', 'Set classes of Labels "classes" to 10'],
  'max-pool-penalty': ['penalty-second-derivative', 'D_2', 'Replace it by Average pool'],
  'mismatched-concat': ['shape-mismatch', 'D_join', 'Set strides of Conv2D "D_2" to 2'],
  'missing-flatten': ['score-of-each-place', 'D_3', 'Insert Flatten'],
  'missing-tanh': ['range-mismatch', 'D', 'Set activation of Conv2D transpose "G_4" to Tanh'],
  'output-unwired': ['missing-wire', 'D_out', 'Wire D_2.out to D_out.in'],
  'pack-batch': ['pack-batch', 'D_1', 'Set the batch size to 15'],
  'pixel-shuffle': ['not-divisible', 'G_4', 'Set filters of Conv2D "G_3" to 12'],
  'scores-of-two-outputs': ['shape-mismatch', 'loss', 'Wire D.score@fake to loss.fake'],
  'sigmoid-critic': ['score-bounded', 'loss', 'Set activation of Dense "D_2" to None (linear)'],
  'two-shapes': ['call-shape', 'D', 'Insert Flatten'],
  'unwired-input': ['missing-wire', 'D', 'Wire G.point to D.point@fake'],
  'upsample-latent': ['rank-mismatch', 'G_1', 'Insert Reshape [2, 2, 4]'],
  'wasserstein-unconstrained': [
    'wasserstein-without-constraint',
    'D',
    'Set penalty of Adversarial "loss" to Gradient penalty (WGAN-GP)',
  ],
  'wrong-port': ['call-shape', 'D', 'Wire classes.out to D.label@fake'],
  'wrong-reshape': ['reshape-size', 'G_2', 'Set shape to [2, 2, 32]'],
}

beforeAll(async () => {
  await openBackend('cpu')
})

test('there are 25 of them, and each is stated here', () => {
  const files = readdirSync(FOLDER).map((file) => file.replace('.json', ''))
  expect(files.sort()).toEqual(Object.keys(expected).sort())
  expect(files).toHaveLength(25)
})

describe.each(Object.entries(expected))('%s', (file, [code, node, label]) => {
  const text = readFileSync(`${FOLDER}/${file}.json`, 'utf8')
  const loaded = loadDocument(text)
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problem))
  const document = loaded.value
  const { diagnostics } = compile(document)
  const [finding] = diagnostics

  test(`is found once: ${code} at ${node}`, () => {
    expect(diagnostics.filter(({ severity }) => severity !== 'info')).toMatchObject([{ code, node }])
    expect(saveDocument(document)).toBe(text)
  })

  test(`is mended by the first repair, and trains: ${label}`, async () => {
    const [repair] = repairsOf(document, finding!, diagnostics)
    expect(repair?.label).toBe(label)
    const mended = repaired(document, repair!)!
    const after = compile(mended)
    expect(after.diagnostics.filter(({ severity }) => severity !== 'info')).toEqual([])
    expect(after.plan).not.toBeNull()
    const trainer = await trainerFor(mended, nodeDataFiles())
    const losses = (await runSteps(trainer, 2)).flat()
    expect(losses.length).toBeGreaterThanOrEqual(4)
    expect(losses.every(Number.isFinite)).toBe(true)
  })
})
