/**
 * @file The editor without React: one zustand store of plain state, and the actions that change it. Documents change only by
 * edits (graph/edits.ts) through the history; selection, notices and runs never enter the history.
 */
import { createStore, type StoreApi } from 'zustand/vanilla'
import { compile } from '../compile/compile'
import type { OwnReference } from '../data/own/reference'
import { type Endpoint, type GraphDocument, type NodeId, parseEndpoint } from '../graph/document'
import { EditError } from '../graph/edit-error'
import { moveNodes, removeNodes, removeWires } from '../graph/edits'
import { applyEdit, type History, redo as redoHistory, startHistory, undo as undoHistory } from '../graph/history'
import { loadDocument } from '../graph/load'
import { nodeOf, roleOf } from '../graph/queries'
import { saveDocument } from '../graph/save'
import { emptyDocument } from '../graph/schema'
import { RunHistory } from '../runs/history'
import type { LossHistory } from '../runs/loss-history'
import type { TrainingClient } from '../train/client'
import type { FromWorker } from '../train/protocol'
import { makeVisible } from './building/networks'
import { withMissingData } from './building/own-data'
import { isShown } from './flow/flow'
import { DEFAULT_PREFERENCES, type Preferences } from './keeping/preferences'
import { createLifeStore, type LifeStore } from './running/life'
import { createNodeStore, type PreviewStore } from './running/previews'
import { createRunControl, type RunControl } from './running/run-control'
import { NO_MARKS } from './running/weights'
import { sameMeaning } from './same-meaning'
import { type Dialog, type EditorState, NOTHING_SELECTED, type Notice, type Origin } from './state'

export interface Point {
  x: number
  y: number
}

/** What commands need of the canvas. It attaches itself when it is mounted. */
export interface CanvasHandle {
  /** Where the pointer is over the canvas, in px of the document; `null` when it is elsewhere. */
  pointer(): Point | null
  /** Middle of what is visible, in px of the document. */
  centre(): Point
  fitView(): void
  /** Brings some nodes into view, as large as they may be. */
  fitNodes(nodes: Iterable<NodeId>): void
  /** To a zoom, 1 being the size that documents give; the middle of what is seen stays where it is. */
  zoomTo(zoom: number): void
  zoom(): number
  /** Opens the search for a node. */
  openFind(): void
  /** Moves what is seen by so many px of the page; the zoom stays. */
  panBy(offset: Point): void
  /** Puts the keyboard on a node, and pans just so far that all of it is seen. */
  focus(node: NodeId): void
  /** Shows how nodes get from where they lay in this document to where they lie now. False when the user stepped in. */
  glideFrom(before: GraphDocument): Promise<boolean>
}

/** What the editor needs of the world around it. Tests give their own. */
export interface EditorServices {
  createClient(onMessage: (message: FromWorker) => void): TrainingClient
  /** Milliseconds, for grouping edits and for elapsed time. */
  nowMs(): number
  /** Where runs are kept. Left out: they are not. */
  runs?: {
    /** For a run that starts. */
    newId(): string
    /** The present run has a checkpoint that outlives the page. */
    kept(): void
  }
}

export interface EditorOptions {
  document: GraphDocument
  origin: Origin
  services: EditorServices
  /** A history that was autosaved with its document. */
  history?: History
}

/** The recipe of an edit: calls functions of graph/edits.ts on the draft. */
export type Recipe = (draft: GraphDocument) => void

export interface Editor extends RunControl {
  readonly store: StoreApi<EditorState>
  getState(): EditorState
  /** Losses of the present run. Read them when `lossVersion` rises. */
  readonly losses: LossHistory
  /** Those losses and what was measured when. */
  readonly runHistory: RunHistory
  readonly previews: PreviewStore
  /** Insides of layers and heat, while somebody looks. */
  readonly life: LifeStore

  /** The document on the canvas. */
  document(): GraphDocument
  /**
   * Applies an edit as one step of undo and compiles what came out. Edits with the same `group` that follow each other
   * quickly become one step: typing in a field, nudging with the arrows. What the document refuses becomes a notice.
   * True unless it was refused.
   */
  edit(label: string, recipe: Recipe, group?: string): boolean
  undo(): void
  redo(): void

  select(selection: { nodes?: Iterable<NodeId>; wires?: Iterable<Endpoint> }): void
  selectAll(): void
  clearSelection(): void
  /** Selects a node and asks the canvas to bring it into view, out of a closed network or another one if need be. */
  reveal(node: NodeId): void
  /** Fills the canvas with the inside of a network; `null` shows all of the graph again. Nothing stays selected. */
  enter(network: NodeId | null): void

  removeSelection(): void
  /** By px of the document. */
  nudgeSelection(dx: number, dy: number): void

