/** @file A loss history keeps every step and shows few of them. */
import { describe, expect, it } from 'vitest'
import { LossHistory, MAX_POINTS } from './loss-history'

const points = (from: number, count: number, objective = 'loss') =>
  Array.from({ length: count }, (_, index) => ({
    step: from + index,
    losses: { [objective]: { critic: from + index, player: null } },
  }))

describe('LossHistory', () => {
  it('keeps all and shows at most MAX_POINTS, each the mean of what it stands for', () => {
    const history = new LossHistory()
    history.append(points(0, 3 * MAX_POINTS))
    const { steps, series } = history.view()
    expect(history.whole().steps.length).toBe(3 * MAX_POINTS)
    expect(steps.length).toBeLessThanOrEqual(MAX_POINTS)
    expect(series).toHaveLength(1)
    const stride = steps[1]! - steps[0]!
    expect(stride).toBeGreaterThan(1)
    for (let index = 0; index < steps.length; index += 97)
      expect(series[0]!.values[index]).toBeCloseTo(steps[index]! - (stride - 1) / 2, 3)
  })

  it('keeps columns aligned when an objective begins later or falls silent', () => {
    const history = new LossHistory()
    history.append(points(0, 5))
    history.append(points(5, 5, 'late'))
    const { steps, series } = history.whole()
    expect(series.map(({ objective }) => objective)).toEqual(['loss', 'late'])
    for (const { values } of series) expect(values.length).toBe(steps.length)
    expect(Array.from(series[1]!.values.slice(0, 5)).every(Number.isNaN)).toBe(true)
    expect(series[1]!.values[5]).toBe(5)
    expect(Number.isNaN(series[0]!.values[9]!)).toBe(true)
  })
})
