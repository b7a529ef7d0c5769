/**
 * @file What becomes of a run whose device is lost: it goes on from its newest checkpoint on a new device, or on WebAssembly when there
 * is none or when it is lost again and again. The same steps give the same numbers, so nothing but time is lost.
 */
import { BACKEND_TITLES } from '../../backend/choice'
import type { LoadedDataset } from '../../data/dataset'
import { loadDocument } from '../../graph/load'
import { saveDocument } from '../../graph/save'
import type { LoadedRun } from '../../runs/run-store'
import type { Device } from './device'
import { inheritWeights } from './inherit'
import { LossLog } from './loss-log'
import { type OpenedBackend, planOf, type Run, restoreInto } from './run'
import { Trainer } from './trainer'

/** A device of a run that was lost. */
export interface Loss {
  /** Where the run was. */
  step: number
  atMs: number
  /** It was computing steps, which may be what the device cannot bear. */
  training: boolean
}

/** The third loss within ten minutes is one too many. */
const MOST_LOSSES = 3
const WITHIN_MS = 10 * 60_000

/** Whether to do without a GPU, with all losses up to now: no step further than when it was lost before, or lost too often. */
export function givesUp(losses: readonly Loss[]): boolean {
  const last = losses.at(-1)
  const before = losses.at(-2)
  if (!last || !before) return false
  const recent = losses.filter(({ atMs }) => last.atMs - atMs <= WITHIN_MS)
  return recent.length >= MOST_LOSSES || (last.training && before.training && last.step <= before.step)
}

/** Gives a run a new device, and everything on it anew. Answers what there is to say about it. */
export async function moveToNewDevice(
  run: Run,
  { device, datasets, nowMs }: { device: Device; datasets: ReadonlyMap<string, LoadedDataset>; nowMs(): number },
): Promise<string> {
  const training = run.status === 'running'
  run.losses.push({ step: run.trainer.step, atMs: nowMs(), training })
  // There is nothing on the device any more, but TensorFlow.js still counts it.
  run.log.dispose()
  run.life.dispose()
  run.trainer.dispose()
  await run.keeper.settled()
  const loaded = await run.keeper.newest()
  const before = run.backend.info.name
  const gaveUp = givesUp(run.losses)
  if (gaveUp) run.choice = 'wasm'
  const backend = await openOrFallBack(run, device)
  run.trainer = trainerAt(run, backend, loaded, datasets)
  run.log = new LossLog(backend.tf)
  run.backend = backend
  run.keeper.wentBackTo(loaded?.step ?? null)
  run.keeper.history.rewind(run.trainer.step)
  run.reports.forgetSpeed()
  const { name } = backend.info
  const where = name === before ? 'on a new one' : `on ${BACKEND_TITLES[name]}, which is slower`
  const [again, why] = [gaveUp ? ' again' : '', name === before || gaveUp ? '' : ' and there is no other']
  const from = loaded
    ? `its newest checkpoint, step ${loaded.step.toLocaleString('en')}`
    : 'step 0: it had no checkpoint'
  const goesOn = training ? `Training continues ${where}, from ${from}.` : `The run waits ${where}, at ${from}.`
  const back = name === before ? '' : ' To try the GPU once more, reload the page.'
  return `${upperFirst(device.lossReason)}${again}${why}. ${goesOn}${back}`
}

async function openOrFallBack(run: Run, device: Device): Promise<OpenedBackend> {
  try {
    return await device.open(run.choice)
  } catch {
    run.choice = 'wasm'
    return device.open('wasm')
  }
}

/** A trainer of the run's document with what a checkpoint holds: of that document, or of the one before the last edit. */
function trainerAt(
  { document }: Run,
  { tf }: OpenedBackend,
  loaded: LoadedRun | null,
  datasets: ReadonlyMap<string, LoadedDataset>,
): Trainer {
  const trainer = new Trainer(tf, planOf(document), datasets)
  if (!loaded) return trainer
  const saved = loaded.document === saveDocument(document) ? null : loadDocument(loaded.document)
  if (!saved?.ok) {
    restoreInto(trainer, loaded.network)
    return trainer
  }
  const former = new Trainer(tf, planOf(saved.value), datasets)
  restoreInto(former, loaded.network)
  inheritWeights(former, trainer)
  former.dispose()
  return trainer
}

const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
