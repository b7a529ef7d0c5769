/** @file The table of a run: every step has its row, figures stand where they were measured, and names cannot break it. */
import { expect, test } from 'vitest'
import { RunHistory } from './history'
import { metricsCsv } from './metrics-csv'

test('a row a step, with the figures where they were measured', () => {
  const history = new RunHistory()
  history.losses.append([
    { step: 0, losses: { loss: { critic: 0.5, player: 2 } } },
    { step: 1, losses: { loss: { critic: -0.25, player: null } } },
  ])
  history.measured(2, { w1: 0.5 })
  history.measured(3, { w1: 0.125, 'modes, "covered"': 8 })
  expect(metricsCsv(history)).toBe(
    ['step,loss critic,loss player,w1,"modes, ""covered"""', '1,0.5,2,,', '2,-0.25,,0.5,', '3,,,0.125,8', ''].join(
      '\r\n',
    ),
  )
})

test('a loss of float32 comes back exactly', () => {
  const history = new RunHistory()
  const values = [1 / 3, 1e-30, 16_777_215, 123.456789].map(Math.fround)
  history.losses.append(values.map((critic, step) => ({ step, losses: { loss: { critic, player: null } } })))
  const read = metricsCsv(history).trim().split('\r\n').slice(1)
  expect(read.map((row) => Math.fround(Number(row.split(',')[1])))).toEqual(values)
})
