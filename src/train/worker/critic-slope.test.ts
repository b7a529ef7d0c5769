/** @file The slope of a critic whose slope is known: D(x) = w · x has ‖w‖ everywhere. */
import { beforeAll, expect, test } from 'vitest'
import { openBackend } from '../../backend/open-node'
import { nodeDataFiles } from '../../data/files-node'
import { criticSlopes } from './critic-slope'
import { ganDocument, trainerFor } from './testing'

beforeAll(async () => {
  await openBackend('cpu')
})

test('a linear critic is as steep as its weights are long', async () => {
  const linear = { kind: 'dense', params: { units: 1 } }
  const trainer = await trainerFor(
    ganDocument({ generator: [{ kind: 'dense', params: { units: 2 } }], critic: [linear] }),
    nodeDataFiles(),
  )
  const { tf } = trainer.machine
  trainer.machine.models
    .get('D')!
    .weights.get('D0/kernel')!
    .live.assign(tf.tensor2d([[3], [4]]))
  expect((await criticSlopes(trainer)).loss).toBeCloseTo(5, 4)
  trainer.dispose()
})
