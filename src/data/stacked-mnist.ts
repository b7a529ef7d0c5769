/**
 * @file Stacked MNIST: three random digits of MNIST in the three colour channels, 1,000 modes. The test for dropped modes of VEEGAN
 * (Srivastava et al. 2017) and PacGAN (Lin et al. 2018), who fixed 128,000 such images; here every draw is fresh.
 */
import type { DatasetDefinition } from './dataset'
import { DIGIT_CLASSES } from './images'
import { mnist } from './mnist'

const PIXELS = 28 * 28
const CHANNELS = 3

/** One one-hot field for each channel: together they name the mode. */
const labelField = {
  shape: [DIGIT_CLASSES.length],
  range: [0, 1],
  form: 'label',
} satisfies DatasetDefinition['fields'][string]

export const stackedMnist: DatasetDefinition = {
  name: 'stacked-mnist',
  title: 'Stacked MNIST',
  summary: 'Three random digits of MNIST, one each in red, green and blue: 28 × 28 pixels, 1,000 modes to lose.',
  source: 'Srivastava et al. 2017 (VEEGAN), Lin et al. 2018 (PacGAN); digits by Yann LeCun and Corinna Cortes',
  licence: 'CC-BY-SA-3.0',
  fields: {
    image: { shape: [28, 28, CHANNELS], range: [-1, 1], form: 'image' },
    red: labelField,
    green: labelField,
    blue: labelField,
  },
  count: null,
  classes: DIGIT_CLASSES,
  files: mnist.files,
  pytorch: [
    'from torchvision.datasets import MNIST',
    '',
    'data = MNIST(folder, train=True, download=True)',
    'images, labels = data.data.to(device), data.targets.to(device)',
    '',
    'def draw(size: int) -> Batch:',
    '    chosen = torch.randint(len(images), (size, 3), device=device)',
    '    red, green, blue = F.one_hot(labels[chosen], 10).float().unbind(1)',
    '    return {"image": images[chosen].float() / 127.5 - 1, "red": red, "green": green, "blue": blue}',
  ],
  async load(files, onProgress) {
    const digits = await mnist.load(files, onProgress)
    return {
      draw(batchSize, random) {
        const drawn = [0, 1, 2].map(() => digits.draw(batchSize, random))
        const image = new Float32Array(batchSize * PIXELS * CHANNELS)
        drawn.forEach((batch, channel) => {
          const grey = batch.image!
          for (let pixel = 0; pixel < grey.length; pixel++) image[pixel * CHANNELS + channel] = grey[pixel]!
        })
        return { image, red: drawn[0]!.label!, green: drawn[1]!.label!, blue: drawn[2]!.label! }
      },
    }
  },
}
