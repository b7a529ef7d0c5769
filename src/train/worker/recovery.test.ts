/** @file When a run does without a GPU. That it goes on at all is shown on real devices: `device-loss.browser.test.ts`. */
import { expect, test } from 'vitest'
import { givesUp, type Loss } from './recovery'

const MINUTE_MS = 60_000
const lost = (atMinute: number, step: number, training = true): Loss => ({ atMs: atMinute * MINUTE_MS, step, training })

test.each([
  ['the first loss', [lost(0, 5)], false],
  ['further than the last time', [lost(0, 5), lost(1, 6)], false],
  ['at the same step again', [lost(0, 5), lost(60, 5)], true],
  ['before that step, which a checkpoint was behind', [lost(0, 5), lost(60, 2)], true],
  ['twice while it waits', [lost(0, 5, false), lost(60, 5, false)], false],
  ['while it waits at the step where it was lost', [lost(0, 5), lost(60, 5, false)], false],
  ['three times in ten minutes', [lost(0, 5), lost(5, 60), lost(10, 600)], true],
  ['three times in more', [lost(0, 5), lost(5, 60), lost(11, 600)], false],
  ['three times in ten minutes after a quiet hour', [lost(0, 5), lost(60, 60), lost(61, 70), lost(62, 80)], true],
])('lost %s', (_, losses, expected) => {
  expect(givesUp(losses)).toBe(expected)
})
