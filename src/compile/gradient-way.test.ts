/** @file The way of the gradient: to the critics through their own layers, to the players through the critics. */
import { describe, expect, test } from 'vitest'
import type { GraphDocument } from '../graph/document'
import { addNode, connect, setBypassed } from '../graph/edits'
import { applyEdit, startHistory } from '../graph/history'
import { emptyDocument } from '../graph/schema'
import { gradientWay } from './gradient-way'

const edited = (document: GraphDocument, recipe: (draft: GraphDocument) => void): GraphDocument =>
  applyEdit(startHistory(document), { label: 'test', atMs: 0 }, recipe).document

const gan = edited(emptyDocument(), (draft) => {
  const add = (id: string, kind: string, params = {}, parent?: string) =>
    addNode(draft, { id, kind, params, position: { x: 0, y: 0 }, ...(parent !== undefined && { parent }) })
  add('z', 'latent', { shape: [2] })
  add('data', 'dataset', { dataset: 'ring' })
  add('G', 'network', { name: 'Generator' })
  add('G_in', 'input', { name: 'z' }, 'G')
  add('G_fc', 'dense', { units: 2 }, 'G')
  add('G_relu', 'activation', {}, 'G')
  add('G_out', 'output', { name: 'point' }, 'G')
  add('D', 'network', { name: 'Discriminator', calls: ['real', 'fake'] })
  add('D_in', 'input', { name: 'point' }, 'D')
  add('D_fc', 'dense', { units: 1 }, 'D')
  add('D_out', 'output', { name: 'score' }, 'D')
  add('loss', 'adversarial')
  const wires = {
    'G.z': 'z.out',
    'G_fc.in': 'G_in.out',
    'G_relu.in': 'G_fc.out',
    'G_out.in': 'G_relu.out',
    'D.point@real': 'data.point',
    'D.point@fake': 'G.point',
    'D_fc.in': 'D_in.out',
    'D_out.in': 'D_fc.out',
    'loss.real': 'D.score@real',
    'loss.fake': 'D.score@fake',
  }
  for (const [to, from] of Object.entries(wires)) connect(draft, { from, to })
})

describe('the way of an adversarial objective', () => {
  const way = gradientWay(gan, 'loss')

  test('to the critic ends at its first weights', () => {
    expect([...way.critic].sort()).toEqual(['D_out.in', 'loss.fake', 'loss.real'])
  })

  test('to the player runs back through the critic’s call on its samples, and no further than its weights', () => {
    expect([...way.player].sort()).toEqual(
      ['D.point@fake', 'D_fc.in', 'D_out.in', 'G_out.in', 'G_relu.in', 'loss.fake'].sort(),
    )
  })

  test('goes through bypassed layers, and not through those that stop it', () => {
    const bypassed = edited(gan, (draft) => setBypassed(draft, { nodes: ['G_relu'], bypassed: true }))
    expect([...gradientWay(bypassed, 'loss').player].sort()).toEqual([...way.player].sort())
    const stopped = edited(gan, (draft) => {
      addNode(draft, { id: 'stop', kind: 'stop-gradient', position: { x: 0, y: 0 } })
      connect(draft, { from: 'G.point', to: 'stop.in' })
      connect(draft, { from: 'stop.out', to: 'D.point@fake' })
    })
    expect(gradientWay(stopped, 'loss').player).toEqual([])
  })

  test('is not there for what is no objective', () => {
    expect(gradientWay(gan, 'D')).toEqual({ critic: [], player: [] })
  })
})
