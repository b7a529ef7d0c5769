/** @file ganhacks 5: avoid sparse gradients. ReLU and max pooling let no gradient through for most of what a critic sees. */
import type { Repair } from '../../../graph/repair'
import type { Rule } from '../../analysis'
import { report } from '../../diagnostics'
import { activationField } from '../../repairs/ends'
import { replacing, setting } from '../../repairs/labels'
import { titleOf } from '../../resolve'
import { gamesOf, layersOf, networksOf } from './games'

export const sparseGradients: Rule = (analysis) => {
  const { resolved } = analysis
  const games = gamesOf(analysis).filter(({ ofImages }) => ofImages)
  const critics = networksOf(games, 'critics')
  const pooling = [...critics, ...networksOf(games, 'players')].flatMap((network) =>
    layersOf(analysis, network)
      .filter(({ kind }) => kind.sparse === true)
      .map(({ id, kind, params }) => {
        const message = `${titleOf(resolved, id)} sends the gradient to one value of each window, and the others learn nothing from it.`
        const fix = 'Make maps smaller by strides of a convolution, or by average pooling.'
        const repairs = (kind.instead?.(params) ?? []).slice(0, 1).map((other) => replacing(id, other))
        return report('sparse-gradient', { node: id }, message, fix, repairs)
      }),
  )
  const dying = critics.flatMap((network) => {
    const layers = layersOf(analysis, network).filter(({ kind, params }) => kind.canDie?.(params))
    const [first] = layers
    if (!first) return []
    const names =
      layers.length > 1 ? `${titleOf(resolved, first.id)} and ${layers.length - 1} more` : titleOf(resolved, first.id)
    const message = `${names} in ${titleOf(resolved, network)} let no gradient through where their values are below 0, and from the critic the generator has all its gradients.`
    const edits = layers.flatMap(({ id }) => {
      const field = activationField(resolved, id)
      return field?.functions.includes(LEAKY) ? setting(resolved, id, { [field.key]: LEAKY }).edits : []
    })
    const repairs: Repair[] =
      edits.length > 0 ? [{ label: `Take Leaky ReLU in ${titleOf(resolved, network)}`, edits }] : []
    return [
      report(
        'relu-in-critic',
        { node: network },
        message,
        'Use Leaky ReLU with a slope of 0.2 in the critic.',
        repairs,
      ),
    ]
  })
  return [...pooling, ...dying]
}

const LEAKY = 'leaky-relu'
