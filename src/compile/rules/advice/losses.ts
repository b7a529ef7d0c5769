/** @file ganhacks 2 and 6 and Google's course: a loss that saturates, targets that mislead, a Wasserstein critic that learns too little. */
import type { Rule } from '../../analysis'
import { report } from '../../diagnostics'
import { setting } from '../../repairs/labels'
import { objectiveKindOf, titleOf } from '../../resolve'
import { gamesOf } from './games'

/** Of the WGAN paper and of WGAN-GP. */
const CRITIC_UPDATES = 5

export const saturatingLosses: Rule = (analysis) =>
  gamesOf(analysis).flatMap(({ objective }) => {
    const found = analysis.resolved.nodes.get(objective)!
    const changes = objectiveKindOf(found).saturates?.(found.node.params)
    if (!changes) return []
    const message = `The generator’s gradient from ${titleOf(analysis.resolved, objective)} fades as soon as the critic rejects its samples with confidence, as it does at the beginning.`
    return [
      report(
        'saturating-loss',
        { node: objective, param: 'loss' },
        message,
        'Choose the non-saturating loss, which has the same goal.',
        [setting(analysis.resolved, objective, changes, true)],
      ),
    ]
  })

export const smoothedFakes: Rule = (analysis) =>
  gamesOf(analysis).flatMap(({ objective }) => {
    const found = analysis.resolved.nodes.get(objective)!
    const changes = objectiveKindOf(found).smoothsFakes?.(found.node.params)
    if (!changes) return []
    const message = `${titleOf(analysis.resolved, objective)} tells the critic that fakes are a little real, which holds the generator where it is.`
    return [
      report(
        'fake-smoothing',
        { node: objective, param: 'fakeTarget' },
        message,
        'Smooth the labels of real samples alone, to 0.9.',
        [setting(analysis.resolved, objective, changes, true)],
      ),
    ]
  })

/** Whatever keeps its slope small: its loss says something only while it is near its best. */
export const hurriedCritics: Rule = (analysis) => {
  const { resolved } = analysis
  return gamesOf(analysis).flatMap(({ objective, critics }) => {
    const found = resolved.nodes.get(objective)!
    if (!objectiveKindOf(found).estimatesDistance?.(found.node.params)) return []
    return critics.flatMap((critic) => {
      const { name, updates } = resolved.networks.get(critic)!.params
      if (updates > 1) return []
      const message = `${titleOf(resolved, objective)} is a distance only while ${name} is nearly the best critic there is, and ${name} has one update for each of the generator.`
      return [
        report(
          'hurried-critic',
          { node: critic, param: 'updates' },
          message,
          `Give ${name} ${CRITIC_UPDATES} updates in each step.`,
          [setting(resolved, critic, { updates: CRITIC_UPDATES })],
        ),
      ]
    })
  })
}
