/** @file R2: no slope at the fakes (Mescheder et al., arXiv 1801.04406, equation 10). */
import { z } from 'zod'
import { halfSquaredSlope } from './half-squared-slope'
import { definePenalty, termSettings } from './penalty'

export const r2 = definePenalty({
  title: 'R2',
  docs: 'γ/2 E‖∇D(G(z))‖² at the fakes. Seldom alone; with R1 it steadies a critic without any normalisation (arXiv 1801.04406).',
  schema: z.strictObject(termSettings('r2', 1)),
  acts: 'term',
  value: (context) => halfSquaredSlope(context, 'fake'),
  pytorch: () => '0.5 * squared_slopes(score_fakes, fake).mean()',
})
