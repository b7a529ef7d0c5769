/** @file Questions to the worker while somebody plays with a generator, each with its own answer. */
import type { PlayAnswer, PlayQuestion } from '../../train/play'

export interface Playing {
  /** Asks what the present run makes of latents. It goes on meanwhile. `null`: there is no run, or it ended before it answered. */
  play(question: PlayQuestion): Promise<PlayAnswer | null>
}

export interface PlayingInternals extends Playing {
  answer(ask: number, answer: PlayAnswer): void
  /** No answers come any more. */
  giveUp(): void
}

/** `send` answers whether there is a run that can be asked. */
export function createPlaying(send: (ask: number, question: PlayQuestion) => boolean): PlayingInternals {
  const waiting = new Map<number, (answer: PlayAnswer | null) => void>()
  let last = 0
  return {
    play(question) {
      const ask = ++last
      if (!send(ask, question)) return Promise.resolve(null)
      return new Promise((answer) => waiting.set(ask, answer))
    },
    answer(ask, answer) {
      waiting.get(ask)?.(answer)
      waiting.delete(ask)
    },
    giveUp() {
      const all = [...waiting.values()]
      waiting.clear()
      for (const answer of all) answer(null)
    },
  }
}
