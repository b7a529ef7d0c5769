/** @file Layers with trainable weights outside networks: nobody would own the weights. State, as of a replay buffer, may be there. */
import { nodesOfRole, type Rule } from '../analysis'
import { listed, report } from '../diagnostics'
import { titleOf } from '../resolve'

export const weightsOutsideNetwork: Rule = ({ resolved, shapes }) =>
  nodesOfRole(resolved, 'layer').flatMap(({ id, node }) => {
    const weights = shapes.weights.get(id) ?? []
    if (node.parent !== undefined || !weights.some(({ trainable }) => trainable)) return []
    const message =
      `${titleOf(resolved, id)} has weights (${listed(weights.map(({ name }) => name))}) ` +
      'but stands outside a network, and only a network owns weights and trains them.'
    return [report('weights-outside-network', { node: id }, message, 'Move it into a network.')]
  })
