/**
 * @file The papers that docs cite, by their arXiv id. Docs say `arXiv 1511.06434` where they lean on a paper; this says what it is
 * called, so that help can name and link it. To cite another: the id in the docs and one line here.
 */

export interface Reference {
  /** Title of the paper, with the name people know it by in front where it has one. */
  title: string
  authors: string
  url: string
}

const papers: Record<string, readonly [title: string, authors: string]> = {
  '1406.2661': ['Generative Adversarial Networks', 'Goodfellow et al., 2014'],
  '1411.1784': ['Conditional Generative Adversarial Nets', 'Mirza and Osindero, 2014'],
  '1502.01852': ['Delving Deep into Rectifiers', 'He et al., 2015'],
  '1511.06434': [
    'DCGAN: Unsupervised Representation Learning with Deep Convolutional Generative Adversarial Networks',
    'Radford, Metz and Chintala, 2015',
  ],
  '1512.03385': ['Deep Residual Learning for Image Recognition', 'He et al., 2015'],
  '1606.03498': ['Improved Techniques for Training GANs', 'Salimans et al., 2016'],
  '1606.03657': [
    'InfoGAN: Interpretable Representation Learning by Information Maximizing Generative Adversarial Nets',
    'Chen et al., 2016',
  ],
  '1607.08022': [
    'Instance Normalization: The Missing Ingredient for Fast Stylization',
    'Ulyanov, Vedaldi and Lempitsky, 2016',
  ],
  '1609.03499': ['WaveNet: A Generative Model for Raw Audio', 'van den Oord et al., 2016'],
  '1609.04802': [
    'SRGAN: Photo-Realistic Single Image Super-Resolution Using a Generative Adversarial Network',
    'Ledig et al., 2016',
  ],
  '1610.02357': ['Xception: Deep Learning with Depthwise Separable Convolutions', 'Chollet, 2016'],
  '1610.04490': ['Amortised MAP Inference for Image Super-resolution', 'Sønderby et al., 2016'],
  '1610.07584': [
    '3D-GAN: Learning a Probabilistic Latent Space of Object Shapes via 3D Generative-Adversarial Modeling',
    'Wu et al., 2016',
  ],
  '1610.09585': ['AC-GAN: Conditional Image Synthesis with Auxiliary Classifier GANs', 'Odena, Olah and Shlens, 2016'],
  '1611.02163': ['Unrolled Generative Adversarial Networks', 'Metz et al., 2016'],
  '1611.04076': ['Least Squares Generative Adversarial Networks', 'Mao et al., 2016'],
  '1611.07004': ['pix2pix: Image-to-Image Translation with Conditional Adversarial Networks', 'Isola et al., 2016'],
  '1612.07828': [
    'Learning from Simulated and Unsupervised Images through Adversarial Training',
    'Shrivastava et al., 2016',
  ],
  '1701.07875': ['Wasserstein GAN', 'Arjovsky, Chintala and Bottou, 2017'],
  '1703.10593': [
    'CycleGAN: Unpaired Image-to-Image Translation Using Cycle-Consistent Adversarial Networks',
    'Zhu et al., 2017',
  ],
  '1704.00028': ['WGAN-GP: Improved Training of Wasserstein GANs', 'Gulrajani et al., 2017'],
  '1705.07215': ['DRAGAN: On Convergence and Stability of GANs', 'Kodali et al., 2017'],
  '1709.07871': ['FiLM: Visual Reasoning with a General Conditioning Layer', 'Perez et al., 2017'],
  '1709.08894': ['On the Regularization of Wasserstein GANs', 'Petzka, Fischer and Lukovnikov, 2017'],
  '1710.10196': ['Progressive Growing of GANs for Improved Quality, Stability, and Variation', 'Karras et al., 2017'],
  '1712.04086': [
    'PacGAN: The Power of Two Samples in Generative Adversarial Networks',
    'Lin, Khetan, Fanti and Oh, 2017',
  ],
  '1801.01401': ['Demystifying MMD GANs', 'Bińkowski et al., 2018'],
  '1801.04406': ['Which Training Methods for GANs Do Actually Converge?', 'Mescheder, Geiger and Nowozin, 2018'],
  '1802.04208': ['WaveGAN: Adversarial Audio Synthesis', 'Donahue, McAuley and Puckette, 2018'],
  '1802.05637': ['cGANs with Projection Discriminator', 'Miyato and Koyama, 2018'],
  '1802.05957': ['Spectral Normalization for Generative Adversarial Networks', 'Miyato et al., 2018'],
  '1803.08494': ['Group Normalization', 'Wu and He, 2018'],
  '1805.08318': ['Self-Attention Generative Adversarial Networks', 'Zhang et al., 2018'],
  '1805.11565': ['On Gradient Regularizers for MMD GANs', 'Arbel et al., 2018'],
  '1807.00734': [
    'The Relativistic Discriminator: A Key Element Missing from Standard GAN',
    'Jolicoeur-Martineau, 2018',
  ],
  '1809.11096': [
    'BigGAN: Large Scale GAN Training for High Fidelity Natural Image Synthesis',
    'Brock, Donahue and Simonyan, 2018',
  ],
  '1812.04948': [
    'StyleGAN: A Style-Based Generator Architecture for Generative Adversarial Networks',
    'Karras, Laine and Aila, 2018',
  ],
  '1902.03984': [
    'Improving Generalization and Stability of Generative Adversarial Networks',
    'Thanh-Tung, Tran and Venkatesh, 2019',
  ],
  '2006.10738': ['Differentiable Augmentation for Data-Efficient GAN Training', 'Zhao et al., 2020'],
  '2501.05441': ['R3GAN: The GAN Is Dead; Long Live the GAN! A Modern GAN Baseline', 'Huang et al., 2025'],
}

/** Finds the ids in docs: four digits, a dot, four or five digits. No number in the docs of a kind looks like that. */
export const ARXIV_ID = /\b\d{4}\.\d{4,5}\b/g

/** The paper of an id; `null` for an id that no line above has. */
export function findPaper(id: string): Reference | null {
  const paper = papers[id]
  return paper ? { title: paper[0], authors: paper[1], url: `https://arxiv.org/abs/${id}` } : null
}

/** Papers that a text cites, each once, in the order of the text. */
export const papersIn = (text: string): Reference[] =>
  [...new Set(text.match(ARXIV_ID) ?? [])].flatMap((id) => findPaper(id) ?? [])
