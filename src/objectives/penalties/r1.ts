/** @file R1: no slope at the real samples (Mescheder et al., arXiv 1801.04406, equation 9). */
import { z } from 'zod'
import { halfSquaredSlope } from './half-squared-slope'
import { definePenalty, termSettings } from './penalty'

export const r1 = definePenalty({
  title: 'R1',
  docs: 'γ/2 E‖∇D(x)‖² at the real samples. Makes the game converge where it would circle. γ: 10 in StyleGAN, 0.1 to 10 for small images; StyleGAN2 computes it every 16 updates. Code that writes 10 E‖∇D‖², without ½, has γ = 20 (arXiv 1801.04406).',
  schema: z.strictObject(termSettings('r1', 1)),
  acts: 'term',
  value: (context) => halfSquaredSlope(context, 'real'),
  pytorch: () => '0.5 * squared_slopes(score, real).mean()',
})
