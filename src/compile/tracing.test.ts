/** @file Who stands on which side, for the GANs of the literature. */
import { describe, expect, test } from 'vitest'
import type { GraphDocument } from '../graph/document'
import { analyse } from './analysis'
import { chain, rewired, sketch, withParams } from './testing'
import { biGan, conditionalGan, cycleGan, imageGan, infoGan, paperGan, pointGan, projectedGan } from './testing-graphs'

/** `critics | players` of each objective. */
const sides = (document: GraphDocument): Record<string, string> =>
  Object.fromEntries(
    [...analyse(document).sides].map(([id, { critics, players }]) => [
      id,
      `${critics.join(' ')} | ${players.join(' ')}`,
    ]),
  )

describe('objectives find their players', () => {
  test.each<[string, GraphDocument, Record<string, string>]>([
    ['GAN', pointGan(), { loss: 'D | G' }],
    ['WGAN', pointGan({ loss: { loss: 'wasserstein' }, critic: { clip: 0.01, updates: 5 } }), { loss: 'D | G' }],
    ['DCGAN at 28 × 28', imageGan(4), { loss: 'D | G' }],
    ['DCGAN at 64 × 64', paperGan(), { loss: 'D | G' }],
    ['conditional GAN', conditionalGan(), { loss: 'D | G' }],
    ['CycleGAN', cycleGan(), { lossA: 'DA | BA', lossB: 'DB | AB', cycleA: ' | AB BA', cycleB: ' | AB BA' }],
    ['BiGAN: the encoder plays', biGan(), { loss: 'D | E G' }],
    ['InfoGAN: the body is a critic', infoGan(), { loss: 'body head | G', information: ' | G body Q' }],
    ['Projected GAN: the features are frozen', projectedGan(), { loss1: 'D1 | G', loss2: 'D2 | G' }],
  ])('%s', (_, document, expected) => {
    expect(sides(document)).toEqual(expected)
  })

  test('a frozen network is on no side, and gradients go through it', () => {
    expect(sides(withParams(projectedGan(), 'F', { trainable: true }))).toEqual({
      loss1: 'F D1 | G',
      loss2: 'F D2 | G',
    })
    expect(sides(withParams(pointGan(), 'G', { trainable: false }))).toEqual({ loss: 'D | ' })
  })

  test('a network of which only the number of samples is read does not play', () => {
    const document = sketch(
      {
        z: ['latent', { shape: [2] }],
        data: ['dataset', { dataset: 'ring' }],
        E: chain('z', [['dense', { units: 4 }]], 'code'),
        G: chain(
          'code',
          [
            ['learned-constant', { shape: [4] }],
            ['dense', { units: 2 }],
          ],
          'point',
        ),
        D: chain('point', [['dense', { units: 1 }]], 'score', { calls: ['real', 'fake'] }),
        loss: ['adversarial', {}],
      },
      {
        'E.z': 'z.out',
        'G.code': 'E.code',
        'D.point@real': 'data.point',
        'D.point@fake': 'G.point',
        'loss.real': 'D.score@real',
        'loss.fake': 'D.score@fake',
      },
    )
    expect(sides(document)).toEqual({ loss: 'D | G' })
  })

  test('trains leaves only those it names', () => {
    expect(sides(withParams(infoGan(), 'information', { trains: ['G', 'Q'] }))).toEqual({
      loss: 'body head | G',
      information: ' | G Q',
    })
    expect(sides(pointGan({ loss: { trains: ['D'] } }))).toEqual({ loss: 'D | ' })
  })

  test('an output port leads to the inputs it depends on, and to no others', () => {
    const { tracer } = analyse(projectedGan())
    expect(tracer.through('F', 'low', 'gradient')).toMatchObject({ hasWeights: true, broken: false })
    const { tracer: joint } = analyse(biGan())
    expect([...joint.upstream('D.score@real', 'value').sources]).toEqual(['data.point'])
    expect([...joint.upstream('D.score@fake', 'value').sources]).toEqual(['z.out'])
    expect([...joint.upstream('E.code', 'value').networks]).toEqual(['E'])
  })

  test('a stop-gradient ends the gradient and not the value', () => {
    const document = rewired(
      {
        ...pointGan(),
        nodes: {
          ...pointGan().nodes,
          stop: { kind: 'stop-gradient', params: {}, position: { x: 0, y: 0 } },
        },
      },
      { 'stop.in': 'G.point', 'D.point@fake': 'stop.out' },
    )
    expect(sides(document)).toEqual({ loss: 'D | ' })
    const { tracer } = analyse(document)
    expect([...tracer.upstream('D.score@fake', 'gradient').networks]).toEqual(['D'])
    expect([...tracer.upstream('D.score@fake', 'value').networks]).toEqual(['D', 'G'])
  })

  test('a missing wire, or a circle, upstream is told', () => {
    for (const wires of [{ 'G.z': null }, { 'G_2.in': null }, { 'G.z': 'G.point' }])
      expect(analyse(rewired(pointGan(), wires)).sides.get('loss')).toMatchObject({ broken: true })
    expect(analyse(pointGan()).sides.get('loss')).toMatchObject({ broken: false })
  })
})
