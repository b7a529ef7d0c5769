/** @file Rounds and updates of known graphs, and laws of the plan over random ones. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { GraphDocument } from '../graph/document'
import { moves, play } from '../graph/testing/arbitrary'
import { compile } from './compile'
import { outputsOf } from './cones'
import type { Plan } from './plan'
import { type NetworkSketch, type Sketch, sketch, withParams } from './testing'
import { biGan, conditionalGan, cycleGan, imageGan, infoGan, pointGan, projectedGan } from './testing-graphs'

function planOf(document: GraphDocument): Plan {
  const { plan, diagnostics } = compile(document)
  if (!plan) throw new Error(JSON.stringify(diagnostics))
  return plan
}

/** `critics new: D(loss.critic)`: who is updated in each round, and on what. */
const summary = (plan: Plan): string[] =>
  plan.rounds.map(({ part, draw, updates }) => {
    const texts = updates.map(
      ({ networks, losses }) =>
        `${networks.join('+')}(${losses.map(({ objective, side }) => `${objective}.${side}`).join(' ')})`,
    )
    return `${part} ${draw}: ${texts.join(', ')}`
  })

const names = (plan: Plan, indices: readonly number[]): string[] =>
  indices.map((index) => outputsOf(plan.operations[index]!).join(' '))

describe('one step', () => {
  test.each<[string, GraphDocument, string[]]>([
    ['GAN', pointGan(), ['critics new: D(loss.critic)', 'players reuse: G(loss.player)']],
    [
      'GAN that draws anew for the generator',
      pointGan({ training: { reuseDraw: false } }),
      ['critics new: D(loss.critic)', 'players new: G(loss.player)'],
    ],
    [
      'WGAN',
      pointGan({ critic: { updates: 3, clip: 0.01 }, loss: { loss: 'wasserstein' } }),
      [
        'critics new: D(loss.critic)',
        'critics new: D(loss.critic)',
        'critics new: D(loss.critic)',
        'players reuse: G(loss.player)',
      ],
    ],
    [
      'a generator that moves twice draws anew the second time',
      pointGan({ generator: { updates: 2 } }),
      ['critics new: D(loss.critic)', 'players reuse: G(loss.player)', 'players new: G(loss.player)'],
    ],
    [
      'CycleGAN: critics share a gradient, and so do generators',
      cycleGan(),
      [
        'critics new: DA+DB(lossA.critic lossB.critic)',
        'players reuse: AB+BA(lossA.player lossB.player cycleA.player cycleB.player)',
      ],
    ],
    [
      'CycleGAN with one faster critic',
      withParams(cycleGan(), 'DB', { updates: 2 }),
      [
        'critics new: DA+DB(lossA.critic lossB.critic)',
        'critics new: DB(lossB.critic)',
        'players reuse: AB+BA(lossA.player lossB.player cycleA.player cycleB.player)',
      ],
    ],
    [
      'InfoGAN: the shared body is a critic that also minimises the information',
      infoGan(),
      ['critics new: body+head(loss.critic information.player)', 'players reuse: G+Q(loss.player information.player)'],
    ],
    [
      'who is upstream of a loss that does not train it gets a gradient of its own',
      withParams(infoGan(), 'information', { trains: ['Q'] }),
      ['critics new: body+head(loss.critic)', 'players reuse: G(loss.player), Q(information.player)'],
    ],
    [
      'Projected GAN',
      projectedGan(),
      ['critics new: D1+D2(loss1.critic loss2.critic)', 'players reuse: G(loss1.player loss2.player)'],
    ],
    ['only players: the first round draws', pointGan({ loss: { trains: ['G'] } }), ['players new: G(loss.player)']],
    ['only critics', pointGan({ loss: { trains: ['D'] } }), ['critics new: D(loss.critic)']],
  ])('%s', (_, document, expected) => {
    expect(summary(planOf(document))).toEqual(expected)
  })

  test('an update evaluates what its losses read and tapes what its networks change', () => {
    const plan = planOf(pointGan())
    const [critics, players] = plan.rounds.map(({ updates }) => updates[0]!)
    expect(names(plan, critics!.untaped)).toEqual(['G.point'])
    expect(names(plan, critics!.taped)).toEqual(['D.score@real', 'D.score@fake'])
    // The generator's loss reads no real score.
    expect(names(plan, players!.untaped)).toEqual([])
    expect(names(plan, players!.taped)).toEqual(['G.point', 'D.score@fake'])
  })

  test('an encoder on the real side plays with the generator', () => {
    const { plan, diagnostics } = compile(biGan())
    expect(diagnostics).toEqual([])
    expect(summary(plan!)).toEqual(['critics new: D(loss.critic)', 'players reuse: E+G(loss.player)'])
  })

  test('what takes no part is not in the plan', () => {
    const document = pointGan()
    const position = { x: 0, y: 0 }
    const plan = planOf({
      ...document,
      nodes: {
        ...document.nodes,
        spare: { kind: 'latent', params: { shape: [2], distribution: 'normal' }, position },
        G_spare: { kind: 'flatten', params: {}, parent: 'G', position },
      },
      wires: { ...document.wires, 'G_spare.in': 'G_1.out' },
    })
    expect(plan).toEqual(planOf(document))
  })

  test('values in the plan are named as in the document', () => {
    const { sources, networks, objectives } = planOf(conditionalGan())
    expect(sources.map(({ node, outputs }) => [node, Object.keys(outputs)])).toEqual([
      ['z', ['out']],
      ['classes', ['out']],
      ['data', ['image', 'label']],
    ])
    expect(networks.D).toMatchObject({
      inputs: { pixels: { value: 'D_x.out', shape: [64] }, label: { value: 'D_label.out', shape: [10] } },
      outputs: { score: { value: 'D_fc.out', node: 'D_out', shape: [1] } },
    })
    expect(networks.D!.body.map(({ node, inputs, shape }) => [node, inputs, shape])).toEqual([
      ['D_join', { a: 'D_x.out', b: 'D_label.out' }, [74]],
      ['D_fc', { in: 'D_join.out' }, [1]],
    ])
    expect(networks.D!.weights.map(({ id }) => id)).toEqual(['D_fc/kernel', 'D_fc/bias'])
    expect(objectives[0]!.inputs).toEqual({ real: 'D.score@real', fake: 'D.score@fake' })
  })

  test('the seed of weights is the network’s, else the document’s', () => {
    const { networks } = planOf(pointGan({ generator: { seed: 7 }, training: { seed: 3 } }))
    expect([networks.G!.seed, networks.D!.seed]).toEqual([7, 3])
  })
})

