/** @file Two sides that do not match: one network many times the size of the other, or noise on one side's samples alone. */
import { formatEndpoint, MAIN_CALL, type NodeId, parseEndpoint } from '../../../graph/document'
import { shapeSize } from '../../../tensor/shape'
import type { Analysis, Rule } from '../../analysis'
import { report } from '../../diagnostics'
import { repair } from '../../repairs/labels'
import { layerKindOf, titleOf } from '../../resolve'
import { wiredInputs } from '../../units'
import { gamesOf, layersOf } from './games'

/** gans.md L25 in the notes of this project: outside of a tenth to ten times one side hardly gives the other a chance. */
const MOST_TIMES = 30
/** Networks for points are so small that their ratio says nothing. */
const FEW_WEIGHTS = 20_000

export const unevenSizes: Rule = (analysis) => {
  const { resolved, shapes } = analysis
  const weightsOf = (networks: readonly NodeId[]) =>
    networks
      .flatMap((network) => layersOf(analysis, network))
      .flatMap(({ id }) => shapes.weights.get(id) ?? [])
      .reduce((sum, { shape, trainable }) => sum + (trainable ? shapeSize(shape) : 0), 0)
  return gamesOf(analysis).flatMap(({ objective, critics, players, ofImages }) => {
    if (!ofImages) return []
    const [critic, player] = [weightsOf(critics), weightsOf(players)]
    const [large, small] = critic > player ? [critic, player] : [player, critic]
    if (small === 0 || large < FEW_WEIGHTS || large / small <= MOST_TIMES) return []
    const [strong, weak] = critic > player ? [critics, players] : [players, critics]
    const names = (networks: readonly NodeId[]) => networks.map((network) => titleOf(resolved, network)).join(' and ')
    const message = `${names(strong)} has ${large.toLocaleString('en-US')} weights and ${names(weak)} ${small.toLocaleString('en-US')}, ${Math.round(large / small)} times fewer.`
    return [
      report(
        'uneven-sizes',
        { node: objective },
        message,
        'Give the smaller side more filters or units, or the larger one fewer.',
      ),
    ]
  })
}

/** Layers that draw noise on the way from a sample to a call of the critic, outside of networks. */
function noiseBefore({ resolved }: Analysis, value: string): NodeId[] {
  const found: NodeId[] = []
  const open = [value]
  for (let current = open.pop(); current !== undefined; current = open.pop()) {
    const { node } = parseEndpoint(current)!
    const owner = resolved.nodes.get(node)!
    if (owner.kind.role !== 'layer') continue
    if (layerKindOf(owner).draws) found.push(node)
    open.push(...wiredInputs(resolved, { node, call: MAIN_CALL }).map(({ from }) => from))
  }
  return found
}

export const oneSidedNoise: Rule = (analysis) => {
  const { resolved } = analysis
  return gamesOf(analysis).flatMap(({ critics }) =>
    critics.flatMap((critic) => {
      const { inputs, calls } = resolved.networks.get(critic)!
      return inputs.flatMap(({ name }) => {
        const ends = calls.flatMap((call) => {
          const to = formatEndpoint(critic, name, call)
          const value = resolved.wires.get(to)
          return value === undefined ? [] : [{ to, noise: noiseBefore(analysis, value) }]
        })
        const noisy = ends.find(({ noise }) => noise.length > 0)
        const plain = ends.find(({ noise }) => noise.length === 0)
        if (!noisy || !plain) return []
        const { kind, params } = resolved.nodes.get(noisy.noise[0]!)!.node
        const title = titleOf(resolved, noisy.noise[0]!)
        const message = `${title} changes what reaches ${noisy.to}, but nothing of the kind what reaches ${plain.to}, so the critic can tell them apart by the noise.`
        return [
          report('one-sided-noise', { node: noisy.noise[0]! }, message, 'Put the same layer before both calls.', [
            repair(`Insert the same before ${plain.to}`, { type: 'insert', to: plain.to, kind, params }),
          ]),
        ]
      })
    }),
  )
}
