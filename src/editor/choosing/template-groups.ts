/** @file In which order, under which headings, and as how difficult the templates are offered. To add one: its file, its name in a group and in a level. */

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

/** `starter`: nothing has to be known. `intermediate`: one idea beyond the plain GAN. `advanced`: several at once, or one that takes reading. */
export const LEVELS = ['starter', 'intermediate', 'advanced'] as const
export type Level = (typeof LEVELS)[number]

const levels: Record<Level, readonly string[]> = {
  starter: [
    'gaussian-ring',
    'gaussian-grid',
    'gan-lab-line',
    'gan-lab-gaussians',
    'gan-lab-ring',
    'gan-lab-disjoint',
    'gan-minimax',
    'gan-non-saturating',
    'dcgan-mnist',
    'mode-collapse',
    'mode-collapse-repaired',
  ],
  intermediate: [
    'lsgan',
    'dcgan-64',
    'wgan-mnist',
    'wgan-gp-mnist',
    'sngan-mnist',
    'pacgan-ring',
    'dragan-grid',
    'conditional-mnist',
    'conditional-fashion-mnist',
  ],
  advanced: ['r3gan-mnist', 'unrolled-gan', 'mmd-gan', 'smmd-gan', 'acgan-mnist', 'acgan-fashion-mnist'],
}

const levelByName = new Map(LEVELS.flatMap((level) => levels[level].map((name) => [name, level] as const)))

/** `null` for a name that stands in no level. */
export const levelOf = (name: string): Level | null => levelByName.get(name) ?? null