/** Numbers that choose how networks are wired; all values have the shape [2], so any wiring fits. */
interface Wiring {
  networks: readonly { calls: number; inputs: number; trainable: boolean; updates: number; picks: readonly number[] }[]
  objectives: readonly { adversarial: boolean; picks: readonly [number, number] }[]
  reuseDraw: boolean
}

const wirings: fc.Arbitrary<Wiring> = fc.record({
  networks: fc.array(
    fc.record({
      calls: fc.integer({ min: 1, max: 3 }),
      inputs: fc.integer({ min: 1, max: 2 }),
      trainable: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
      updates: fc.integer({ min: 1, max: 3 }),
      picks: fc.array(fc.nat(), { minLength: 6, maxLength: 6 }),
    }),
    { minLength: 2, maxLength: 6 },
  ),
  objectives: fc.array(fc.record({ adversarial: fc.boolean(), picks: fc.tuple(fc.nat(), fc.nat()) }), {
    minLength: 1,
    maxLength: 5,
  }),
  reuseDraw: fc.boolean(),
})

function randomGan({ networks, objectives, reuseDraw }: Wiring): GraphDocument {
  const parts: Record<string, Sketch | NetworkSketch> = { z: ['latent', { shape: [2] }], data: ['dataset'] }
  const wires: Record<string, string> = {}
  const values = ['z.out', 'data.point']
  networks.forEach(({ calls, inputs, trainable, updates, picks }, index) => {
    const id = `N${index}`
    const names = Array.from({ length: calls }, (_, call) => `c${call}`)
    const join: Sketch = inputs === 2 ? ['concatenate'] : ['flatten']
    parts[id] = {
      params: { calls: names, trainable, updates },
      nodes: {
        [`${id}_a`]: ['input', { name: 'a' }],
        ...(inputs === 2 && { [`${id}_b`]: ['input', { name: 'b' }] satisfies Sketch }),
        [`${id}_join`]: join,
        [`${id}_fc`]: ['dense', { units: 2 }],
        [`${id}_bn`]: ['batch-norm'],
        [`${id}_first`]: ['output', { name: 'first' }],
        [`${id}_second`]: ['output', { name: 'second' }],
      },
      wires: {
        [`${id}_join.${inputs === 2 ? 'a' : 'in'}`]: `${id}_a.out`,
        ...(inputs === 2 && { [`${id}_join.b`]: `${id}_b.out` }),
        [`${id}_fc.in`]: `${id}_join.out`,
        [`${id}_bn.in`]: `${id}_fc.out`,
        [`${id}_first.in`]: `${id}_fc.out`,
        [`${id}_second.in`]: `${id}_bn.out`,
      },
    }
    names.forEach((call, place) => {
      for (const port of inputs === 2 ? ['a', 'b'] : ['a'])
        wires[`${id}.${port}@${call}`] = values[picks[place * 2 + (port === 'a' ? 0 : 1)]! % values.length]!
    })
    for (const call of names) values.push(`${id}.first@${call}`, `${id}.second@${call}`)
  })
  objectives.forEach(({ adversarial, picks: [first, second] }, index) => {
    const id = `loss${index}`
    parts[id] = adversarial ? ['adversarial'] : ['distance']
    const [a, b] = adversarial ? ['real', 'fake'] : ['a', 'b']
    wires[`${id}.${a}`] = values.at(-1 - (first % values.length))!
    wires[`${id}.${b}`] = values.at(-1 - (second % values.length))!
  })
  return sketch(parts, wires, { reuseDraw })
}

