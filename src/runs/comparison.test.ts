/** @file Runs of different lengths come onto one axis, and what one of them lacks is a gap. */
import { expect, test } from 'vitest'
import { comparableQuantities, compareRuns, LOSSES } from './comparison'
import { RunHistory } from './history'

function run(id: string, steps: readonly number[], fid?: number) {
  const history = new RunHistory()
  history.losses.append(steps.map((step) => ({ step, losses: { loss: { critic: step, player: null } } })))
  if (fid !== undefined) history.measured(steps.at(-1)!, { fid })
  return { id, history }
}

test('aligns runs over the union of their steps', () => {
  const { steps, lines } = compareRuns([run('a', [1, 2]), run('b', [2, 4])], LOSSES)
  expect(steps).toEqual([1, 2, 4])
  expect(lines.map(({ run: id, objective, side }) => [id, objective, side])).toEqual([
    ['a', 'loss', 'critic'],
    ['b', 'loss', 'critic'],
  ])
  expect(lines.map(({ values }) => values.map((value) => value === null))).toEqual([
    [false, false, true],
    [true, false, false],
  ])
  // The first value is drawn as it was: the average has no drag.
  expect(lines[0]!.values[0]).toBe(1)
})

test('offers the metrics that any run has, and draws those that have it', () => {
  const runs = [run('a', [1, 2]), run('b', [2, 4], 7)]
  expect(comparableQuantities(runs)).toEqual([LOSSES, 'fid'])
  expect(compareRuns(runs, 'fid')).toEqual({
    steps: [4],
    lines: [{ run: 'b', objective: null, side: null, values: [7] }],
  })
  expect(comparableQuantities([])).toEqual([])
})
