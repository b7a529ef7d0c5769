/** @file What the worker says of the present run, and what becomes of it in the editor. */
import type { StoreApi } from 'zustand/vanilla'
import type { Plan } from '../../compile/plan'
import type { GraphDocument } from '../../graph/document'
import { assertNever } from '../../lib/assert'
import { sameContent } from '../../lib/same-content'
import type { RunHistory } from '../../runs/history'
import type { FromWorker, ToWorker } from '../../train/protocol'
import { reduceRun } from '../../train/run-state'
import type { EditorState, Notice } from '../state'
import type { EditorServices } from '../store'
import type { createCheckpoints } from './checkpoints'
import type { createKeptNotices } from './kept-notices'
import type { LifeInternals } from './life'
import type { Looking } from './looking'
import type { Marking } from './marking'
import type { PlayingInternals } from './playing'
import type { PreviewStore } from './previews'
import type { createWeightLoading } from './weight-loading'
import { marksOfFresh, replacedText } from './weights'

/** What the worker was told of the present run, and what it is to be told once it has started. */
export interface SentRun {
  /** What it trains. */
  document: GraphDocument | null
  plan: Plan | null
  /** The run was asked to wait as soon as it has started. */
  waits: boolean
  /** As the worker was told: it may have been told otherwise than what is wanted by now. */
  toldToWait: boolean
  /** It is to make a step as soon as it has started. */
  stepsFirst: boolean
  /** The run of the store that it goes on with; `null` for one that began here. */
  goesOnWith: string | null
}

interface Parts {
  store: StoreApi<EditorState>
  runHistory: RunHistory
  previews: PreviewStore
  life: LifeInternals
  services: EditorServices
  sent: SentRun
  looking: Looking
  playing: PlayingInternals
  checkpoints: ReturnType<typeof createCheckpoints>
  loading: ReturnType<typeof createWeightLoading>
  marking: Marking
  keptNotices: ReturnType<typeof createKeptNotices>
  document(): GraphDocument
  notify(notice: Omit<Notice, 'id'>): void
  announce(text: string): void
  send(message: ToWorker): void
}

export function createReceiver(parts: Parts) {
  const { store, runHistory, previews, life, services, notify, announce, document, send } = parts
  const { sent, looking, playing, checkpoints, loading, marking, keptNotices } = parts
  const { getState, setState } = store

  const titleOf = (id: string): string => {
    const name = document().nodes[id]?.params.name
    return typeof name === 'string' ? name : id
  }

  return (message: FromWorker): void => {
    const before = getState().run
    if (before.status === 'idle' || before.runId !== message.runId) return
    const stepBefore = 'step' in before ? before.step : 0
    setState({
      run: reduceRun(before, { type: 'message', message, nowMs: services.nowMs(), paused: sent.waits }),
    })
    switch (message.type) {
      case 'started':
        looking.started(message.runId)
        announce(`Training on ${message.backend.name}.`)
        if (sent.stepsFirst) send({ type: 'step', runId: message.runId })
        else if (sent.waits && !sent.toldToWait) send({ type: 'pause', runId: message.runId })
        else if (!sent.waits && sent.toldToWait) send({ type: 'resume', runId: message.runId })
        sent.stepsFirst = false
        return
      case 'progress':
        runHistory.losses.append(message.history)
        // Reports repeat what was measured last until something is measured anew.
        if (!sameContent(runHistory.metrics.at(-1)?.metrics, message.metrics))
          runHistory.measured(message.step, message.metrics)
        setState({ lossVersion: getState().lossVersion + 1 })
        // Every layer that may learn has learnt.
        if (message.step > stepBefore) marking.clear()
        return
      case 'previews':
        previews.put(message.previews)
        return
      case 'insides':
        life.insides.put(message.insides)
        return
      case 'heat':
        // What was on its way when it was switched off.
        if (getState().preferences.heat) life.putHeat(message.heat, (node) => document().nodes[node]?.parent)
        return
      case 'replaced':
        marking.add(marksOfFresh(message.fresh, getState().weightMarks))
        notify({ tone: 'info', text: replacedText(message.kept, message.fresh, titleOf) })
        return
      case 'weights-loaded':
        marking.add(loading.arrived(message))
        return
      case 'paused':
        announce(`Paused at step ${message.step}.`)
        return
      case 'done':
        // Said again by a run that got another device after it was done.
        if (before.status === 'done') return
        notify({ tone: 'success', text: `Training is done: ${message.step.toLocaleString('en')} steps.` })
        return
      case 'checkpoint':
        checkpoints.arrived(message)
        return
      case 'played':
        playing.answer(message.ask, message.answer)
        return
      case 'failed':
        playing.giveUp()
        checkpoints.giveUp()
        announce(`Training failed. ${message.message}`)
        return
      case 'restored':
        if (sent.goesOnWith !== null) setState({ keptRun: { run: sent.goesOnWith, step: message.step } })
        for (const text of message.passedOver) notify({ tone: 'warning', text })
        announce(`Goes on from step ${message.step}.`)
        return
      case 'not-kept':
        keptNotices.notKept(message)
        return
      case 'recovered':
        runHistory.rewind(message.step)
        setState({ lossVersion: getState().lossVersion + 1 })
        // It may happen at night, and says why training is slower in the morning.
        notify({ tone: 'warning', text: message.message, lasting: true })
        return
      case 'kept':
        keptNotices.kept(message)
        setState({ keptRun: { run: message.run, step: message.step } })
        services.runs?.kept()
        return
      case 'loading':
        return
      default:
        assertNever(message)
    }
  }
}
