/**
 * @file Fashion-MNIST: clothes in the format of MNIST. The 10,000 images here are its test part, because the 60,000 of the other
 * part take 26 MB (no lossless form that was tried goes below 22) and the repository has to carry them: npm has no such package.
 * So the classifier that judges pictures of clothes is trained on the 60,000 and has seen none of these (`labelled-node.ts`).
 */
import { dataFiles } from './files'
import { idxDataset } from './idx'

export const fashionMnist = idxDataset({
  name: 'fashion-mnist',
  title: 'Fashion-MNIST',
  summary:
    '10,000 pictures of clothes in ten kinds, 28 × 28 grey pixels: the test part, 1,000 of each kind. Harder than digits.',
  source:
    'Han Xiao, Kashif Rasul and Roland Vollgraf 2017, Fashion-MNIST, Zalando Research (test part, 10,000 of 70,000)',
  licence: 'MIT',
  count: 10_000,
  classes: ['T-shirt/top', 'Trouser', 'Pullover', 'Dress', 'Coat', 'Sandal', 'Shirt', 'Sneaker', 'Bag', 'Ankle boot'],
  pytorch: [
    'from torchvision.datasets import FashionMNIST',
    '',
    'data = FashionMNIST(folder, train=False, download=True)',
    'images, labels = data.data.unsqueeze(1).to(device), data.targets.to(device)',
    '',
    'def draw(size: int) -> Batch:',
    '    chosen = torch.randint(len(images), (size,), device=device)',
    '    return {"image": images[chosen].float() / 127.5 - 1, "label": F.one_hot(labels[chosen], 10).float()}',
  ],
  images: dataFiles.fashionImages,
  labels: dataFiles.fashionLabels,
})
