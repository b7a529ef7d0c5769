/** @file Augment: random changes to images that gradients pass through (DiffAugment, Zhao et al., arXiv 2006.10738). */
import { z } from 'zod'
import { numberField, selectField } from '../../lib/fields'
import { fail, ok } from '../../lib/result'
import { constantOf } from '../detach'
import { samePicture } from '../keras'
import { defineLayer, type LayerRandom, type Tensor, type TensorFlow } from '../layer'
import { passedOn } from '../onnx'
import { arrow, box } from '../pictures'
import { IMAGE_INPUT } from '../ports'
import { notAnImage } from '../problems'

/** As in the authors' code: both for brightness, saturation and contrast, then shifts and squares as shares of the sides. */
const TRANSLATION = 0.125
const CUTOUT = 0.5

/** Named as in the authors' code. */
const policies = {
  'color,translation,cutout': 'Colour, translation, cutout',
  'color,translation': 'Colour, translation',
  'color,cutout': 'Colour, cutout',
  'translation,cutout': 'Translation, cutout',
  color: 'Colour',
  translation: 'Translation',
  cutout: 'Cutout',
} as const

interface Images {
  tf: TensorFlow
  random: LayerRandom
  /** 1 is as published, 0 is nothing. */
  strength: number
}

const has = (policy: keyof typeof policies, part: string): boolean => policy.split(',').includes(part)

/** One uniform number in [0, 1) for each image. */
const forEach = (random: LayerRandom, batch: number): Tensor => random.uniform([batch, 1, 1, 1])

/** Moves every value of an image away from `centre`, or towards it. */
const spread = (tf: TensorFlow, x: Tensor, centre: Tensor, factor: Tensor): Tensor =>
  tf.add(x, tf.mul(tf.sub(x, centre), factor))

/** Mean of each pixel's channels, in every channel. As a product: a mean along so short an axis is slow on WASM. */
function grey(tf: TensorFlow, x: Tensor): Tensor {
  const channels = x.shape.at(-1)!
  const shares = tf.fill([channels, channels], 1 / channels)
  return tf.reshape(tf.matMul(tf.reshape(x, [-1, channels]), shares), x.shape)
}

/** Brightness by up to ± 1/2, saturation by a factor of 0 … 2, contrast by one of 1/2 … 3/2. */
function recolour({ tf, random, strength }: Images, x: Tensor): Tensor {
  const batch = x.shape[0]!
  const around0 = () => tf.mul(tf.sub(forEach(random, batch), 0.5), strength)
  const bright = tf.add(x, around0())
  const saturated = spread(tf, bright, grey(tf, bright), tf.mul(around0(), 2))
  return spread(tf, saturated, tf.mean(saturated, [1, 2, 3], true), around0())
}

/** Numbers 0 … `length` − 1 as `[1, length]`, to compare with one number for each image. */
const positions = (tf: TensorFlow, length: number): Tensor => tf.reshape(tf.range(0, length), [1, length])

/** Shifts along the middle axis of `[batch, length, inner]`, by another whole number for each image; zeros come in. */
function shift({ tf, random, strength }: Images, x: Tensor): Tensor {
  const [batch, length] = x.shape as [number, number, number]
  const most = Math.floor(length * TRANSLATION * strength + 0.5)
  if (most === 0) return x
  const moves = constantOf(tf, () => {
    const by = tf.sub(tf.floor(tf.mul(random.uniform([batch, 1]), 2 * most + 1)), most)
    const from = tf.reshape(tf.sub(positions(tf, length), by), [batch, length, 1])
    // 1 where two whole numbers are equal: `equal` of unlike shapes is slow on WASM.
    const distance = tf.abs(tf.sub(from, tf.reshape(tf.range(0, length), [1, 1, length])))
    return tf.relu(tf.sub(1, distance))
  })
  return tf.matMul(moves, x)
}

function translate(images: Images, x: Tensor): Tensor {
  const { tf } = images
  const [batch, height, width, channels] = x.shape as [number, number, number, number]
  const down = tf.reshape(shift(images, tf.reshape(x, [batch, height, width * channels])), [
    batch,
    height,
    width,
    channels,
  ])
  const columns = tf.reshape(tf.transpose(down, [0, 2, 1, 3]), [batch, width, height * channels])
  return tf.transpose(tf.reshape(shift(images, columns), [batch, width, height, channels]), [0, 2, 1, 3])
}

/** 1 within the window of each image, `[batch, length]`. Its middle lies anywhere, so a part of it may lie outside. */
function window({ tf, random, strength }: Images, batch: number, length: number): Tensor {
  const size = Math.floor(length * CUTOUT * strength + 0.5)
  const middle = tf.floor(tf.mul(random.uniform([batch, 1]), length + 1 - (size % 2)))
  const offset = tf.sub(positions(tf, length), tf.sub(middle, Math.floor(size / 2)))
  return tf.cast(tf.logicalAnd(tf.greaterEqual(offset, 0), tf.less(offset, size)), 'float32')
}

function cutOut(images: Images, x: Tensor): Tensor {
  const { tf } = images
  const [batch, height, width] = x.shape as [number, number, number, number]
  const kept = constantOf(tf, () => {
    const rows = tf.reshape(window(images, batch, height), [batch, height, 1, 1])
    const columns = tf.reshape(window(images, batch, width), [batch, 1, width, 1])
    return tf.sub(1, tf.mul(rows, columns))
  })
  return tf.mul(x, kept)
}

