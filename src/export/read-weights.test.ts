/** @file Weights that went out come back: from exports, from checkpoints, in part, and what does not fit is said. */
import { expect, test } from 'vitest'
import { decodeSafetensors, encodeSafetensors, type NamedTensor } from '../lib/safetensors'
import { chosenNetworks, weightValues } from './exporter'
import { readNetworkWeights } from './read-weights'
import { safetensors } from './safetensors'
import { inputOf, templatePaths } from './testing/templates'

const exported = async (input: ReturnType<typeof inputOf>): Promise<Uint8Array> => {
  const files = await safetensors.files(input)
  if (!files.ok) throw new Error(files.problem.message)
  return files.value[0]!.bytes
}

/** Quick, for millions of values. */
const same = (a: Float32Array, b: Float32Array): boolean =>
  Buffer.from(a.buffer, a.byteOffset, a.byteLength).equals(Buffer.from(b.buffer, b.byteOffset, b.byteLength))

test.each(templatePaths())('%s → safetensors → back', async (path) => {
  const input = inputOf(path)
  const all = await exported(input)
  for (const network of chosenNetworks(input)) {
    const values = weightValues(input, network)
    const read = readNetworkWeights(input.plan, network.id, all)
    if (!read.ok) throw new Error(read.problem)
    expect(read.value.misshapen).toEqual([])
    for (const [id, found] of read.value.live) expect(same(found, values.get(id)!.values), id).toBe(true)
    // What PyTorch computes itself, as vectors of spectral norm, has no name of its own there.
    const trainable = network.weights.filter((weight) => weight.trainable).map(({ id }) => id)
    expect(read.value.missing.filter((id) => trainable.includes(id))).toEqual([])
  }
})

test('a file of one network has plain names, and comes back as well', async () => {
  const input = ring()
  const read = readNetworkWeights(input.plan, 'D', await exported({ ...input, network: 'D' }))
  expect(read.ok && [...read.value.live.keys()]).toEqual(input.plan.networks.D!.weights.map(({ id }) => id))
})

const ring = () => inputOf(templatePaths().find((path) => path.includes('gaussian-ring'))!)
const checkpoint = (tensors: NamedTensor[]) =>
  encodeSafetensors(tensors, { format: 'ganvas-checkpoint', version: '1', step: '3', updates: '{}' })

test('a checkpoint gives what fits, its averages too, and names what is missing or misshapen', () => {
  const { plan } = ring()
  const [first, second, ...others] = plan.networks.G!.weights
  const values = new Float32Array(first!.shape.reduce((size, dimension) => size * dimension, 1)).fill(0.5)
  const file = checkpoint([
    { name: `weights/${first!.id}`, shape: first!.shape, values },
    { name: `ema/${first!.id}`, shape: first!.shape, values },
    { name: `weights/${second!.id}`, shape: [7], values: new Float32Array(7) },
  ])
  const read = readNetworkWeights(plan, 'G', file)
  expect(read.ok && read.value).toEqual({
    network: 'G',
    live: new Map([[first!.id, values]]),
    ema: new Map([[first!.id, values]]),
    missing: others.map(({ id }) => id),
    misshapen: [{ id: second!.id, found: [7], expected: second!.shape }],
  })
})

test('a file of something else is refused with what it holds and what was expected', async () => {
  const { plan } = ring()
  const other = encodeSafetensors([{ name: 'encoder.weight', shape: [2], values: new Float32Array(2) }])
  const read = readNetworkWeights(plan, 'G', other)
  expect(!read.ok && read.problem).toMatch(/encoder\.weight \[2\].*G_[a-z0-9_]+\/kernel \[.*Names and shapes/i)
  expect(decodeSafetensors(other).ok).toBe(true)
  expect(readNetworkWeights(plan, 'G', new Uint8Array(3)).ok).toBe(false)
})
