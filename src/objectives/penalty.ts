/**
 * @file Gradient penalties as a param of the adversarial objective. The document has room for all of them, so that a graph
 * keeps its meaning; this version cannot compute any, and says so.
 */
import { z } from 'zod'
import { shapeProblem } from '../layers/problems'
import { integerField, numberField, variantsField } from '../lib/fields'
import type { ShapeProblem } from '../tensor/problem'

const settings = {
  weight: numberField({
    title: 'Weight',
    description: 'Factor of the penalty in the loss of the critic.',
    minimum: 0,
    maximum: 1e6,
  }).default(10),
  every: integerField({
    title: 'Every',
    description: 'The penalty is computed once in so many updates.',
    minimum: 1,
    maximum: 1000,
    unit: 'updates',
    advanced: true,
  }).default(1),
}

const none = z.strictObject({ kind: z.literal('none') })
const gradientPenalty = z.strictObject({ kind: z.literal('gradient-penalty'), ...settings })
const oneSided = z.strictObject({ kind: z.literal('one-sided-gradient-penalty'), ...settings })
const dragan = z.strictObject({ kind: z.literal('dragan'), ...settings })
const r1 = z.strictObject({ kind: z.literal('r1'), ...settings })
const r2 = z.strictObject({ kind: z.literal('r2'), ...settings })
const r1R2 = z.strictObject({ kind: z.literal('r1-r2'), ...settings })
const scaled = z.strictObject({ kind: z.literal('scaled'), ...settings })

const penaltySchema = z.discriminatedUnion('kind', [none, gradientPenalty, oneSided, dragan, r1, r2, r1R2, scaled])

export type Penalty = z.output<typeof penaltySchema>

const variants = {
  none: { title: 'None', schema: none },
  'gradient-penalty': { title: 'Gradient penalty (WGAN-GP)', schema: gradientPenalty },
  'one-sided-gradient-penalty': { title: 'One-sided gradient penalty', schema: oneSided },
  dragan: { title: 'DRAGAN', schema: dragan },
  r1: { title: 'R1', schema: r1 },
  r2: { title: 'R2', schema: r2 },
  'r1-r2': { title: 'R1 and R2', schema: r1R2 },
  scaled: { title: 'Scaled (SMMD)', schema: scaled },
} satisfies Record<Penalty['kind'], { title: string; schema: z.ZodObject }>

export const penaltyField = variantsField(penaltySchema, {
  title: 'Penalty',
  description: 'Keeps the slope of the critic in check. Only "None" can be trained for now.',
  key: 'kind',
  variants,
}).default({ kind: 'none' })

/** Any penalty but none; `null` when there is nothing to refuse. */
export function refusePenalty(penalty: Penalty): ShapeProblem | null {
  if (penalty.kind === 'none') return null
  return shapeProblem('penalty-unsupported', {
    param: 'penalty',
    message: `The penalty "${variants[penalty.kind].title}" (${penalty.kind}) cannot be trained yet: only "none" can.`,
    fix: 'Set the penalty to None. For a Wasserstein loss clip the weights of the critic instead, to 0.01.',
  })
}
