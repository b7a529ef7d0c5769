/** @file Which samples enter the critics, in which order, and what their scores are computed by. */
import { expect, test } from 'vitest'
import type { GraphDocument } from '../graph/document'
import { compile } from './compile'
import { chain, sketch, withParams } from './testing'
import { biGan, conditionalGan, infoGan, projectedGan } from './testing-graphs'

function objectiveOf(document: GraphDocument, objective = 'loss') {
  const { plan, diagnostics } = compile(document)
  if (!plan) throw new Error(JSON.stringify(diagnostics))
  const found = plan.objectives.find(({ node }) => node === objective)!
  const way = (port: string) =>
    found.scores[port]!.operations.map((index) => {
      const operation = plan.operations[index]!
      return operation.type === 'call' ? `${operation.network}@${operation.call}` : operation.node
    })
  return { ...found, way, plan }
}

test('labels are no samples', () => {
  const { scores, paired, way } = objectiveOf(conditionalGan())
  expect(scores.real!.samples).toEqual(['flat.out'])
  expect(scores.fake!.samples).toEqual(['G.pixels'])
  expect(paired).toBe(true)
  expect([way('real'), way('fake')]).toEqual([['D@real'], ['D@fake']])
})

test('neither is what a frozen network makes of labels alone', () => {
  const document = sketch(
    {
      z: ['latent', { shape: [2] }],
      classes: ['labels', { classes: 3 }],
      data: ['dataset'],
      E: chain('label', [['dense', { units: 2 }]], 'code', { trainable: false }),
      G: chain('z', [['dense', { units: 2 }]], 'point'),
      D: {
        params: { calls: ['real', 'fake'] },
        nodes: {
          D_x: ['input', { name: 'x' }],
          D_y: ['input', { name: 'y' }],
          D_join: ['concatenate'],
          D_fc: ['dense', { units: 1 }],
          D_out: ['output', { name: 'score' }],
        },
        wires: { 'D_join.a': 'D_x.out', 'D_join.b': 'D_y.out', 'D_fc.in': 'D_join.out', 'D_out.in': 'D_fc.out' },
      },
      loss: ['adversarial'],
    },
    {
      'G.z': 'z.out',
      'E.label': 'classes.out',
      'D.x@real': 'data.point',
      'D.y@real': 'E.code',
      'D.x@fake': 'G.point',
      'D.y@fake': 'E.code',
      'loss.real': 'D.score@real',
      'loss.fake': 'D.score@fake',
    },
  )
  expect(objectiveOf(document).scores.fake!.samples).toEqual(['G.point'])
})

test('samples of the two ports stand for each other in order, and both sides of a BiGAN have players', () => {
  const { scores, paired, behind } = objectiveOf(biGan())
  expect(scores.real!.samples).toEqual(['data.point', 'E.code'])
  expect(scores.fake!.samples).toEqual(['G.point', 'z.out'])
  expect(paired).toBe(true)
  expect(behind).toEqual(['real', 'fake'])
  expect(objectiveOf(conditionalGan()).behind).toEqual(['fake'])
})

test('a body that two networks share is on the way; what a frozen one makes is the sample', () => {
  const { scores, way } = objectiveOf(infoGan())
  expect(scores.real!.samples).toEqual(['data.point'])
  expect(way('fake')).toEqual(['body@fake', 'head@fake'])
  expect(objectiveOf(projectedGan(), 'loss2').scores.fake!.samples).toEqual(['F.high@fake'])
})

test('an encoder on the real side is trained by losses that read the real scores', () => {
  const { plan } = objectiveOf(biGan())
  const players = plan.rounds.filter(({ part }) => part === 'players').flatMap(({ updates }) => updates)
  expect(players.flatMap(({ networks }) => networks)).toEqual(['E', 'G'])
})

test('players that look ahead name the updates of their critics; without critics there are none', () => {
  const { plan } = objectiveOf(withParams(infoGan(), 'G', { lookAhead: 5 }))
  const [players] = plan.rounds.filter(({ part }) => part === 'players')
  const ahead = players!.updates.find(({ networks }) => networks.includes('G'))!
  expect(ahead.networks).toEqual(['G'])
  expect(ahead.ahead!.count).toBe(5)
  expect(ahead.ahead!.critics.flatMap(({ networks }) => networks)).toEqual(['body', 'head'])
  expect(players!.updates.find(({ networks }) => networks.includes('Q'))!.ahead).toBe(null)
})
