/** @file ganhacks 9 and DCGAN: Adam with less momentum than usual, for the other side moves too. */
import type { Rule } from '../../analysis'
import { report } from '../../diagnostics'
import { gamesOf, networksOf } from './games'

/** Of the DCGAN paper; most later GANs use 0.5 or 0. */
const BETA1 = 0.5
/** A little more than that is somebody's choice; 0.9 is the default of other programs. */
const TOO_MUCH = 0.8

export const heavyMomentum: Rule = (analysis) => {
  const games = gamesOf(analysis)
  const networks = [...new Set([...networksOf(games, 'critics'), ...networksOf(games, 'players')])]
  return networks.flatMap((id) => {
    const { name, optimizer } = analysis.resolved.networks.get(id)!.params
    if (optimizer.kind !== 'adam' || optimizer.beta1 <= TOO_MUCH) return []
    const message = `${name} is trained by Adam with beta 1 of ${optimizer.beta1}: it keeps going where its opponent was ten updates ago, and the two swing around each other.`
    return [
      report(
        'heavy-momentum',
        { node: id, param: 'optimizer' },
        message,
        `Set beta 1 to ${BETA1}, or to 0 under a gradient penalty.`,
        [
          {
            label: `Set beta 1 to ${BETA1}`,
            edits: [{ type: 'set-params', node: id, params: { optimizer: { ...optimizer, beta1: BETA1 } } }],
          },
        ],
      ),
    ]
  })
}
