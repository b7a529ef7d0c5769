/**
 * @file Train, Pause, Step, Reset: what people press and what the worker answers, joined through the run state. The worker is
 * started at the first run and kept. Undo and redo never touch a run; a run only learns of a new document when it goes on.
 */
import type { StoreApi } from 'zustand/vanilla'
import type { GraphDocument, NodeId } from '../../graph/document'
import { assertNever } from '../../lib/assert'
import type { Result } from '../../lib/result'
import type { RunHistory } from '../../runs/history'
import type { TrainingClient } from '../../train/client'
import type { ToWorker } from '../../train/protocol'
import { type RunAction, reduceRun } from '../../train/run-state'
import { sameMeaning } from '../same-meaning'
import type { EditorState, Notice } from '../state'
import type { EditorServices, Recipe } from '../store'
import { mayTrain, offerMoreSteps } from './before-training'
import { createCheckpoints, type RunCheckpoint } from './checkpoints'
import { createKeptNotices } from './kept-notices'
import type { LifeInternals } from './life'
import { createLooking } from './looking'
import { createMarking } from './marking'
import { createPlaying, type Playing } from './playing'
import type { PreviewStore } from './previews'
import { createReceiver, type SentRun } from './run-messages'
import { createWeightLoading } from './weight-loading'

export type { RunCheckpoint } from './checkpoints'

export interface RunControl extends Playing {
  /** Starts a run, or goes on with it. With errors in the graph it opens Problems instead. */
  train(): void
  pause(): void
  /** One step, then pause; starts a run if there is none. */
  step(): void
  /** Ends the run and forgets its weights, losses and previews. */
  reset(): void
  /** What the present run has learnt; it goes on meanwhile. `null` while there is none, or when it ended before it answered. */
  checkpoint(): Promise<RunCheckpoint | null>
  /** Starts a run of the document on the canvas at a checkpoint of it, whoever wrote that. */
  goOnFrom(checkpoint: Uint8Array): void
  /**
   * Puts the weights of a checkpoint or an exported file into a network, as far as names and shapes fit; starts a run that waits when
   * there is none. `source` is where they come from, as people say it. A notice says what became of them; what cannot be read at all is the problem.
   */
  loadWeights(network: NodeId, file: Uint8Array, source: string): Result<null, string>
  /** Goes on with a run of the store from its newest checkpoint, with the document on the canvas, which must be the one it trained. */
  goOn(run: string): void
  /** Has the present run stored now: the page may be left at any moment. */
  keep(): void
}

interface Parts {
  store: StoreApi<EditorState>
  runHistory: RunHistory
  previews: PreviewStore
  life: LifeInternals
  services: EditorServices
  document(): GraphDocument
  notify(notice: Omit<Notice, 'id'>): void
  announce(text: string): void
  focusProblems(): void
  edit(label: string, recipe: Recipe): boolean
}

interface RunInternals extends RunControl {
  /** As Reset, for a document that leaves the canvas. */
  end(): void
  /** The document means something else now. */
  documentChanged(): void
  /** Tells the worker which weights the previews show. */
  showWeights(): void
  /** Tells the worker which layers are looked into. */
  lookElsewhere(): void
  /** Tells the worker whether heat is measured. */
  switchHeat(): void
  dispose(): void
}

