/** @file How a run begins: its place in the store, the checkpoint it goes on from, and everything that it consists of. */
import type { Plan } from '../../compile/plan'
import type { LoadedDataset } from '../../data/dataset'
import type { LoadedRun, RunStore } from '../../runs/run-store'
import type { ToWorker } from '../protocol'
import { loadDatasets } from './datasets'
import type { Device } from './device'
import { Keeper, type KeptRun } from './keeper'
import { LatentPlay } from './latent-play'
import { Life } from './life'
import { LossLog } from './loss-log'
import { Reports } from './reports'
import { type OpenedBackend, planOf, type Run, RunFailure, restoreInto, textOf } from './run'
import type { SessionHost } from './session-host'
import { Trainer } from './trainer'

export type Start = Extract<ToWorker, { type: 'start' }>

/** The place of a run in the store; `null` where there is no store. Throws a `RunFailure` when it is taken. */
async function claimPlace(
  store: RunStore | null,
  { run, resume }: { run: string; resume: boolean },
): Promise<KeptRun | null> {
  if (!store) {
    if (resume)
      throw new RunFailure('storage', 'This browser keeps no files for this page, so there is no run to go on with.')
    return null
  }
  const release = await store.claim(run)
  if (release) return { store, id: run, release }
  throw new RunFailure(
    'storage',
    'This run is open in another tab. Go on with it there, close that tab, or duplicate the run in Runs.',
  )
}

/** The newest checkpoint that is whole. Throws a `RunFailure` when there is none. */
async function loadKept({ store, id }: KeptRun): Promise<LoadedRun> {
  const loaded = await store.load(id)
  if (loaded.ok) return loaded.value
  throw new RunFailure('storage', `This run cannot go on. ${loaded.problem}`)
}

/** Datasets of a plan that are not there yet. Throws a `RunFailure` when one cannot be had. */
export async function loadData(runId: number, plan: Plan, loaded: Map<string, LoadedDataset>, host: SessionHost) {
  try {
    await loadDatasets(plan, host.files, {
      loaded,
      onProgress: ({ title }, fraction) => host.post({ type: 'loading', runId, dataset: title, fraction }, []),
    })
  } catch (error) {
    throw new RunFailure('data', textOf(error))
  }
}

interface Surroundings {
  host: SessionHost
  device: Device
  datasets: Map<string, LoadedDataset>
  /** False when it was given up, or another is started. */
  wanted(): boolean
  /** The run is still the present one. */
  current(run: Run): boolean
  onDevice<Value>(run: Run, work: () => Promise<Value>): Promise<Value>
}

/** A run that is ready to begin or to go on; `null` when nobody wants it any more. */
export async function prepareRun(message: Start, store: RunStore | null, around: Surroundings): Promise<Run | null> {
  const { host, device, datasets } = around
  const plan = planOf(message.document)
  const kept = message.kept ? await claimPlace(store, message.kept) : null
  let run: Run | null = null
  try {
    const loaded = kept && message.kept?.resume ? await loadKept(kept) : null
    await device.open(message.backend)
    await loadData(message.runId, plan, datasets, host)
    // Loading takes its time, in which a device can be lost.
    const backend = await device.open(message.backend)
    if (around.wanted()) run = buildRun(message, { backend, kept, loaded }, around)
    return run
  } finally {
    if (!run) kept?.release()
  }
}

interface Parts {
  backend: OpenedBackend
  kept: KeptRun | null
  loaded: LoadedRun | null
}

/** Everything that a run consists of. */
function buildRun(message: Start, { backend, kept, loaded }: Parts, around: Surroundings): Run {
  const { host, device } = around
  const { runId, document } = message
  const plan = planOf(document)
  const trainer = new Trainer(backend.tf, plan, around.datasets)
  const checkpoint = loaded?.network ?? message.checkpoint
  if (checkpoint) restoreInto(trainer, checkpoint)
  const shared = {
    ...host,
    runId,
    run: () => run,
    trainer: () => run.trainer,
    judge: () => device.judge,
    current: () => around.current(run),
  }
  const keeper = new Keeper(
    {
      ...shared,
      kept,
      post: (reply) => host.post(reply, []),
      flushLosses: () => (run.log.isEmpty ? run.log.settled() : run.reports.report()),
      isSound: async () => {
        await host.yieldToMessages()
        return device.isOpen(run.backend)
      },
    },
    loaded?.history,
  )
  if (loaded) keeper.wasAt(loaded.step)
  const figures = device.judge!.expected(trainer, null)
  const known = keeper.history.metrics.at(-1)?.metrics ?? figures.metrics
  const run: Run = {
    id: runId,
    document,
    choice: message.backend,
    backend,
    trainer,
    log: new LossLog(backend.tf),
    status: message.paused ? 'paused' : 'running',
    loop: 0,
    until: plan.steps,
    ema: true,
    reports: new Reports(shared, { ...figures, metrics: known }, device.judge!.isSlow(trainer)),
    life: new Life({ ...shared, weights: () => (run.ema ? 'ema' : 'live'), everyMs: host.previewsEveryMs }),
    play: new LatentPlay({ ...shared, onDevice: (work) => around.onDevice(run, work) }),
    keeper,
    passedOver: loaded?.passedOver ?? null,
    losses: [],
  }
  return run
}
