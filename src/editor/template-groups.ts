/** @file In which order, and under which headings, the templates are offered. To add one: its file and one line here. */

export interface TemplateGroup {
  title: string
  /** One sentence: what these teach. */
  lesson: string
  /** File names without the ending. */
  names: readonly string[]
}

export const templateGroups: readonly TemplateGroup[] = [
  {
    title: 'Laboratory',
    lesson: 'Points in the plane: everything can be seen, and a minute is enough.',
    names: ['gaussian-ring', 'gaussian-grid', 'gan-lab-line', 'gan-lab-gaussians', 'gan-lab-ring', 'gan-lab-disjoint'],
  },
  {
    title: 'Losses',
    lesson: 'Three losses on the same pair of dense networks.',
    names: ['gan-minimax', 'gan-non-saturating', 'lsgan'],
  },
  {
    title: 'Convolutional',
    lesson: 'Pictures from noise, by the architectures that made history.',
    names: ['dcgan-mnist', 'dcgan-64', 'wgan-mnist', 'wgan-gp-mnist', 'sngan-mnist', 'r3gan-mnist'],
  },
  {
    title: 'Mode collapse and its cures',
    lesson: 'A generator that draws one thing only, and what has been tried against it.',
    names: [
      'mode-collapse',
      'mode-collapse-repaired',
      'unrolled-gan',
      'pacgan-ring',
      'dragan-grid',
      'mmd-gan',
      'smmd-gan',
    ],
  },
  {
    title: 'With labels',
    lesson: 'Generators that draw what they are asked for.',
    names: ['conditional-mnist', 'conditional-fashion-mnist', 'acgan-mnist', 'acgan-fashion-mnist'],
  },
]
