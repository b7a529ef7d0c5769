/** @file What the worker makes of a question that changes with every move of a slider: one is under way, and only the newest waits. */
import { useEffect, useRef, useState } from 'react'
import type { PlayAnswer, PlayQuestion } from '../../train/play'
import { editor } from '../editor'

/** The newest answer; it stays while the next is computed. `null` question: nothing is asked. */
export function useAnswer(question: PlayQuestion | null): PlayAnswer | null {
  const [answer, setAnswer] = useState<PlayAnswer | null>(null)
  const wanted = useRef<PlayQuestion | null>(null)
  const busy = useRef(false)
  useEffect(() => {
    wanted.current = question
    if (question && !busy.current) void askOn()
    async function askOn() {
      busy.current = true
      let asked: PlayQuestion | null = null
      while (wanted.current && wanted.current !== asked) {
        asked = wanted.current
        const next = await editor.play(asked)
        if (next) setAnswer(next)
      }
      busy.current = false
    }
  }, [question])
  useEffect(
    () => () => {
      wanted.current = null
    },
    [],
  )
  return answer
}
