/** @file The page's view of a run: one union, changed by one pure function of what the worker says and what people press. */
import { assertNever } from '../lib/assert'
import type { BackendInfo, FromWorker, Losses, MetricDetail } from './protocol'

export interface LossPoint {
  step: number
  losses: Losses
}

/** What every run that has begun carries along, whatever its status. */
interface Begun {
  runId: number
  step: number
  stepsPerSecond: number
  metrics: Record<string, number>
  metricDetails: Record<string, MetricDetail>
  backend: BackendInfo
  /** Milliseconds spent running, pauses left out. */
  elapsedMs: number
}

export type RunState =
  | { status: 'idle' }
  | { status: 'starting'; runId: number; loading: { dataset: string; fraction: number } | null }
  | ({ status: 'running' } & Begun & { sinceMs: number })
  | ({ status: 'paused' } & Begun)
  | ({ status: 'done' } & Begun)
  | {
      status: 'failed'
      runId: number
      step: number
      code: string
      message: string
      node: string | null
      backend: BackendInfo | null
    }

export type RunAction =
  | { type: 'started-by-user'; runId: number }
  | { type: 'resumed-by-user'; nowMs: number }
  | { type: 'reset-by-user' }
  | { type: 'message'; message: FromWorker; nowMs: number; paused: boolean }

const elapsed = (state: RunState, nowMs: number): number =>
  state.status === 'running' ? state.elapsedMs + (nowMs - state.sinceMs) : 'elapsedMs' in state ? state.elapsedMs : 0

/** Milliseconds the run has been training up to `nowMs`. */
export const elapsedMs = elapsed

export function reduceRun(state: RunState, action: RunAction): RunState {
  switch (action.type) {
    case 'started-by-user':
      return { status: 'starting', runId: action.runId, loading: null }
    case 'resumed-by-user':
      return state.status === 'paused' || state.status === 'done'
        ? { ...state, status: 'running', sinceMs: action.nowMs }
        : state
    case 'reset-by-user':
      return { status: 'idle' }
    case 'message':
      return reduceMessage(state, action.message, action.nowMs, action.paused)
    default:
      return assertNever(action)
  }
}

function reduceMessage(state: RunState, message: FromWorker, nowMs: number, startPaused: boolean): RunState {
  // A message of a run that is over says nothing about the present one.
  if (state.status === 'idle' || state.runId !== message.runId) return state
  switch (message.type) {
    case 'loading':
      return state.status === 'starting'
        ? { ...state, loading: { dataset: message.dataset, fraction: message.fraction } }
        : state
    case 'started': {
      const begun: Begun = {
        runId: message.runId,
        step: message.step,
        stepsPerSecond: 0,
        metrics: {},
        metricDetails: {},
        backend: message.backend,
        elapsedMs: 0,
      }
      return startPaused ? { status: 'paused', ...begun } : { status: 'running', ...begun, sinceMs: nowMs }
    }
    case 'progress':
      return state.status === 'running' || state.status === 'paused' || state.status === 'done'
        ? {
            ...state,
            step: message.step,
            stepsPerSecond: message.stepsPerSecond,
            metrics: message.metrics,
            metricDetails: message.metricDetails,
          }
        : state
    case 'paused':
    case 'done': {
      if (state.status !== 'running' && state.status !== 'paused' && state.status !== 'done') return state
      const { runId, stepsPerSecond, metrics, metricDetails, backend } = state
      const counted = { stepsPerSecond, metrics, metricDetails, elapsedMs: elapsed(state, nowMs) }
      return { status: message.type, runId, step: message.step, backend, ...counted }
    }
    case 'failed':
      return {
        status: 'failed',
        runId: message.runId,
        step: message.step,
        code: message.code,
        message: message.message,
        node: message.node,
        backend: 'backend' in state ? state.backend : null,
      }
    case 'previews':
    case 'insides':
    case 'heat':
    case 'replaced':
    case 'weights-loaded':
    case 'checkpoint':
    case 'played':
    case 'restored':
    case 'kept':
    case 'not-kept':
      return state
    case 'recovered':
      return 'metrics' in state ? { ...state, step: message.step, backend: message.backend } : state
    default:
      return assertNever(message)
  }
}
