/** @file What the contract of layers cannot see of features: their values, their order, and what a buffer does over several steps. */
import { beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { type OpenBackend, openBackend } from '../../backend/open-node'
import { normals, randomStream, uniforms } from '../../lib/random'
import { resolveSchedules } from '../../lib/schedule'
import { type Shape, shapeSize } from '../../tensor/shape'
import { initialise } from '../initializers'
import type { ApplyContext, LayerDefinition, Tensor } from '../layer'
import { augment } from './augment'
import { learnedConstant } from './learned-constant'
import { minibatchDiscrimination } from './minibatch-discrimination'
import { minibatchStddev } from './minibatch-stddev'
import { pack } from './pack'
import { replayBuffer } from './replay-buffer'
import { selfAttention } from './self-attention'

let tf: OpenBackend['tf']
beforeAll(async () => {
  tf = (await openBackend('cpu')).tf
})

type Occasion = Pick<ApplyContext<unknown>, 'mode' | 'part'>

/** A layer with weights that move, and noise that is another at every call. */
function build<Params extends z.ZodObject>(layer: LayerDefinition<Params>, given: object, shape: Shape, seed = 1) {
  const params = layer.params.parse(given)
  const weights: Record<string, Tensor> = {}
  const port = (layer.inputs as readonly { name: string }[])[0]!.name
  for (const spec of layer.weights?.({ [port]: shape }, params) ?? [])
    weights[spec.name] = tf.tensor(initialise(spec, randomStream(seed, spec.name)), [...spec.shape])
  let calls = 0
  return {
    weights,
    apply(x: Tensor, { mode, part }: Occasion = { mode: 'training', part: 'critics' }): Tensor {
      const stream = randomStream(seed, calls++)
      return layer.apply({
        tf,
        params: resolveSchedules(params, 0),
        inputs: { [port]: x },
        weights,
        mode,
        part,
        random: {
          normal: (size) => tf.tensor(normals(shapeSize(size), stream), size),
          uniform: (size) => tf.tensor(uniforms(shapeSize(size), stream), size),
          number: () => stream.uniform(),
        },
        update: (name, value) => {
          weights[name] = value
        },
      })
    },
  }
}

const numbers = (x: Tensor): number[] => [...x.dataSync()]
const count = (length: number, first = 0) => Array.from({ length }, (_, index) => first + index)

describe('pack', () => {
  it('lays vectors that follow each other end to end', () => {
    const x = tf.tensor2d(count(12), [6, 2])
    expect(build(pack, { count: 3 }, [2]).apply(x).arraySync()).toEqual([count(6), count(6, 6)])
  })

  it('stacks images along their channels, the first image first', () => {
    const x = tf.tensor4d(count(16), [4, 2, 1, 2])
    expect(build(pack, {}, [2, 1, 2]).apply(x).arraySync()).toEqual([
      [[[0, 1, 4, 5]], [[2, 3, 6, 7]]],
      [[[8, 9, 12, 13]], [[10, 11, 14, 15]]],
    ])
  })

  it('leaves out samples that fill no pack, and needs one', () => {
    const layer = build(pack, {}, [1])
    expect(numbers(layer.apply(tf.tensor2d(count(5), [5, 1])))).toEqual(count(4))
    expect(() => layer.apply(tf.zeros([1, 1]))).toThrow('Pack puts 2 samples into one, but the batch has 1.')
  })
})

describe('minibatch stddev', () => {
  it('gives the deviation of a group, for 4 samples of 4 features 0 … 15', () => {
    const output = build(minibatchStddev, {}, [4]).apply(tf.tensor2d(count(16), [4, 4]))
    for (const row of output.arraySync() as number[][]) expect(row[4]).toBeCloseTo(4.472136, 5)
  })

  it('groups every second sample of four, and takes a smaller group where it must', () => {
    const groups = build(minibatchStddev, { groupSize: 2 }, [1]).apply(tf.tensor2d([0, 10, 2, 30], [4, 1]))
    expect((groups.arraySync() as number[][]).map((row) => Math.round(row[1]!))).toEqual([1, 10, 1, 10])
    const six = tf.tensor2d([0, 10, 20, 2, 20, 60], [6, 1])
    const columnOf = (groupSize: number) =>
      numbers(tf.slice(build(minibatchStddev, { groupSize }, [1]).apply(six), [0, 1], [6, 1]))
    expect(columnOf(4)).toEqual(columnOf(3))
    expect(columnOf(5)).not.toEqual(columnOf(2))
  })
})

it('minibatch discrimination sums how close the others are, itself left out', () => {
  const layer = build(minibatchDiscrimination, { kernels: 1, dimensions: 2 }, [2])
  layer.weights.kernel = tf.tensor2d([1, 0, 0, 2], [2, 2])
  const output = layer.apply(tf.tensor2d([0, 0, 1, 0, 0, 1], [3, 2])).arraySync() as number[][]
  const near = [Math.exp(-1) + Math.exp(-2), Math.exp(-1) + Math.exp(-3), Math.exp(-2) + Math.exp(-3)]
  for (const [sample, row] of output.entries()) expect(row[2]).toBeCloseTo(near[sample]!, 5)
})

it('learned constant is the same for every sample of the batch', () => {
  const output = build(learnedConstant, { shape: [2] }, [7]).apply(tf.zeros([3, 7]))
  expect(output.arraySync()).toEqual([
    [1, 1],
    [1, 1],
    [1, 1],
  ])
})

describe('self-attention', () => {
  const values = () => tf.tensor4d(normals(24, randomStream('x')), [1, 2, 3, 4])

  it('changes nothing at first', () => {
    const x = values()
    expect(numbers(build(selfAttention, {}, [2, 3, 4]).apply(x))).toEqual(numbers(x))
  })

  it('is what the paper says, place by place', () => {
    const layer = build(selfAttention, { reduction: 2 }, [2, 3, 4])
    layer.weights.gamma = tf.tensor1d([0.5])
    const x = values()
    const places = tf.reshape(x, [6, 4]).arraySync() as number[][]
    const matrix = (name: string) => layer.weights[name]!.arraySync() as number[][]
    const through = (vector: number[], name: string) =>
      matrix(name)[0]!.map((_, column) =>
        vector.reduce((sum, value, row) => sum + value * matrix(name)[row]![column]!, 0),
      )
    const expected = places.flatMap((place) => {
      const query = through(place, 'query')
      const likeness = places.map((other) =>
        Math.exp(through(other, 'key').reduce((sum, value, index) => sum + value * query[index]!, 0)),
      )
      const whole = likeness.reduce((sum, value) => sum + value)
      const mixed = [0, 1].map((channel) =>
        places.reduce((sum, other, index) => sum + (likeness[index]! / whole) * through(other, 'value')[channel]!, 0),
      )
      return through(mixed, 'output').map((value, channel) => place[channel]! + 0.5 * value)
    })
    for (const [index, value] of numbers(layer.apply(x)).entries()) expect(value).toBeCloseTo(expected[index]!, 5)
  })
})

describe('replay buffer', () => {
  const fresh = (step: number, batch = 4) => tf.tensor2d(count(batch, 1 + step * batch), [batch, 1])

  it('fills first, and only then hands out what it holds', () => {
    const layer = build(replayBuffer, { size: 10, probability: 1 }, [1])
    for (const step of [0, 1]) expect(numbers(layer.apply(fresh(step)))).toEqual(numbers(fresh(step)))
    expect(numbers(layer.weights.stored!)).toEqual([...count(8, 1), 0, 0])
    expect(numbers(layer.weights.filled!)).toEqual([8])
    // Two more are stored; the other two are swapped, unless they meet slots that were empty before.
    const third = numbers(layer.apply(fresh(2)))
    expect(third.slice(0, 2)).toEqual([9, 10])
    expect(numbers(layer.weights.stored!).slice(8)).toEqual([9, 10])
    expect(numbers(layer.weights.filled!)).toEqual([10])
  })

  it('loses no sample and shows none twice: each is handed out once, or held', () => {
    const layer = build(replayBuffer, { size: 6, probability: 0.5 }, [1])
    const seen: number[] = []
    let swapped = 0
    for (let step = 0; step < 100; step++) {
      const full = numbers(layer.weights.filled!)[0] === 6
      const output = numbers(layer.apply(fresh(step)))
      for (const [index, value] of output.entries()) {
        // While it fills, what is stored is handed out as well.
        if (full) seen.push(value)
        if (full && value !== 1 + step * 4 + index) swapped++
      }
    }
    const held = numbers(layer.weights.stored!)
    const all = [...seen, ...held].sort((a, b) => a - b)
    expect(new Set(all).size).toBe(all.length)
    expect(all.slice(-380)).toEqual(count(380, 21))
    expect(Math.abs(swapped / 392 - 0.5)).toBeLessThan(0.1)
  })

  it('takes batches that are larger than it, and swaps as many as it holds', () => {
    const layer = build(replayBuffer, { size: 3, probability: 1 }, [1])
    expect(numbers(layer.apply(fresh(0, 8)))).toEqual(count(8, 1))
    const output = numbers(layer.apply(fresh(1, 8)))
    expect(output.slice(0, 3).sort()).toEqual([1, 2, 3])
    expect(output.slice(3)).toEqual(count(5, 12))
    expect(numbers(layer.weights.stored!).sort((a, b) => a - b)).toEqual([9, 10, 11])
  })

  it('holds images as they are', () => {
    const layer = build(replayBuffer, { size: 2, probability: 1 }, [2, 1, 3])
    const [first, second] = [0, 1].map((key) => tf.tensor4d(normals(12, randomStream(key)), [2, 2, 1, 3]))
    layer.apply(first!)
    const output = layer.apply(second!)
    expect(numbers(tf.sum(output))[0]).toBeCloseTo(numbers(tf.sum(first!))[0]!, 5)
    const rows = [first!, tf.reverse(first!, 0)].map(numbers)
    expect(rows).toContainEqual(numbers(output))
  })

  it('does nothing for players and outside of training', () => {
    const layer = build(replayBuffer, { size: 2, probability: 1 }, [1])
    layer.apply(fresh(0))
    const before = numbers(layer.weights.stored!)
    for (const occasion of [
      { mode: 'training', part: 'players' },
      { mode: 'training', part: null },
      { mode: 'inference', part: null },
    ] as const)
      expect(numbers(layer.apply(fresh(1), occasion))).toEqual(numbers(fresh(1)))
    expect(numbers(layer.weights.stored!)).toEqual(before)
  })

  it('passes gradients of fresh samples only', () => {
    const layer = build(replayBuffer, { size: 4, probability: 0.5 }, [1])
    layer.apply(fresh(0))
    let output: number[] = []
    const gradient = tf.grad((x) => {
      const y = layer.apply(x)
      output = numbers(y)
      return tf.sum(y)
    })(fresh(1))
    expect(numbers(gradient)).toEqual(output.map((value) => (value >= 5 ? 1 : 0)))
    expect(new Set(numbers(gradient)).size).toBe(2)
  })
})

describe('augment', () => {
  const ramp = () =>
    tf.tensor4d(
      count(512).map((value) => value / 256 - 1 + 0.001),
      [2, 16, 16, 1],
    )

  it('is what comes in at strength 0 and outside of training', () => {
    const x = ramp()
    expect(numbers(build(augment, { strength: 0 }, [16, 16, 1]).apply(x))).toEqual(numbers(x))
    const inference = { mode: 'inference', part: null } as const
    expect(numbers(build(augment, {}, [16, 16, 1]).apply(x, inference))).toEqual(numbers(x))
  })

  it('shifts each image as a whole, by up to an eighth, and fills with zeros', () => {
    const x = ramp()
    const layer = build(augment, { policy: 'translation' }, [16, 16, 1])
    const seen = new Set<string>()
    for (let time = 0; time < 20; time++) {
      const output = layer.apply(x).arraySync() as number[][][][]
      for (const [sample, image] of output.entries()) {
        const given = (x.arraySync() as number[][][][])[sample]!
        const shifts = count(25).map((index) => [Math.floor(index / 5) - 2, (index % 5) - 2] as const)
        const fitting = shifts.filter(([down, right]) =>
          image.every((row, y) => row.every(([value], z) => value === (given[y - down]?.[z - right]?.[0] ?? 0))),
        )
        expect(fitting).toHaveLength(1)
        seen.add(fitting[0]!.join())
      }
    }
    expect(seen.size).toBeGreaterThan(10)
  })

  it('cuts out one window of half the sides, or what of it lies inside', () => {
    const layer = build(augment, { policy: 'cutout' }, [16, 16, 1])
    let largest = 0
    for (let time = 0; time < 20; time++) {
      const zeros = (layer.apply(ramp()).arraySync() as number[][][][]).map((image) => {
        const rows = image.map((row) => row.filter(([value]) => value === 0).length).filter((length) => length > 0)
        expect(new Set(rows).size).toBe(1)
        expect(rows.length).toBeLessThanOrEqual(8)
        expect(rows[0]).toBeLessThanOrEqual(8)
        return rows.length * rows[0]!
      })
      largest = Math.max(largest, ...zeros)
    }
    expect(largest).toBeGreaterThan(40)
  })

  it('changes brightness by up to a half, and contrast by a half of it', () => {
    const layer = build(augment, { policy: 'color' }, [16, 16, 1])
    // With one channel there is no saturation.
    for (let time = 0; time < 10; time++) {
      const output = layer.apply(ramp())
      const { mean, variance } = tf.moments(output, [1, 2, 3])
      const given = tf.moments(ramp(), [1, 2, 3])
      for (const value of numbers(tf.sub(mean, given.mean))) expect(Math.abs(value)).toBeLessThanOrEqual(0.5)
      for (const factor of numbers(tf.sqrt(tf.div(variance, given.variance)))) {
        expect(factor).toBeGreaterThanOrEqual(0.499)
        expect(factor).toBeLessThanOrEqual(1.501)
      }
    }
  })
})
