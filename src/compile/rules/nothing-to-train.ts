/** @file A graph without errors in which no step would change anything. */
import { formatEndpoint } from '../../graph/document'
import { kinds } from '../../graph/kinds'
import type { Repair } from '../../graph/repair'
import { type Analysis, nodesOfRole } from '../analysis'
import type { Diagnostic } from '../compilation'
import { listed, report } from '../diagnostics'
import type { Plan } from '../plan'
import { repair } from '../repairs/labels'
import { type Resolved, titleOf } from '../resolve'

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
  return [report('nothing-to-train', {}, message, fix, objectives.length > 0 ? waking(resolved) : opposing(resolved))]
}

/** Lets everything be trained that was put to sleep: frozen networks, objectives of weight 0. */
function waking(resolved: Resolved): Repair[] {
  const frozen = [...resolved.networks.values()].filter(({ params }) => !params.trainable)
  const silent = nodesOfRole(resolved, 'objective').filter(({ node }) => node.params.weight === 0)
  const edits = [
    ...frozen.map(({ id }) => ({ type: 'set-params', node: id, params: { trainable: true } }) as const),
    ...silent.map(({ id }) => ({ type: 'set-params', node: id, params: { weight: 1 } }) as const),
  ]
  const parts = [
    frozen.length > 0 && `make ${listed(frozen.map(({ params }) => params.name))} trainable`,
    silent.length > 0 && `set the weight of ${listed(silent.map(({ id }) => titleOf(resolved, id)))} to 1`,
  ].filter((part) => part !== false)
  if (parts.length === 0) return []
  const label = parts.join(' and ')
  return [repair(label[0]!.toUpperCase() + label.slice(1), ...edits)]
}

/** An adversarial objective for each network that is called twice and whose scores nothing reads. */
function opposing(resolved: Resolved): Repair[] {
  const kind = kinds.find((candidate) => candidate.role === 'objective' && 'adversarial' in candidate.tracing)
  if (kind?.role !== 'objective' || !('adversarial' in kind.tracing)) return []
  const [first, second] = kind.tracing.adversarial
  return [...resolved.networks.values()].flatMap(({ id, params, calls, outputs }) => {
    const [output] = outputs
    if (!output || outputs.length > 1 || calls.length !== 2) return []
    const [real, fake] =
      calls.includes(second) && calls.indexOf(second) === 0 ? [calls[1]!, calls[0]!] : [calls[0]!, calls[1]!]
    const wires = { [first]: formatEndpoint(id, output.name, real), [second]: formatEndpoint(id, output.name, fake) }
    return [
      repair(`Add ${kind.title} on the scores of ${params.name}`, { type: 'add', kind: kind.kind, params: {}, wires }),
    ]
  })
}
