/** @file DCGAN and ganhacks 4: batch norm not at the ends of the networks, and not over a handful of samples. */
import type { Rule } from '../../analysis'
import { report } from '../../diagnostics'
import { repair, replacing } from '../../repairs/labels'
import { titleOf } from '../../resolve'
import { gamesOf, isBatchNorm, layersOf, networksOf, readBy, readsFrom } from './games'

/** Smaller batches say little of mean and variance. */
const FEW_SAMPLES = 8
const ENOUGH_SAMPLES = 16

export const normalisationAtEnds: Rule = (analysis) => {
  const { resolved } = analysis
  const games = gamesOf(analysis)
  const at = (network: string, end: 'first' | 'last') =>
    layersOf(analysis, network)
      .filter(isBatchNorm)
      .filter(({ id }) =>
        (end === 'first' ? readsFrom(analysis, id) : readBy(analysis, id)).includes(
          end === 'first' ? 'input' : 'output',
        ),
      )
      .map(({ id }) => {
        const title = titleOf(resolved, id)
        const message =
          end === 'first'
            ? `${title} normalises what enters the critic, so the brightness and contrast by which fakes differ are gone before it looks.`
            : `${title} is the last layer of the generator, so every batch of samples has the same mean and variance.`
        return report('batch-norm-at-end', { node: id }, message, 'Remove it there; the layers between keep theirs.', [
          repair(`Remove ${title}`, { type: 'remove-layer', node: id }),
        ])
      })
  return [
    ...networksOf(games, 'critics').flatMap((network) => at(network, 'first')),
    ...networksOf(games, 'players').flatMap((network) => at(network, 'last')),
  ]
}

export const normalisationOfFew: Rule = (analysis) => {
  const { resolved } = analysis
  const { batchSize } = resolved.document.training
  if (batchSize >= FEW_SAMPLES) return []
  return [...resolved.networks.keys()].flatMap((network) =>
    layersOf(analysis, network)
      .filter(isBatchNorm)
      .slice(0, 1)
      .map(({ id, kind, params }) => {
        const message = `${titleOf(resolved, id)} takes mean and variance of ${batchSize === 1 ? 'a single sample' : `${batchSize} samples`}, which jump from batch to batch.`
        return report(
          'batch-norm-of-few',
          { node: id },
          message,
          `Set the batch size to ${ENOUGH_SAMPLES} or more, or use an Instance norm.`,
          [
            repair(`Set the batch size to ${ENOUGH_SAMPLES}`, {
              type: 'set-training',
              training: { batchSize: ENOUGH_SAMPLES },
            }),
            ...(kind.instead?.(params) ?? []).map((other) => replacing(id, other)),
          ],
        )
      }),
  )
}
