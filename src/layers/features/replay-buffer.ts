/**
 * @file Replay buffer: shows the critics some samples of earlier steps (Shrivastava et al., arXiv 1612.07828; CycleGAN, arXiv
 * 1703.10593). Whole batches at once and without reading a value back, so a GPU never waits for it: which sample goes where is
 * a matrix.
 */
import { z } from 'zod'
import { integerField, numberField } from '../../lib/fields'
import { ok } from '../../lib/result'
import { shapeSize } from '../../tensor/shape'
import { constantOf } from '../detach'
import { samePicture } from '../keras'
import { defineLayer, type Tensor, type TensorFlow } from '../layer'
import { passedOn } from '../onnx'
import { grid, together } from '../pictures'
import { ANY_INPUT } from '../ports'
import { sameState, torchOrder, tuple } from '../pytorch'

const PYTORCH = `class ReplayBuffer(nn.Module):
    """Swaps samples only while it is active: set that while the critics are updated."""

    def __init__(self, size: int, shape: tuple[int, ...], probability: float):
        super().__init__()
        self.size, self.probability, self.active = size, probability, False
        self.register_buffer("stored", torch.zeros(size, *shape))
        self.register_buffer("filled", torch.zeros(1))

    def forward(self, x: Tensor) -> Tensor:
        if not (self.training and self.active):
            return x
        filled = int(self.filled)
        first = int(torch.rand(1) * self.size)  # the slot that the first sample of the batch meets
        swaps = torch.rand(len(x)) < self.probability
        output = []
        for index, sample in enumerate(x):
            slot = filled + index
            if slot < self.size:
                self.stored[slot] = sample.detach()
            else:
                slot = (first + index) % self.size
                if swaps[index] and slot < filled and index < self.size:
                    fresh, sample = sample, self.stored[slot].clone()
                    self.stored[slot] = fresh.detach()
            output.append(sample)
        self.filled.fill_(min(filled + len(x), self.size))
        return torch.stack(output)`

interface Exchange {
  batch: number
  size: number
  /** Slot that the first sample of the batch meets; the next sample meets the next slot. */
  first: number
  /** One number in [0, 1) for each sample. */
  drawn: Tensor
  probability: number
}

const slots = (tf: TensorFlow, size: number): Tensor => tf.reshape(tf.range(0, size), [1, size])

/**
 * `[batch, size]`: 1 where a fresh sample goes into a slot, which no two do. How many slots are filled is known to the backend only.
 */
function placesOf(tf: TensorFlow, filled: Tensor, { batch, size, first, drawn, probability }: Exchange): Tensor {
  const index = tf.range(0, batch)
  const met = tf.tensor1d(Array.from({ length: batch }, (_, sample) => (first + sample) % size))
  const next = tf.add(index, filled)
  const fills = tf.less(next, size)
  // Beyond the first `size` samples slots are met again; an empty one has nothing to give.
  const swaps = tf.logicalAnd(tf.logicalAnd(tf.less(index, size), tf.less(met, filled)), tf.less(drawn, probability))
  const slot = tf.reshape(tf.where(fills, next, met), [batch, 1])
  const goes = tf.reshape(tf.logicalOr(fills, swaps), [batch, 1])
  return tf.cast(tf.logicalAnd(tf.equal(slot, slots(tf, size)), goes), 'float32')
}

