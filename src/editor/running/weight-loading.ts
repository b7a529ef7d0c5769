/** @file Loading weights into a network of the run: what is sent, what is said of it, and the way back. */
import type { StoreApi } from 'zustand/vanilla'
import { type NetworkWeights, readNetworkWeights, whyNot } from '../../export/read-weights'
import type { NodeId } from '../../graph/document'
import { fail, ok, type Result } from '../../lib/result'
import type { FromWorker, ToWorker } from '../../train/protocol'
import type { EditorState, Notice } from '../state'
import { marksOfReport, NO_MARKS, reportText, type WeightMarks, type WeightsReport } from './weights'

interface Parts {
  store: StoreApi<EditorState>
  notify(notice: Omit<Notice, 'id'>): void
  /** The present run has made a step. */
  hasLearnt(): boolean
  checkpoint(): Promise<{ step: number; bytes: Uint8Array } | null>
  /** Makes sure that there is a run of the document on the canvas, and answers its id. */
  prepare(): number
  send(message: ToWorker): void
}

interface Given {
  network: NodeId
  file: Uint8Array
  source: string
}

interface Loading extends Given {
  read: NetworkWeights
  before: WeightsReport['before']
}

export function createWeightLoading({ store, notify, hasLearnt, checkpoint, prepare, send }: Parts) {
  /** Sent and not answered yet, in order. */
  let sent: Loading[] = []
  /** What the present run was given, the last of each network. */
  let given = new Map<NodeId, Given>()

  function load(network: NodeId, file: Uint8Array, source: string): Result<null, string> {
    const { plan, diagnostics } = store.getState().compilation
    const errors = diagnostics.filter(({ severity }) => severity === 'error').length
    if (!plan || errors > 0)
      return fail(
        `The graph has ${errors === 1 ? 'a problem' : 'problems'} that must be mended before weights can be loaded: see Problems.`,
      )
    const read = readNetworkWeights(plan, network, file)
    if (!read.ok) return read
    const runId = prepare()
    const loading: Loading = { network, file, source, read: read.value, before: null }
    if (hasLearnt() || given.size > 0)
      void checkpoint().then((before) => {
        loading.before = before
      })
    sent.push(loading)
    given.set(network, { network, file, source })
    const { live, ema } = read.value
    send({ type: 'load-weights', runId, network, live, ema })
    return ok(null)
  }

  return {
    load,
    any: () => given.size > 0,
    /** Says what became of them; answers what cards are to say. */
    arrived({ network, loaded, rest }: Extract<FromWorker, { type: 'weights-loaded' }>): WeightMarks {
      const loading = sent.shift()
      if (!loading) return NO_MARKS
      const { source, read, before } = loading
      const { compilation } = store.getState()
      const report: WeightsReport = {
        network,
        title: compilation.plan?.networks[network]?.name ?? network,
        source,
        loaded,
        rest: rest.map((layer) => ({ layer, why: whyNot(read, layer) })),
        before,
      }
      notify({
        tone: rest.length === 0 ? 'success' : 'warning',
        text: reportText(report),
        ...((rest.length > 0 || before) && {
          action: { label: 'Details', run: () => store.setState({ dialog: { kind: 'weights-loaded', report } }) },
        }),
      })
      return marksOfReport(report)
    },
    /** A reset leaves them: it is said, with a way to have them again. */
    sayThatTheyAreGone() {
      const again = [...given.values()]
      if (again.length === 0) return
      const { opened } = store.getState()
      const sources = [...new Set(again.map(({ source }) => source))].join(' and ')
      notify({
        tone: 'info',
        text: `The next run starts with random weights, not with those of ${sources}.`,
        action: {
          label: 'Load them again',
          run() {
            if (store.getState().opened !== opened) return
            for (const { network, file, source } of again) {
              const loaded = load(network, file, source)
              if (!loaded.ok) notify({ tone: 'error', text: loaded.problem })
            }
          },
        },
      })
    },
    forget() {
      sent = []
      given = new Map()
    },
  }
}
