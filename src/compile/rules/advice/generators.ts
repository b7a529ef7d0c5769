/** @file ganhacks 3 and 5 and Google's course: where a generator starts from, and how it makes its pixels. */
import { formatEndpoint, parseEndpoint } from '../../../graph/document'
import { shapeSize } from '../../../tensor/shape'
import type { Rule } from '../../analysis'
import { report } from '../../diagnostics'
import { setting } from '../../repairs/labels'
import { titleOf } from '../../resolve'
import { gamesOf, layersOf, networksOf } from './games'

/** Of the DCGAN paper. */
const USUAL_LATENT = 100

/** The last layer that makes a network's image, where a checkerboard is not smoothed by any other. */
export const checkerboards: Rule = (analysis) => {
  const players = networksOf(
    gamesOf(analysis).filter(({ ofImages }) => ofImages),
    'players',
  )
  return players.flatMap((network) =>
    layersOf(analysis, network).flatMap(({ id, kind, params }) => {
      const changes = kind.even?.(params)
      if (!changes) return []
      const message = `${titleOf(analysis.resolved, id)} stamps its kernel at distances that do not divide its size, so some pixels are covered more often than others: a checkerboard.`
      return [
        report(
          'checkerboard',
          { node: id, param: 'kernelSize' },
          message,
          'Choose a kernel size that the strides divide, or an Upsample and a Conv2D.',
          [setting(analysis.resolved, id, changes, true)],
        ),
      ]
    }),
  )
}

/** Noise from a box: only where it is all that the generator starts from; codes beside it are meant to be so. */
export const boxedLatents: Rule = (analysis) => {
  const { resolved, tracer } = analysis
  return networksOf(gamesOf(analysis), 'players').flatMap((network) =>
    resolved.networks.get(network)!.inputs.flatMap(({ name }) => {
      const value = resolved.networks
        .get(network)!
        .calls.flatMap((call) => resolved.wires.get(formatEndpoint(network, name, call)) ?? [])[0]
      if (value === undefined) return []
      const { networks, sources } = tracer.upstream(value, 'value')
      const [only, ...others] = [...sources]
      if (only === undefined || others.length > 0 || networks.size > 0) return []
      const { node } = parseEndpoint(only)!
      const source = resolved.nodes.get(node)!
      const changes = source.kind.role === 'source' ? source.kind.gaussian?.(source.node.params) : null
      if (!changes) return []
      const message = `${titleOf(resolved, node)} draws from a box. Its corners are far from everything, and ways between samples lead through a middle that training hardly saw.`
      return [
        report('boxed-latent', { node }, message, 'Draw from a normal distribution.', [
          setting(resolved, node, changes, true),
        ]),
      ]
    }),
  )
}

/** A latent with more numbers than the image it becomes has pixels. */
export const wideLatents: Rule = (analysis) => {
  const { resolved, shapes, tracer } = analysis
  const games = gamesOf(analysis).filter(({ ofImages }) => ofImages)
  return networksOf(games, 'players').flatMap((network) => {
    const { inputs, outputs, calls } = resolved.networks.get(network)!
    const sizes = outputs.map(({ name }) =>
      shapeSize(shapes.values.get(formatEndpoint(network, name, calls[0])) ?? [0]),
    )
    const largest = Math.max(0, ...sizes)
    return inputs.flatMap(({ name }) => {
      const value = resolved.wires.get(formatEndpoint(network, name, calls[0]))
      const shape = value === undefined ? undefined : shapes.values.get(value)
      if (value === undefined || !shape || shapeSize(shape) <= largest) return []
      const { node } = parseEndpoint(value)!
      const source = resolved.nodes.get(node)!
      if (source.kind.role !== 'source' || !source.kind.gaussian || tracer.upstream(value, 'value').networks.size > 0)
        return []
      const message = `${titleOf(resolved, node)} draws ${shapeSize(shape)} numbers for samples of ${largest}. A generator learns the few ways in which samples differ, and needs no more numbers than those.`
      const enough = Math.min(USUAL_LATENT, Math.ceil(largest / 2))
      const changes = source.kind.makes?.([enough], source.node.params)
      return [
        report('wide-latent', { node, param: 'shape' }, message, `Draw about ${enough} numbers.`, [
          ...(changes ? [setting(resolved, node, changes, true)] : []),
        ]),
      ]
    })
  })
}