export const replayBuffer = defineLayer({
  kind: 'replay-buffer',
  title: 'Replay buffer',
  group: 'Features and batches',
  icon: 'history',
  picture: together(grid({ columns: 1, rows: 4, strong: [[0, 1, 1, 1]], largest: 6 }, 28, 8), {
    line: 'M18 30a15 15 0 0 1 0-24m-5 1h5v5M38 6a15 15 0 0 1 0 24m5-1h-5v-5',
  }),
  summary: 'Shows the discriminator some samples of earlier steps in place of fresh ones.',
  docs: `Only in updates of the critics: the first samples are stored, and pass, until the buffer is full. From then on each fresh sample is, with the probability, swapped with a stored one: the old sample goes on, the fresh one takes its place. In updates of the players and when samples are made, out = in.
It keeps a discriminator from forgetting what the generator made before, which otherwise lets the two run in circles. Wire it between the generator's output and the discriminator's fake input. CycleGAN uses 50 samples and probability 0.5 (arXiv 1703.10593, section 4; after arXiv 1612.07828).
At most size samples of one batch are swapped. Each of them meets another stored one, at places that follow each other from a random one on. Gradients pass through fresh samples; a stored one is a constant. It has no trained weights; a checkpoint keeps what it stores.`,
  keywords: ['history', 'pool', 'memory', 'cyclegan', 'simgan', 'experience replay', 'buffer'],
  params: z.strictObject({
    size: integerField({
      title: 'Size',
      description: 'Samples that are stored.',
      minimum: 1,
      maximum: 10_000,
    }).default(50),
    probability: numberField({
      title: 'Probability',
      description: 'Of a fresh sample to be swapped with a stored one.',
      minimum: 0,
      maximum: 1,
    }).default(0.5),
  }),
  inputs: ANY_INPUT,
  shape: ({ in: input }) => ok(input!),
  range: ({ in: input }) => input!,
  weights({ in: input }, { size }) {
    const initializer = { kind: 'constant', value: 0 } as const
    return [
      { name: 'stored', shape: [size, ...input!], initializer, trainable: false },
      { name: 'filled', shape: [1], initializer, trainable: false },
    ]
  },
  differentiable: 2,
  dependsOnPart: true,
  pytorch({ in: input }, { size, probability }) {
    const [, ...shape] = torchOrder(0, input!)
    const order = torchOrder(
      0,
      [...input!.keys()].map((axis) => axis + 1),
    )
    return {
      module: `ReplayBuffer(${size}, ${input!.length === 0 ? '()' : tuple(shape)}, ${probability})`,
      forward: '{module}({in})',
      definitions: PYTORCH,
      state: [
        { key: 'stored', shape: [size, ...shape], values: { weight: 'stored', order } },
        sameState('filled', 'filled', [1]),
      ],
    }
  },
  onnx: passedOn,
  keras: samePicture,
  apply({ tf, params: { size, probability }, inputs, weights, mode, part, random, update }) {
    const x = inputs.in!
    if (mode === 'inference' || part !== 'critics') return x
    const [batch, ...sample] = x.shape as [number, ...number[]]
    const values = shapeSize(sample)
    const constant = (compute: () => Tensor) => constantOf(tf, compute)

    const exchange = {
      batch,
      size,
      first: Math.floor(random.number() * size),
      drawn: random.uniform([batch]),
      probability,
    }
    const filled = constant(() => tf.round(weights.filled!))
    const goes = constant(() => placesOf(tf, filled, exchange))
    // A slot that was filled before hands out what it held.
    const takes = constant(() => tf.sum(tf.mul(goes, tf.cast(tf.less(slots(tf, size), filled), 'float32')), 1, true))
    const stored = tf.reshape(weights.stored!, [size, values])
    const old = constant(() => tf.mul(tf.matMul(goes, stored), takes))
    const fresh = tf.reshape(x, [batch, values])

    const moved = constant(() => {
      const kept = tf.mul(stored, tf.reshape(tf.sub(1, tf.sum(goes, 0)), [size, 1]))
      return tf.reshape(tf.add(kept, tf.matMul(goes, fresh, true)), [size, ...sample])
    })
    update('stored', moved)
    update(
      'filled',
      constant(() => tf.minimum(tf.add(filled, batch), size)),
    )
    return tf.reshape(tf.add(tf.mul(fresh, tf.sub(1, takes)), old), x.shape)
  },
  examples: [
    { params: { size: 4 }, inputs: { in: [3] }, output: [3], parameters: 13 },
    { params: { size: 2, probability: 0.25 }, inputs: { in: [2, 2, 1] }, output: [2, 2, 1], parameters: 9 },
  ],
})
