/** @file The params of a network: the optimiser is the plan's, names are those that endpoints can hold. */
import { describe, expect, expectTypeOf, it } from 'vitest'
import type { z } from 'zod'
import type { Optimizer } from '../../compile/plan'
import * as graph from '../../graph/document'
import { fieldsOf } from '../../lib/fields'
import { input } from './input'
import { network } from './network'
import { PORT_NAME } from './port-name'

describe('network', () => {
  it('has the optimisers of the plan', () => {
    expectTypeOf<z.output<typeof network.params>['optimizer']>().toEqualTypeOf<Optimizer>()
  })

  it('has the defaults of DCGAN', () => {
    expect(network.params.parse({}).optimizer).toEqual({
      kind: 'adam',
      learningRate: 2e-4,
      beta1: 0.5,
      beta2: 0.999,
      epsilon: 1e-8,
    })
  })

  it('fills in what an optimiser leaves out', () => {
    expect(network.params.parse({ optimizer: { kind: 'rmsprop' } }).optimizer).toEqual({
      kind: 'rmsprop',
      learningRate: 5e-5,
      decay: 0.9,
      momentum: 0,
      epsilon: 1e-8,
    })
    expect(network.params.safeParse({ optimizer: { kind: 'adam', momentum: 0.9 } }).success).toBe(false)
  })

  it('offers the fields of every optimiser', () => {
    const control = fieldsOf(network.params).find((field) => field.key === 'optimizer')!.control
    expect(
      control.type === 'variants' && control.variants.map(({ value, fields }) => [value, fields.map(({ key }) => key)]),
    ).toEqual([
      ['adam', ['learningRate', 'beta1', 'beta2', 'epsilon']],
      ['rmsprop', ['learningRate', 'decay', 'momentum', 'epsilon']],
      ['sgd', ['learningRate', 'momentum']],
    ])
  })

  it('refuses calls without a name of their own', () => {
    for (const calls of [[], ['real', 'real'], ['1st'], ['a b']]) {
      expect(network.params.safeParse({ calls }).success, JSON.stringify(calls)).toBe(false)
    }
    expect(network.params.parse({ calls: ['real', 'fake'] }).calls).toEqual(['real', 'fake'])
  })

  it('takes updates from 1 to 100', () => {
    expect(network.params.safeParse({ updates: 0 }).success).toBe(false)
    expect(network.params.safeParse({ updates: 101 }).success).toBe(false)
  })
})

it('names ports by the rule of endpoints', () => {
  expect(PORT_NAME).toEqual(graph.PORT_NAME)
  expect(input.params.safeParse({ name: 'z.1' }).success).toBe(false)
  expect(input.params.safeParse({ name: 'z' }).success).toBe(true)
})