  /** Opens the text of a file, or says in a dialog why not and changes nothing. True when it was opened. */
  openText(text: string, origin: Origin): boolean
  /** Puts a valid document on the canvas, with a new history or the one it had. Stops the run. */
  openDocument(document: GraphDocument, origin: Origin, history?: History): void
  newDocument(): void
  /** The canonical text of the document. */
  documentText(): string
  /** After the text was written somewhere safe. */
  markSaved(origin?: Origin): void

  /** Changes some, and leaves the others as they are. */
  setPreferences(patch: Partial<Preferences>): void
  /** After what the browser keeps was looked through. */
  setOwnData(kept: readonly OwnReference[]): void
  openDialog(dialog: Dialog): void
  closeDialog(): void
  notify(notice: Omit<Notice, 'id'>): void
  dismissNotice(id: number): void
  /** Says something to screen readers without showing it. */
  announce(text: string): void
  /** Opens the Problems panel and moves the focus there. */
  focusProblems(): void

  attachCanvas(canvas: CanvasHandle): () => void
  canvas(): CanvasHandle | null
  dispose(): void
}

export function createEditor({ document, origin, services, history }: EditorOptions): Editor {
  const runHistory = new RunHistory()
  const { losses } = runHistory
  const previews: PreviewStore = createNodeStore()
  const life = createLifeStore(() => run.lookElsewhere())
  let canvas: CanvasHandle | null = null
  let serial = 0

  const firstHistory = history ?? startHistory(document)
  const store = createStore<EditorState>(() => ({
    history: firstHistory,
    compilation: compile(firstHistory.document),
    ownData: null,
    selection: NOTHING_SELECTED,
    entered: null,
    run: { status: 'idle' },
    runIsStale: false,
    weightMarks: NO_MARKS,
    keptRun: null,
    lossVersion: 0,
    preferences: DEFAULT_PREFERENCES,
    notices: [],
    announcement: { text: '', serial: 0 },
    dialog: null,
    revealRequest: null,
    problemsRequest: 0,
    origin,
    opened: 0,
    dirty: firstHistory.done.length > 0,
  }))
  const { getState, setState } = store
  const current = () => getState().history.document
  const check = (next: GraphDocument) => withMissingData(compile(next, current()), next, getState().ownData)

  const announce = (text: string) => setState({ announcement: { text, serial: ++serial } })
  const notify = (notice: Omit<Notice, 'id'>) => {
    const id = ++serial
    // Saying the same thing twice pushes the first away; more than four at once nobody reads.
    const others = getState().notices.filter((other) => other.text !== notice.text)
    const brief = others.filter(({ lasting }) => !lasting).slice(-3)
    setState({ notices: [...others.filter(({ lasting }) => lasting), ...brief, { ...notice, id }] })
    announce(notice.text)
  }

  const run = createRunControl({
    store,
    runHistory,
    previews,
    life,
    services,
    notify,
    announce,
    document: current,
    focusProblems,
    edit,
  })

  /** Everything that follows from a change of the document. */
  function commit(next: History, more: Partial<EditorState> = {}): void {
    const before = current()
    const after = next.document
    if (after === before) {
      setState({ history: next, ...more })
      return
    }
    const changed = !sameMeaning(before, after)
    // What was silenced changes what the compiler says, and nothing of a run.
    const stale = changed || before.silenced !== after.silenced
    setState({
      history: next,
      ...(stale && { compilation: check(after) }),
      selection: stillThere(more.selection ?? getState().selection, after),
      entered: nodeOf(after, getState().entered ?? '') ? getState().entered : null,
      dirty: true,
      ...without(more, 'selection'),
    })
    if (changed) run.documentChanged()
  }

  function edit(label: string, recipe: Recipe, group?: string): boolean {
    const info = { label, atMs: services.nowMs(), ...(group !== undefined && { group }) }
    try {
      const next = applyEdit(getState().history, info, recipe)
      if (next !== getState().history) commit(next)
      return true
    } catch (error) {
      if (!(error instanceof EditError)) throw error
      notify({ tone: 'error', text: error.message })
      return false
    }
  }

  function focusProblems(): void {
    setState({ problemsRequest: getState().problemsRequest + 1 })
  }

  function select({ nodes = [], wires = [] }: Parameters<Editor['select']>[0]): void {
    const selection = { nodes: new Set(nodes), wires: new Set(wires) }
    const before = getState().selection
    if (sameSet(before.nodes, selection.nodes) && sameSet(before.wires, selection.wires)) return
    setState({ selection })
  }

  function openDocument(next: GraphDocument, from: Origin, past?: History): void {
    run.end()
    setState({
      history: past ?? startHistory(next),
      compilation: check(next),
      selection: NOTHING_SELECTED,
      entered: null,
      revealRequest: null,
      runIsStale: false,
      dialog: null,
      // An Undo or a repair that is offered is of the document before. What lasts looks after itself.
      notices: getState().notices.filter(({ lasting, action }) => lasting || !action),
      origin: from,
      opened: getState().opened + 1,
      dirty: past !== undefined && past.done.length > 0,
    })
    announce(`Opened ${next.name}.`)
  }

  const editor: Editor = {
    ...run,
    store,
    getState,
    losses,
    runHistory,
    previews,
    life,
    document: current,
    edit,
    undo() {
      const label = getState().history.done.at(-1)?.label
      if (label === undefined) return
      commit(undoHistory(getState().history))
      announce(`Undid: ${label}.`)
    },
    redo() {
      const label = getState().history.undone.at(-1)?.label
      if (label === undefined) return
      commit(redoHistory(getState().history))
      announce(`Redid: ${label}.`)
    },
    select,
    selectAll() {
      const view = { document: current(), entered: getState().entered }
      const shown = (endpoint: Endpoint) => isShown(view, parseEndpoint(endpoint)?.node ?? '')
      select({
        nodes: Object.keys(view.document.nodes).filter((id) => isShown(view, id)),
        wires: Object.keys(view.document.wires).filter(shown),
      })
    },
    clearSelection: () => select({}),
    reveal(node) {
      if (!nodeOf(current(), node)) return
      makeVisible(editor, node)
      select({ nodes: [node] })
      setState({ revealRequest: { node, serial: ++serial } })
    },
    enter(network) {
      if (network === getState().entered || (network !== null && roleOf(current(), network) !== 'network')) return
      setState({ entered: network, selection: NOTHING_SELECTED })
    },
    removeSelection() {
      const { nodes, wires } = getState().selection
      if (nodes.size === 0 && wires.size === 0) return
      const what = countedSelection(nodes.size, wires.size)
      const done = edit(`Delete ${what}`, (draft) => {
        removeWires(
          draft,
          [...wires].filter((wire) => wire in draft.wires),
        )
        removeNodes(
          draft,
          [...nodes].filter((node) => node in draft.nodes),
        )
      })
      if (done) announce(`Deleted ${what}.`)
    },
    nudgeSelection(dx, dy) {
      const { nodes } = getState().selection
      const moves = topmost(current(), nodes)
      if (moves.length === 0) return
      edit(
        'Move',
        (draft) =>
          moveNodes(
            draft,
            Object.fromEntries(
              moves.map((node) => {
                const { x, y } = draft.nodes[node]!.position
                return [node, { x: x + dx, y: y + dy }]
              }),
            ),
          ),
        'nudge',
      )
    },
    openText(text, from) {
      const loaded = loadDocument(text)
      if (!loaded.ok) {
        setState({ dialog: { kind: 'load-failed', name: from.name, errors: loaded.problem } })
        return false
      }
      openDocument(loaded.value, from)
      return true
    },
    openDocument,
    newDocument: () => openDocument(emptyDocument(), { kind: 'new', name: 'Untitled' }),
    documentText: () => saveDocument(current()),
    markSaved: (from) => setState(from ? { dirty: false, origin: from } : { dirty: false }),
    setPreferences(patch) {
      const before = getState().preferences
      const preferences = { ...before, ...patch }
      setState({ preferences })
      if (preferences.showEma !== before.showEma) run.showWeights()
      if (preferences.heat !== before.heat) run.switchHeat()
    },
    setOwnData(ownData) {
      setState({ ownData })
      setState({ compilation: check(current()) })
    },
    openDialog: (dialog) => setState({ dialog }),
    closeDialog: () => setState({ dialog: null }),
    notify,
    dismissNotice: (id) => setState({ notices: getState().notices.filter((notice) => notice.id !== id) }),
    announce,
    focusProblems,
    attachCanvas(handle) {
      canvas = handle
      return () => {
        if (canvas === handle) canvas = null
      }
    },
    canvas: () => canvas,
    dispose: () => run.dispose(),
  }
  return editor
}

