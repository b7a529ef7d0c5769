/** @file A graph without errors in which no step would change anything. */
import { type Analysis, nodesOfRole } from '../analysis'
import type { Diagnostic } from '../compilation'
import { report } from '../diagnostics'
import type { Plan } from '../plan'

export function nothingToTrain({ resolved }: Analysis, plan: Plan): Diagnostic[] {
  if (plan.rounds.some(({ updates }) => updates.length > 0)) return []
  const objectives = nodesOfRole(resolved, 'objective')
  const [message, fix] =
    resolved.nodes.size === 0
      ? ['The graph is empty.', 'Open a template, or add a latent, a network and an objective.']
      : objectives.length === 0
        ? [
            'No objective says what should be learned.',
            'Add an Adversarial or a Distance objective, and wire scores or samples to it.',
          ]
        : [
            'No objective trains any network: those behind them are frozen or have no weights, or all weights of objectives are 0.',
            'Make a network trainable, or give an objective a weight.',
          ]
  return [report('nothing-to-train', {}, message, fix)]
}
