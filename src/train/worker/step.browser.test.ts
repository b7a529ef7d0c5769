/** @file One and several training steps in a real browser: WebGPU (where there is an adapter) and WASM against cpu. */
import { expect, test } from 'vitest'
import { openBackend } from '../../backend/open-page'
import { type GanSpec, ganDocument, runSteps, trainerFor } from './testing'

const noFiles = { read: () => Promise.reject(new Error('This test reads no files.')) }

const mlp: GanSpec = {
  generator: [
    { kind: 'dense', params: { units: 16, activation: 'relu' } },
    { kind: 'batch-norm' },
    { kind: 'dense', params: { units: 2 } },
  ],
  critic: [
    { kind: 'dense', params: { units: 16, activation: 'leaky-relu' } },
    { kind: 'layer-norm' },
    { kind: 'dense', params: { units: 1 } },
  ],
  generatorParams: { ema: 0.9 },
}

const convolutional: GanSpec = {
  dataset: 'ring',
  latent: { shape: [3] },
  generator: [
    { kind: 'dense', params: { units: 32 } },
    { kind: 'reshape', params: { shape: [4, 4, 2] } },
    { kind: 'batch-norm' },
    {
      kind: 'conv2d-transpose',
      params: { filters: 2, kernelSize: 4, strides: 2, padding: 'same', activation: 'tanh' },
    },
    { kind: 'conv2d', params: { filters: 2, kernelSize: 3, strides: 2, padding: 'same', activation: 'leaky-relu' } },
    { kind: 'global-pool' },
  ],
  critic: [
    { kind: 'dense', params: { units: 32, activation: 'leaky-relu' } },
    { kind: 'reshape', params: { shape: [4, 4, 2] } },
    { kind: 'upsample', params: { factor: 2 } },
    { kind: 'conv2d', params: { filters: 3, kernelSize: 3, strides: 2, padding: 'same', activation: 'tanh' } },
    { kind: 'average-pool2d', params: { poolSize: 2 } },
    { kind: 'flatten' },
    { kind: 'dense', params: { units: 1 } },
  ],
  loss: { loss: 'hinge' },
  training: { batchSize: 4 },
}

const specs = { mlp, convolutional }
const STEPS = 3

async function lossesOn(backend: 'cpu' | 'wasm' | 'webgpu', spec: GanSpec) {
  const { tf } = await openBackend(backend)
  const trainer = await trainerFor(ganDocument(spec), noFiles)
  const losses = await runSteps(trainer, STEPS)
  const before = tf.memory().numTensors
  await runSteps(trainer, 2)
  const grown = tf.memory().numTensors - before
  trainer.dispose()
  return { losses, grown }
}

for (const [name, spec] of Object.entries(specs))
  for (const backend of ['wasm', 'webgpu'] as const)
    test(`${name} trains on ${backend} as on cpu, and leaves no tensor behind`, async (context) => {
      if (backend === 'webgpu' && !(await navigator.gpu?.requestAdapter())) context.skip('no WebGPU adapter here')
      const expected = await lossesOn('cpu', spec)
      const received = await lossesOn(backend, spec)
      expect(received.grown).toBe(0)
      received.losses.forEach((step, index) => {
        step.forEach((loss, side) => {
          expect(loss).toBeCloseTo(expected.losses[index]![side]!, 3)
        })
      })
    })
