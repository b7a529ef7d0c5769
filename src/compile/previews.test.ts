/** @file What output nodes and preview nodes show. */
import { expect, test } from 'vitest'
import type { GraphDocument } from '../graph/document'
import { compile } from './compile'
import { outputsOf } from './cones'
import type { PlanPreview } from './plan'
import { chain, rewired, type Sketch, sketch, withParams } from './testing'
import { conditionalGan, cycleGan, imageGan, infoGan, pointGan, projectedGan } from './testing-graphs'

/** By node: the preview, with its cone as names of values. */
function previewsOf(document: GraphDocument): Record<string, PlanPreview & { cone: string[] }> {
  const { plan, diagnostics } = compile(document)
  if (!plan) throw new Error(JSON.stringify(diagnostics))
  return Object.fromEntries(
    plan.previews.map((preview) => [
      preview.node,
      { ...preview, cone: preview.operations.map((index) => outputsOf(plan.operations[index]!).join(' ')) },
    ]),
  )
}

function withNodes(
  document: GraphDocument,
  nodes: Record<string, Sketch>,
  wires: Record<string, string>,
): GraphDocument {
  return rewired({ ...document, nodes: { ...document.nodes, ...sketch(nodes).nodes } }, wires)
}

test('points are shown with the real ones and the critic’s surface, scores by real and fake', () => {
  const previews = previewsOf(withParams(pointGan(), 'G', { name: 'Generator' }))
  expect(Object.keys(previews)).toEqual(['G_out', 'D_out'])
  expect(previews.G_out).toMatchObject({
    type: 'points',
    title: 'Generator.point',
    value: 'G.point',
    real: 'data.point',
    critic: { network: 'D', input: 'point', output: 'score' },
    cone: ['G.point'],
  })
  expect(previews.D_out).toMatchObject({
    type: 'scores',
    title: 'D.score',
    values: [
      { label: 'real', value: 'D.score@real' },
      { label: 'fake', value: 'D.score@fake' },
    ],
    cone: ['G.point', 'D.score@real', 'D.score@fake'],
  })
})

test('scores are labelled by what they are to the objective', () => {
  const critic = chain('point', [['dense', { units: 1 }]], 'score', { calls: ['main', 'other'] })
  const wired = sketch(
    {
      z: ['latent', { shape: [2] }],
      data: ['dataset'],
      G: chain('z', [['dense', { units: 2 }]], 'point'),
      D: critic,
      loss: ['adversarial'],
    },
    {
      'G.z': 'z.out',
      'D.point': 'data.point',
      'D.point@other': 'G.point',
      'loss.real': 'D.score',
      'loss.fake': 'D.score@other',
    },
  )
  expect(previewsOf(wired).D_out).toMatchObject({
    values: [
      { label: 'real', value: 'D.score' },
      { label: 'fake', value: 'D.score@other' },
    ],
  })
})

test('images are shown in their range', () => {
  expect(previewsOf(imageGan(2)).G_out).toMatchObject({
    type: 'image',
    value: 'G.image',
    shape: [28, 28, 1],
    range: [-1, 1],
  })
})

test('a generator that is called twice shows its first call', () => {
  const { AB_out, BA_out } = previewsOf(cycleGan())
  expect(AB_out).toMatchObject({ type: 'points', value: 'AB.y@translate', real: 'b.point', cone: ['AB.y@translate'] })
  expect(BA_out).toMatchObject({ value: 'BA.y@translate', real: 'a.point', critic: { network: 'DA' } })
})

test('a critic with another input or other points has no surface', () => {
  expect(previewsOf(projectedGan()).G_out).toMatchObject({ type: 'points', real: 'data.point', critic: null })
  const { F_lowTap } = previewsOf(projectedGan())
  expect(F_lowTap).toMatchObject({
    type: 'values',
    title: 'F.low',
    shape: [8],
    values: [{ label: 'real' }, { label: 'fake' }],
  })
})

test('anything else is a histogram', () => {
  expect(previewsOf(conditionalGan()).G_out).toMatchObject({
    type: 'values',
    values: [{ label: 'main', value: 'G.pixels' }],
  })
  expect(previewsOf(infoGan()).Q_out).toMatchObject({ type: 'values', shape: [3] })
})

test('preview nodes show what is wired to them, scores of one call too', () => {
  const document = withNodes(
    imageGan(2),
    { digits: ['preview'], score: ['preview'], half: ['average-pool2d'], small: ['preview'] },
    { 'digits.in': 'data.image', 'score.in': 'D.score@fake', 'half.in': 'G.image', 'small.in': 'half.out' },
  )
  const { digits, score, small } = previewsOf(document)
  expect(digits).toMatchObject({ type: 'image', title: 'data.image', value: 'data.image', cone: [] })
  expect(score).toMatchObject({
    type: 'scores',
    title: 'D.score@fake',
    values: [{ label: 'fake', value: 'D.score@fake' }],
  })
  expect(small).toMatchObject({ type: 'image', title: 'half.out', shape: [14, 14, 1], cone: ['G.image', 'half.out'] })
})

test('every output of a used network is shown, whether an objective reads it or not', () => {
  const document = sketch(
    {
      z: ['latent', { shape: [2] }],
      data: ['dataset'],
      G: chain('z', [['dense', { units: 2 }]], 'point'),
      N: chain('x', [['dense', { units: 3 }]], 'y'),
      far: ['distance'],
    },
    { 'G.z': 'z.out', 'N.x': 'G.point', 'far.a': 'G.point', 'far.b': 'data.point' },
  )
  expect(Object.keys(previewsOf(document))).toEqual(['G_out', 'N_out'])
})
