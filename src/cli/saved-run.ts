/** @file A run that was saved, for commands that go on from what it learnt: its graph and checkpoint, read and restored. */
import { openBackend } from '../backend/open-node'
import { compile } from '../compile/compile'
import type { Plan } from '../compile/plan'
import { nodeDataFiles } from '../data/files-node'
import type { GraphDocument } from '../graph/document'
import { fail, ok, type Result } from '../lib/result'
import type { BackendChoice } from '../train/protocol'
import { restoreCheckpoint } from '../train/worker/checkpoint'
import { loadDatasets } from '../train/worker/datasets'
import { Trainer } from '../train/worker/trainer'
import { backendProblem, isBackend } from './arguments'
import { ownDataFor } from './own-data'
import { readCheckpoint } from './read-checkpoint'

export interface SavedRunArguments {
  file: string
  checkpoint: string
  backend: string
  data?: string | undefined
}

export interface SavedRun {
  document: GraphDocument
  plan: Plan
  checkpoint: Uint8Array
  backend: BackendChoice
}

/** Why there is none, and how the command ends: 1 the graph has errors or does not fit, 2 cannot read. */
export interface SavedRunProblem {
  exitCode: 1 | 2
  message: string
}

/** What is on the disk, before anything is computed. */
export async function readSavedRun(
  document: GraphDocument,
  { file, checkpoint: path, backend }: SavedRunArguments,
): Promise<Result<SavedRun, SavedRunProblem>> {
  if (!isBackend(backend)) return fail({ exitCode: 2, message: backendProblem(backend) })
  const checkpoint = await readCheckpoint(path)
  if (typeof checkpoint === 'string') return fail({ exitCode: 2, message: checkpoint })
  const { plan } = compile(document)
  if (!plan) return fail({ exitCode: 1, message: `${file} has errors. "ganvas check ${file}" lists them.` })
  return ok({ document, plan, checkpoint, backend })
}

/** The run as it was at its checkpoint, with its data at hand. */
export async function restoreSavedRun(
  { document, plan, checkpoint, backend }: SavedRun,
  { file, checkpoint: path, data }: SavedRunArguments,
) {
  const { tf, info } = await openBackend(backend)
  const own = await ownDataFor(document, data)
  if (!own.ok) return fail<SavedRunProblem>({ exitCode: 2, message: own.problem })
  const files = nodeDataFiles(own.value)
  const trainer = new Trainer(tf, plan, await loadDatasets(plan, files))
  const restored = restoreCheckpoint(trainer, checkpoint)
  if (!restored.ok)
    return fail<SavedRunProblem>({
      exitCode: 1,
      message: `The checkpoint ${path} does not fit ${file}. ${restored.problem}`,
    })
  return ok({ tf, info, files, trainer, step: restored.value })
}
