/** @file Losses waiting on the backend. Reading one back stops a GPU, so they are read together, a few times a second. */
import type { Tensor, TensorFlow } from '../../layers/layer'
import type { Losses } from '../protocol'
import { readBack } from './read-back'
import type { StepLosses } from './trainer'

export interface LossRecord {
  step: number
  losses: Losses
}

/** The first loss that was not a number. */
export class NonFiniteLoss extends Error {
  constructor(
    readonly step: number,
    readonly objective: string,
    side: string,
    value: number,
  ) {
    super(
      `The ${side}'s loss of objective "${objective}" became ${value} at step ${step}. ` +
        'Lower the learning rate, clip the gradient of its networks, or choose a loss that stays bounded; then reset and train again.',
    )
  }
}

export class LossLog {
  private waiting: { step: number; losses: StepLosses }[] = []
  private last: Promise<void> = Promise.resolve()

  constructor(private readonly tf: TensorFlow) {}

  /** Nothing was pushed since the last time. */
  get isEmpty(): boolean {
    return this.waiting.length === 0
  }

  /** Takes over the tensors. */
  push(step: number, losses: StepLosses) {
    this.waiting.push({ step, losses })
  }

  /** Everything that was pushed since the last time, in order; never before what was asked for earlier. Throws `NonFiniteLoss`. */
  flush(): Promise<LossRecord[]> {
    const { waiting, last } = this
    this.waiting = []
    const read = this.read(waiting)
    // Heard of by whoever waits for `next`, however late.
    read.catch(() => {})
    const next = last.then(() => read)
    this.last = next.then(
      () => {},
      () => {},
    )
    return next
  }

  /** Resolves when nothing is being read back any more. */
  settled(): Promise<void> {
    return this.last
  }

  private async read(waiting: LossLog['waiting']): Promise<LossRecord[]> {
    const tensors = waiting.flatMap(({ losses }) =>
      Object.values(losses).flatMap(({ critic, player }) => [critic, player].filter((loss) => loss !== null)),
    )
    if (tensors.length === 0) return waiting.map(({ step }) => ({ step, losses: {} }))
    const stacked: Tensor = this.tf.stack(tensors)
    for (const tensor of tensors) tensor.dispose()
    const values = await readBack(stacked)

    let next = 0
    const value = (loss: unknown) => (loss === null ? null : values[next++]!)
    const records = waiting.map(({ step, losses }) => ({
      step,
      losses: Object.fromEntries(
        Object.entries(losses).map(([objective, { critic, player }]) => [
          objective,
          { critic: value(critic), player: value(player) },
        ]),
      ),
    }))
    for (const { step, losses } of records)
      for (const [objective, sides] of Object.entries(losses))
        for (const [side, value] of Object.entries(sides))
          if (value !== null && !Number.isFinite(value)) throw new NonFiniteLoss(step, objective, side, value)
    return records
  }

  dispose() {
    for (const { losses } of this.waiting)
      for (const { critic, player } of Object.values(losses)) {
        critic?.dispose()
        player?.dispose()
      }
    this.waiting = []
  }
}