export function createRunControl(parts: Parts): RunInternals {
  const { store, runHistory, previews, life, services, notify } = parts
  const { getState, setState } = store
  let client: TrainingClient | null = null
  let lastRunId = 0
  const sent: SentRun = {
    document: null,
    plan: null,
    waits: false,
    toldToWait: false,
    stepsFirst: false,
    goesOnWith: null,
  }

  const dispatch = (action: RunAction) => setState({ run: reduceRun(getState().run, action) })

  const send = (message: ToWorker) => {
    client ??= services.createClient((answer) => receive(answer))
    client.send(message)
  }

  function clearOutputs(): void {
    runHistory.clear()
    previews.clear()
    life.clear()
    marking.forget()
    keptNotices.forget()
    setState({ keptRun: null, lossVersion: getState().lossVersion + 1 })
  }

  /** The present run, once it can be asked for something. */
  function begunRun(): number | null {
    const { run } = getState()
    return 'metrics' in run ? run.runId : null
  }

  const playing = createPlaying((ask, question) => {
    const runId = begunRun()
    if (runId !== null) send({ type: 'play', runId, ask, question })
    return runId !== null
  })

  const checkpoints = createCheckpoints(
    () => (begunRun() === null ? null : sent.document),
    () => send({ type: 'checkpoint', runId: lastRunId }),
  )

  const hasLearnt = () => {
    const { run } = getState()
    return 'step' in run && run.step > 0
  }

  const loading = createWeightLoading({
    store,
    notify,
    hasLearnt,
    checkpoint: checkpoints.next,
    /** Has a run of the document on the canvas, and answers its id. */
    prepare() {
      const { status } = getState().run
      if (status === 'idle' || status === 'failed') start(true, { step: false })
      const { run } = getState()
      if (run.status !== 'running' && 'runId' in run) bringUpToDate(run.runId)
      return lastRunId
    },
    send,
  })

  const marking = createMarking({
    store,
    trainedPlan: () => sent.plan,
    isWorthMarking: () => hasLearnt() || loading.any(),
  })
  const keptNotices = createKeptNotices({ store, notify })

  const looking = createLooking({ store, life, begunRun, send })

  const receive = createReceiver({ ...parts, sent, send, looking, playing, checkpoints, loading, marking, keptNotices })

  function start(
    paused: boolean,
    { step = paused, checkpoint, goOnWith }: { step?: boolean; checkpoint?: Uint8Array; goOnWith?: string } = {},
  ): void {
    loading.sayThatTheyAreGone()
    loading.forget()
    clearOutputs()
    const document = parts.document()
    const { plan } = getState().compilation
    Object.assign(sent, {
      document,
      plan,
      waits: paused,
      toldToWait: paused,
      stepsFirst: step,
      goesOnWith: goOnWith ?? null,
    } satisfies SentRun)
    const runId = ++lastRunId
    const run = goOnWith ?? services.runs?.newId()
    setState({ runIsStale: false })
    dispatch({ type: 'started-by-user', runId })
    const backend = getState().preferences.backendChoice
    const kept = run !== undefined && { kept: { run, resume: goOnWith !== undefined } }
    send({ type: 'start', runId, document, backend, paused, ...(checkpoint && { checkpoint }), ...kept })
  }

  /** Sends the edited document ahead of whatever goes on with the run. */
  function bringUpToDate(runId: number): void {
    const document = parts.document()
    if (sent.document && !sameMeaning(sent.document, document)) send({ type: 'replace', runId, document })
    sent.document = document
    sent.plan = getState().compilation.plan
    setState({ runIsStale: false })
  }

  function train(): void {
    if (!mayTrain(parts)) return
    const { run } = getState()
    switch (run.status) {
      case 'idle':
      case 'failed':
        start(false)
        return
      case 'paused':
      case 'done': {
        const { steps } = parts.document().training
        if (run.step >= steps) {
          offerMoreSteps(parts, run.step, train)
          return
        }
        bringUpToDate(run.runId)
        dispatch({ type: 'resumed-by-user', nowMs: services.nowMs() })
        send({ type: 'resume', runId: run.runId })
        return
      }
      case 'starting':
        sent.waits = false
        sent.stepsFirst = false
        return
      case 'running':
        return
      default:
        assertNever(run)
    }
  }

  function pause(): void {
    const { run } = getState()
    if (run.status === 'running') send({ type: 'pause', runId: run.runId })
    if (run.status === 'starting') sent.waits = true
  }

  function step(): void {
    if (!mayTrain(parts)) return
    const { run } = getState()
    switch (run.status) {
      case 'idle':
      case 'failed':
        start(true)
        return
      case 'paused':
      case 'done':
        bringUpToDate(run.runId)
        send({ type: 'step', runId: run.runId })
        return
      case 'starting':
        sent.waits = true
        sent.stepsFirst = true
        return
      case 'running':
        send({ type: 'pause', runId: run.runId })
        return
      default:
        assertNever(run)
    }
  }

  function reset(): void {
    loading.sayThatTheyAreGone()
    end()
  }

  function end(): void {
    loading.forget()
    const { run } = getState()
    if (run.status === 'idle') return
    send({ type: 'stop', runId: run.runId })
    playing.giveUp()
    checkpoints.giveUp()
    sent.document = null
    sent.plan = null
    dispatch({ type: 'reset-by-user' })
    setState({ runIsStale: false })
    clearOutputs()
  }

  return {
    train,
    pause,
    step,
    reset,
    end,
    checkpoint: checkpoints.next,
    goOnFrom(file) {
      if (!mayTrain(parts)) return
      end()
      start(false, { checkpoint: file })
    },
    loadWeights: loading.load,
    goOn(run) {
      if (!mayTrain(parts)) return
      end()
      start(false, { goOnWith: run })
    },
    keep() {
      const runId = begunRun()
      if (runId !== null) send({ type: 'keep', runId })
    },
    play: playing.play,
    documentChanged() {
      const { run } = getState()
      if (!sent.document || run.status === 'idle') return
      const stale = !sameMeaning(sent.document, parts.document())
      if (stale !== getState().runIsStale) setState({ runIsStale: stale })
      marking.renew()
      if (!stale || (run.status !== 'running' && run.status !== 'starting') || sent.waits) return
      pause()
      notify({
        tone: 'info',
        text: 'Paused, because the graph was edited. Train goes on with the edit and keeps what still fits.',
      })
    },
    showWeights: looking.showWeights,
    lookElsewhere: looking.lookElsewhere,
    switchHeat: looking.switchHeat,
    dispose() {
      playing.giveUp()
      checkpoints.giveUp()
      client?.dispose()
      client = null
    },
  }
}
