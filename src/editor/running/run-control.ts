/**
 * @file Train, Pause, Step, Reset: what people press and what the worker answers, joined through the run state. The worker is
 * started at the first run and kept. Undo and redo never touch a run; a run only learns of a new document when it goes on.
 */
import type { StoreApi } from 'zustand/vanilla'
import type { Plan } from '../../compile/plan'
import type { GraphDocument, NodeId } from '../../graph/document'
import { setTraining } from '../../graph/edits'
import { assertNever } from '../../lib/assert'
import type { Result } from '../../lib/result'
import { sameContent } from '../../lib/same-content'
import type { RunHistory } from '../../runs/history'
import type { TrainingClient } from '../../train/client'
import type { FromWorker } from '../../train/protocol'
import { type RunAction, reduceRun } from '../../train/run-state'
import { sameMeaning } from '../same-meaning'
import type { EditorState, Notice } from '../state'
import type { EditorServices, Recipe } from '../store'
import type { LifeInternals } from './life'
import { createPlaying, type Playing } from './playing'
import type { PreviewStore } from './previews'
import { createWeightLoading } from './weight-loading'
import { freshMarks, marksOfFresh, NO_MARKS, replacedText, type WeightMarks } from './weights'

/** All that a run has learnt up to a step, and the document that it trains. */
export interface RunCheckpoint {
  document: GraphDocument
  step: number
  /** A safetensors file: see train/worker/checkpoint.ts. */
  bytes: Uint8Array<ArrayBuffer>
}

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
  const { store, runHistory, previews, life, services, notify, announce } = parts
  const { getState, setState } = store
  let client: TrainingClient | null = null
  let lastRunId = 0
  /** What the worker trains. */
  let trained: GraphDocument | null = null
  let trainedPlan: Plan | null = null
  /** Marks that stay when the edit is undone. */
  let lastingMarks: WeightMarks = NO_MARKS
  /** The run was asked to wait as soon as it has started. */
  let startPaused = false
  /** As the worker was told: it may have been told otherwise than what is wanted by now. */
  let sentPaused = false
  let stepWhenStarted = false
  /** Who waits for a checkpoint, in the order of asking, with the document that was trained then. */
  let waiting: { document: GraphDocument; answer(checkpoint: RunCheckpoint | null): void }[] = []

  const dispatch = (action: RunAction) => setState({ run: reduceRun(getState().run, action) })

  const send = (message: Parameters<TrainingClient['send']>[0]) => {
    client ??= services.createClient(receive)
    client.send(message)
  }

  function clearOutputs(): void {
    lastingMarks = NO_MARKS
    runHistory.clear()
    previews.clear()
    life.clear()
    setState({ keptRun: null, lossVersion: getState().lossVersion + 1, weightMarks: NO_MARKS })
  }

  /** What is looked at; a new run looks at nothing by itself. */
  function sendLife(runId: number): void {
    if (life.probes().length > 0) send({ type: 'probe', runId, probes: life.probes() })
    if (getState().preferences.heat) send({ type: 'measure-heat', runId, on: true })
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

  function checkpoint(): Promise<RunCheckpoint | null> {
    const runId = begunRun()
    const document = trained
    if (runId === null || !document) return Promise.resolve(null)
    return new Promise((answer) => {
      waiting.push({ document, answer })
      send({ type: 'checkpoint', runId })
    })
  }

  /** No checkpoint comes any more. */
  function disappoint(): void {
    playing.giveUp()
    const before = waiting
    waiting = []
    for (const { answer } of before) answer(null)
  }

  function receive(message: FromWorker): void {
    const before = getState().run
    if (before.status === 'idle' || before.runId !== message.runId) return
    const stepBefore = 'step' in before ? before.step : 0
    dispatch({ type: 'message', message, nowMs: services.nowMs(), paused: startPaused })
    switch (message.type) {
      case 'started':
        send({ type: 'show', runId: message.runId, ema: getState().preferences.showEma })
        sendLife(message.runId)
        announce(`Training on ${message.backend.name}.`)
        if (stepWhenStarted) send({ type: 'step', runId: message.runId })
        else if (startPaused && !sentPaused) send({ type: 'pause', runId: message.runId })
        else if (!startPaused && sentPaused) send({ type: 'resume', runId: message.runId })
        stepWhenStarted = false
        return
      case 'progress':
        runHistory.losses.append(message.history)
        // Reports repeat what was measured last until something is measured anew.
        if (!sameContent(runHistory.metrics.at(-1)?.metrics, message.metrics))
          runHistory.measured(message.step, message.metrics)
        setState({ lossVersion: getState().lossVersion + 1 })
        // Every layer that may learn has learnt.
        if (message.step > stepBefore) mark(NO_MARKS)
        return
      case 'previews':
        previews.put(message.previews)
        return
      case 'insides':
        life.insides.put(message.insides)
        return
      case 'heat':
        // What was on its way when it was switched off.
        if (getState().preferences.heat) life.putHeat(message.heat, (node) => parts.document().nodes[node]?.parent)
        return
      case 'replaced':
        mark(new Map([...lastingMarks, ...marksOfFresh(message.fresh, getState().weightMarks)]))
        notify({ tone: 'info', text: replacedText(message.kept, message.fresh, titleOf) })
        return
      case 'weights-loaded':
        mark(new Map([...lastingMarks, ...loading.arrived(message)]))
        return
      case 'paused':
        announce(`Paused at step ${message.step}.`)
        return
      case 'done':
        services.runs?.remember(null)
        notify({ tone: 'success', text: `Training is done: ${message.step.toLocaleString('en')} steps.` })
        return
      case 'checkpoint': {
        const first = waiting.shift()
        first?.answer({ document: first.document, step: message.step, bytes: message.bytes })
        return
      }
      case 'played':
        playing.answer(message.ask, message.answer)
        return
      case 'failed':
        disappoint()
        announce(`Training failed. ${message.message}`)
        return
      case 'restored':
        for (const text of message.passedOver) notify({ tone: 'warning', text })
        announce(`Goes on from step ${message.step}.`)
        return
      case 'not-kept':
        notify({ tone: 'warning', text: message.message })
        return
      case 'recovered':
        runHistory.rewind(message.step)
        setState({ lossVersion: getState().lossVersion + 1 })
        notify({ tone: 'warning', text: message.message })
        return
      case 'kept':
        setState({ keptRun: { run: message.run, step: message.step } })
        services.runs?.remember(message.run)
        return
      case 'loading':
        return
      default:
        assertNever(message)
    }
  }

  /** Marks these layers, and those that an edit which the run does not know yet makes start afresh. */
  function mark(lasting: WeightMarks): void {
    lastingMarks = lasting
    const { runIsStale, run, compilation, weightMarks } = getState()
    const hasLearnt = ('step' in run && run.step > 0) || loading.any()
    const { plan } = compilation
    const edited = runIsStale && hasLearnt && trainedPlan && plan ? freshMarks(trainedPlan, plan) : NO_MARKS
    const marks = edited.size > 0 ? new Map([...lasting, ...edited]) : lasting
    if (marks.size > 0 || weightMarks.size > 0) setState({ weightMarks: marks })
  }

  const loading = createWeightLoading({
    store,
    notify,
    hasLearnt: () => {
      const { run } = getState()
      return 'step' in run && run.step > 0
    },
    checkpoint: () => checkpoint(),
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

  const titleOf = (id: string): string => {
    const name = parts.document().nodes[id]?.params.name
    return typeof name === 'string' ? name : id
  }

  /** False, and Problems opens, while the graph has errors. */
  function mayTrain(): boolean {
    const errors = getState().compilation.diagnostics.filter(({ severity }) => severity === 'error').length
    if (errors === 0) return true
    parts.focusProblems()
    notify({
      tone: 'error',
      text:
        errors === 1
          ? 'One problem must be mended before training.'
          : `${errors} problems must be mended before training.`,
    })
    return false
  }

  function start(
    paused: boolean,
    { step = paused, checkpoint, goOnWith }: { step?: boolean; checkpoint?: Uint8Array; goOnWith?: string } = {},
  ): void {
    loading.sayThatTheyAreGone()
    loading.forget()
    clearOutputs()
    trained = parts.document()
    startPaused = paused
    sentPaused = paused
    stepWhenStarted = step
    trainedPlan = getState().compilation.plan
    const runId = ++lastRunId
    const run = goOnWith ?? services.runs?.newId()
    services.runs?.remember(null)
    setState({ runIsStale: false })
    dispatch({ type: 'started-by-user', runId })
    const backend = getState().preferences.backendChoice
    const kept = run !== undefined && { kept: { run, resume: goOnWith !== undefined } }
    send({ type: 'start', runId, document: trained, backend, paused, ...(checkpoint && { checkpoint }), ...kept })
  }

  /** Sends the edited document ahead of whatever goes on with the run. */
  function bringUpToDate(runId: number): void {
    const document = parts.document()
    if (trained && !sameMeaning(trained, document)) send({ type: 'replace', runId, document })
    trained = document
    trainedPlan = getState().compilation.plan
    setState({ runIsStale: false })
  }

  function train(): void {
    if (!mayTrain()) return
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
          offerMoreSteps(run.step)
          return
        }
        bringUpToDate(run.runId)
        dispatch({ type: 'resumed-by-user', nowMs: services.nowMs() })
        send({ type: 'resume', runId: run.runId })
        return
      }
      case 'starting':
        startPaused = false
        stepWhenStarted = false
        return
      case 'running':
        return
      default:
        assertNever(run)
    }
  }

  function offerMoreSteps(step: number): void {
    const { steps } = parts.document().training
    notify({
      tone: 'info',
      text: `This run has had its ${steps.toLocaleString('en')} steps. Reset starts anew.`,
      action: {
        label: `Train ${steps.toLocaleString('en')} more`,
        run: () => {
          parts.edit('Train longer', (draft) => setTraining(draft, { steps: step + steps }))
          train()
        },
      },
    })
  }

  function pause(): void {
    const { run } = getState()
    if (run.status === 'running') send({ type: 'pause', runId: run.runId })
    if (run.status === 'starting') startPaused = true
  }

  function step(): void {
    if (!mayTrain()) return
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
        startPaused = true
        stepWhenStarted = true
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
    disappoint()
    services.runs?.remember(null)
    trained = null
    trainedPlan = null
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
    checkpoint,
    goOnFrom(file) {
      if (!mayTrain()) return
      end()
      start(false, { checkpoint: file })
    },
    loadWeights: loading.load,
    goOn(run) {
      if (!mayTrain()) return
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
      if (!trained || run.status === 'idle') return
      const stale = !sameMeaning(trained, parts.document())
      if (stale !== getState().runIsStale) setState({ runIsStale: stale })
      mark(lastingMarks)
      if (!stale || (run.status !== 'running' && run.status !== 'starting') || startPaused) return
      pause()
      notify({
        tone: 'info',
        text: 'Paused, because the graph was edited. Train goes on with the edit and keeps what still fits.',
      })
    },
    showWeights() {
      const runId = begunRun()
      if (runId !== null) send({ type: 'show', runId, ema: getState().preferences.showEma })
    },
    lookElsewhere() {
      const runId = begunRun()
      if (runId !== null) send({ type: 'probe', runId, probes: life.probes() })
    },
    switchHeat() {
      const { heat } = getState().preferences
      const runId = begunRun()
      if (runId !== null) send({ type: 'measure-heat', runId, on: heat })
      if (!heat) life.heat.clear()
    },
    dispose() {
      disappoint()
      client?.dispose()
      client = null
    },
  }
}
