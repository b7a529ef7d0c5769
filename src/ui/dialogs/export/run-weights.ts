/** @file The weights of the present run for exporting: asked for once, when the dialog opens, so that all files are of one step. */
import { useEffect, useState } from 'react'
import { type CheckpointWeights, readCheckpointWeights } from '../../../compile/checkpoint-file'
import { compile } from '../../../compile/compile'
import type { Plan } from '../../../compile/plan'
import type { GraphDocument } from '../../../graph/document'
import { editor } from '../../editor'

export type RunWeights =
  | { state: 'asking' | 'none' }
  /** With the design that the run trains, which is not what is on the canvas when that was edited since. */
  | { state: 'taken'; document: GraphDocument; plan: Plan; checkpoint: CheckpointWeights }
  | { state: 'unreadable'; problem: string }

async function askRun(): Promise<RunWeights> {
  const taken = await editor.checkpoint()
  if (!taken) return { state: 'none' }
  const { plan } = compile(taken.document)
  if (!plan) return { state: 'unreadable', problem: 'The design that the run trains has errors.' }
  const read = readCheckpointWeights(plan, taken.bytes)
  if (!read.ok) return { state: 'unreadable', problem: read.problem }
  return { state: 'taken', document: taken.document, plan, checkpoint: read.value }
}

export function useRunWeights(): RunWeights {
  const [weights, setWeights] = useState<RunWeights>({ state: 'asking' })
  useEffect(() => {
    let current = true
    void askRun().then((answer) => current && setWeights(answer))
    return () => {
      current = false
    }
  }, [])
  return weights
}
