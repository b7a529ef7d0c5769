/** @file Layers with trainable weights outside networks: nobody would own the weights. State, as of a replay buffer, may be there. */
import { type NodeId, parseEndpoint } from '../../graph/document'
import { wiresOf } from '../../graph/queries'
import { nodesOfRole, type Rule } from '../analysis'
import { listed, report } from '../diagnostics'
import { repair } from '../repairs/labels'
import { type Resolved, titleOf } from '../resolve'

export const weightsOutsideNetwork: Rule = ({ resolved, shapes }) =>
  nodesOfRole(resolved, 'layer').flatMap(({ id, node }) => {
    const weights = shapes.weights.get(id) ?? []
    if (node.parent !== undefined || !weights.some(({ trainable }) => trainable)) return []
    const message =
      `${titleOf(resolved, id)} has weights (${listed(weights.map(({ name }) => name))}) ` +
      'but stands outside a network, and only a network owns weights and trains them.'
    return [
      report('weights-outside-network', { node: id }, message, 'Move it into a network.', [
        ...neighbours(resolved, id).map((network) =>
          repair(`Move it into ${titleOf(resolved, network)}`, { type: 'move-into', node: id, network }),
        ),
        repair('Make a network of it', { type: 'make-network', nodes: [id] }),
      ]),
    ]
  })

/** Networks that read the layer, then those that it reads. */
function neighbours(resolved: Resolved, id: NodeId): NodeId[] {
  const { into, outOf } = wiresOf(resolved.document, id)
  const ends = [...outOf.map(({ to }) => to), ...into.map(({ from }) => from)].map((end) => parseEndpoint(end)!.node)
  return [...new Set(ends)].filter((end) => resolved.networks.has(end))
}