const PYTORCH = `class Augment(nn.Module):
    """Changes of pictures that gradients pass through, while training (DiffAugment, arXiv 2006.10738)."""

    def __init__(self, policy: str, strength: float):
        super().__init__()
        self.policy, self.strength = policy.split(","), strength

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return x
        batch, _, height, width = x.shape
        strength = self.strength

        def uniform() -> Tensor:
            return torch.rand(batch, 1, 1, 1, device=x.device)

        if "color" in self.policy:
            x = x + (uniform() - 0.5) * strength
            x = x + (x - x.mean(1, keepdim=True)) * (uniform() - 0.5) * 2 * strength
            x = x + (x - x.mean((1, 2, 3), keepdim=True)) * (uniform() - 0.5) * strength
        rows = torch.arange(height, device=x.device).reshape(1, 1, height, 1)
        columns = torch.arange(width, device=x.device).reshape(1, 1, 1, width)
        if "translation" in self.policy:
            down, right = (int(side * ${TRANSLATION} * strength + 0.5) for side in (height, width))
            rows_from = rows - ((uniform() * (2 * down + 1)).floor() - down).long()
            columns_from = columns - ((uniform() * (2 * right + 1)).floor() - right).long()
            x = x.gather(2, rows_from.clamp(0, height - 1).expand_as(x)) * (rows_from >= 0) * (rows_from < height)
            x = x.gather(3, columns_from.clamp(0, width - 1).expand_as(x)) * (columns_from >= 0) * (columns_from < width)
        if "cutout" in self.policy:
            inside = []
            for side, places in ((height, rows), (width, columns)):
                size = int(side * ${CUTOUT} * strength + 0.5)
                offset = places - (uniform() * (side + 1 - size % 2)).floor() + size // 2
                inside.append((offset >= 0) & (offset < size))
            x = x * ~(inside[0] & inside[1])
        return x`

export const augment = defineLayer({
  kind: 'augment',
  title: 'Augment',
  group: 'Features and batches',
  icon: 'wand-sparkles',
  picture: {
    line: `${box(4, 9, 18)}${arrow(26, 18, 5)}M36 12l14-4l4 14l-14 4z`,
    soft: 'M36 12l14-4l4 14l-14 4z',
    strong: `${box(8, 13, 6)}M41 16l6-1.7l1.7 6l-6 1.7z`,
  },
  summary: 'Changes images at random while training, in ways that gradients pass through.',
  docs: `Lets a discriminator learn from few images without knowing them by heart: differentiable augmentation (arXiv 2006.10738). It changes both the real and the fake images, in every update, so wire two Augment nodes with the same params: one before the real input of the discriminator, one before the fake. Changing only the real images would teach the generator to make changed ones.
Colour: brightness by up to ± 0.5, saturation by a factor from 0 to 2, contrast by a factor from 0.5 to 1.5, in this order. Translation: by up to 1/8 of each side; zeros come in. Cutout: a window of half the height and half the width, its middle anywhere, becomes 0. Each image has numbers of its own. These are for strength 1, for images in [-1, 1]; a smaller strength shrinks all of them, and 0 changes nothing. Outside of training nothing is changed. Slopes of both orders are right, so penalties may look through it.`,
  keywords: [
    'diffaugment',
    'data augmentation',
    'colour',
    'color',
    'translation',
    'cutout',
    'brightness',
    'few-shot',
    'limited data',
  ],
  params: z.strictObject({
    policy: selectField({
      title: 'Policy',
      description: 'What is changed.',
      options: policies,
    }).default('color,translation,cutout'),
    strength: numberField({
      title: 'Strength',
      description: 'How much: 1 is as published, 0 changes nothing.',
      minimum: 0,
      maximum: 1,
    }).default(1),
  }),
  inputs: IMAGE_INPUT,
  shape({ in: input }) {
    const problem = notAnImage('Augment', input!)
    return problem ? fail(problem) : ok(input!)
  },
  range({ in: input }, { policy, strength }) {
    if (!input || strength === 0) return input!
    let [minimum, maximum] = input
    if (has(policy, 'color')) {
      // Brightness moves all values alike; then no two of an image are further apart than `width`, and each spreads by its share.
      const width = maximum - minimum
      const saturated = strength * width
      const more = strength / 2 + saturated + (strength / 2) * (width + 2 * saturated)
      ;[minimum, maximum] = [minimum - more, maximum + more]
    }
    const blank = has(policy, 'translation') || has(policy, 'cutout')
    return blank ? [Math.min(minimum, 0), Math.max(maximum, 0)] : [minimum, maximum]
  },
  differentiable: 2,
  draws: true,
  pytorch: (_, { policy, strength }) => ({
    module: `Augment("${policy}", ${strength})`,
    forward: '{module}({in})',
    definitions: PYTORCH,
  }),
  onnx: passedOn,
  keras: samePicture,
  apply({ tf, params: { policy, strength }, inputs, mode, random }) {
    const x = inputs.in!
    if (mode === 'inference' || strength === 0) return x
    const images: Images = { tf, random, strength }
    const recoloured = has(policy, 'color') ? recolour(images, x) : x
    const translated = has(policy, 'translation') ? translate(images, recoloured) : recoloured
    return has(policy, 'cutout') ? cutOut(images, translated) : translated
  },
  examples: [
    { inputs: { in: [8, 6, 3] }, output: [8, 6, 3] },
    { params: { policy: 'color', strength: 0.5 }, inputs: { in: [3, 3, 2] }, output: [3, 3, 2] },
    { params: { policy: 'translation' }, inputs: { in: [8, 9, 1] }, output: [8, 9, 1] },
    { params: { policy: 'cutout', strength: 0.6 }, inputs: { in: [5, 4, 2] }, output: [5, 4, 2] },
    { params: { strength: 0 }, inputs: { in: [2, 2, 1] }, output: [2, 2, 1] },
  ],
  refusals: [{ inputs: { in: [784] }, code: 'rank-mismatch' }],
})