function checkLaws(plan: Plan): void {
  const { operations, networks, rounds, objectives } = plan
  const producer = new Map(operations.flatMap((operation, index) => outputsOf(operation).map((name) => [name, index])))
  const drawn = new Set(plan.sources.flatMap(({ outputs }) => Object.values(outputs).map(({ value }) => value)))
  for (const [index, operation] of operations.entries())
    for (const value of Object.values(operation.inputs))
      expect(drawn.has(value) || producer.get(value)! < index, `${value} is there before operation ${index}`).toBe(true)

  for (const network of Object.values(networks)) {
    const known = new Set(Object.values(network.inputs).map(({ value }) => value))
    for (const layer of network.body) {
      for (const value of Object.values(layer.inputs)) expect(known).toContain(value)
      known.add(layer.output)
    }
    for (const { value } of Object.values(network.outputs)) expect(known).toContain(value)
  }

  const ancestors = (values: readonly string[]): Set<number> => {
    const found = new Set<number>()
    for (const value of values) {
      const index = producer.get(value)
      if (index === undefined) continue
      found.add(index)
      for (const above of ancestors(Object.values(operations[index]!.inputs))) found.add(above)
    }
    return found
  }
  for (const { updates } of rounds)
    for (const update of updates) {
      const read = update.losses.flatMap(({ objective, side }) => {
        const { inputs, behind } = objectives.find(({ node }) => node === objective)!
        return side === 'critic' || inputs.a !== undefined ? Object.values(inputs) : behind.map((port) => inputs[port]!)
      })
      const cone = [...update.untaped, ...update.taped]
      expect(new Set(cone)).toEqual(ancestors(read))
      for (const list of [update.untaped, update.taped]) expect(list).toEqual([...list].sort((a, b) => a - b))
      const targets = (index: number) =>
        [...ancestors(outputsOf(operations[index]!))].some((above) => {
          const operation = operations[above]!
          return operation.type === 'call' && update.networks.includes(operation.network)
        })
      expect(update.untaped.some(targets)).toBe(false)
      expect(update.taped.every(targets)).toBe(true)
    }

  const critics = rounds.filter(({ part }) => part === 'critics')
  expect(rounds.slice(0, critics.length)).toEqual(critics)
  for (const [index, { draw, updates }] of rounds.entries()) {
    expect(updates.length).toBeGreaterThan(0)
    if (draw === 'reuse') expect(index).toBe(critics.length)
    const moved = updates.flatMap((update) => update.networks)
    expect(new Set(moved).size).toBe(moved.length)
  }
  // Everybody on a side moves as often as it says, in the first rounds of one part.
  for (const [id, network] of Object.entries(networks)) {
    const at = rounds.flatMap(({ updates }, index) =>
      updates.some((update) => update.networks.includes(id)) ? [index] : [],
    )
    if (at.length === 0) continue
    const first = critics.length > 0 && at[0]! < critics.length ? 0 : critics.length
    expect(at).toEqual(Array.from({ length: network.updates }, (_, round) => first + round))
    expect(objectives.some(({ critics, players }) => critics.includes(id) || players.includes(id))).toBe(true)
  }
}

describe('laws', () => {
  test('of plans for random wirings', () => {
    let compiled = 0
    fc.assert(
      fc.property(wirings, (wiring) => {
        const { plan } = compile(randomGan(wiring))
        if (!plan) return
        compiled++
        checkLaws(plan)
      }),
      { numRuns: 300 },
    )
    expect(compiled).toBeGreaterThan(50)
  })

  test('everybody on a side of an objective that reads all its inputs moves', () => {
    fc.assert(
      fc.property(wirings, (wiring) => {
        const document = randomGan({
          ...wiring,
          objectives: wiring.objectives.map((one) => ({ ...one, adversarial: false })),
        })
        const { plan } = compile(document)
        if (!plan) return
        const moved = new Set(plan.rounds.flatMap(({ updates }) => updates.flatMap(({ networks }) => networks)))
        expect(moved).toEqual(new Set(plan.objectives.flatMap(({ players }) => players)))
      }),
      { numRuns: 100 },
    )
  })

  test('of plans that random edits leave', () => {
    for (const document of [pointGan(), imageGan(2), cycleGan(), infoGan()])
      fc.assert(
        fc.property(moves(6), (sequence) => {
          const { plan } = compile(play(sequence, document).at(-1)!.document)
          if (plan) checkLaws(plan)
        }),
        { numRuns: 30 },
      )
  })
})