/** Selected nodes whose parent is not selected too: those that a move has to move. */
export function topmost(document: GraphDocument, nodes: ReadonlySet<NodeId>): NodeId[] {
  return [...nodes].filter((id) => {
    const node = document.nodes[id]
    return node !== undefined && (node.parent === undefined || !nodes.has(node.parent))
  })
}

function stillThere(selection: EditorState['selection'], document: GraphDocument): EditorState['selection'] {
  const nodes = [...selection.nodes].filter((node) => node in document.nodes)
  const wires = [...selection.wires].filter((wire) => wire in document.wires)
  const whole = nodes.length === selection.nodes.size && wires.length === selection.wires.size
  return whole ? selection : { nodes: new Set(nodes), wires: new Set(wires) }
}

const sameSet = <Item>(a: ReadonlySet<Item>, b: ReadonlySet<Item>): boolean =>
  a.size === b.size && [...a].every((item) => b.has(item))

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

/** "2 nodes and 1 wire", as labels of edits say it. */
export const countedSelection = (nodes: number, wires: number): string =>
  [nodes > 0 && counted(nodes, 'node'), wires > 0 && counted(wires, 'wire')].filter(Boolean).join(' and ')

function without<Value extends object, Key extends keyof Value>(value: Value, key: Key): Omit<Value, Key> {
  const { [key]: _, ...rest } = value
  return rest
}
