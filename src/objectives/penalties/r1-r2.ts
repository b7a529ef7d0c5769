/** @file R1 and R2 together, as R3GAN does (Huang et al., arXiv 2501.05441). */
import { z } from 'zod'
import { halfSquaredSlope } from './half-squared-slope'
import { definePenalty, termSettings } from './penalty'

export const r1R2 = definePenalty({
  title: 'R1 and R2',
  docs: 'γ/2 E‖∇D(x)‖² + γ/2 E‖∇D(G(z))‖². With the paired relativistic loss the game converges locally and needs no other tricks. R3GAN: γ from 0.05 (CIFAR-10) to 150 (faces of 256²), lowered to a tenth by a cosine (arXiv 2501.05441).',
  schema: z.strictObject(termSettings('r1-r2', 1)),
  acts: 'term',
  value: (context) => context.tf.add(halfSquaredSlope(context, 'real'), halfSquaredSlope(context, 'fake')),
  pytorch: () => '0.5 * (squared_slopes(score, real).mean() + squared_slopes(score_fakes, fake).mean())',
})
