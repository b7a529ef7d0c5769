/** @file What the editor knows beside the document: plain data, so that anything can be drawn from it and tested without a page. */
import type { Compilation } from '../compile/compilation'
import type { GivenFile } from '../data/own/gather'
import type { OwnReference } from '../data/own/reference'
import type { Endpoint, NodeId } from '../graph/document'
import type { History } from '../graph/history'
import type { LoadError } from '../graph/load'
import type { RunState } from '../train/run-state'
import type { Preferences } from './keeping/preferences'
import type { WeightMarks, WeightsReport } from './running/weights'

export interface Selection {
  nodes: ReadonlySet<NodeId>
  wires: ReadonlySet<Endpoint>
}

export const NOTHING_SELECTED: Selection = { nodes: new Set(), wires: new Set() }

export type Tone = 'info' | 'success' | 'warning' | 'error'

/** A short message that leaves by itself; its action, if any, is one press away. */
export interface Notice {
  id: number
  tone: Tone
  text: string
  action?: { label: string; run: () => void }
  /** It stays until it is dismissed. */
  lasting?: boolean
}

/** From where the present document came: `shared` is a link or a picture. `name` is a file's or a template's. */
export interface Origin {
  kind: 'new' | 'template' | 'file' | 'shared' | 'restored'
  name: string
}

/** What stands in the way: at most one dialog at a time. */
export type Dialog =
  | { kind: 'templates' }
  | { kind: 'share' }
  | { kind: 'export' }
  | { kind: 'runs' }
  | { kind: 'shortcuts' }
  | { kind: 'commands' }
  /** Of the editor itself. */
  | { kind: 'about' }
  /** Of one kind of node. */
  | { kind: 'about-kind'; name: string }
  /** Of one network, or of the whole graph. */
  | { kind: 'summary'; network: NodeId | null }
  /** Playing with what an output makes; `null`: with the first that can be played with. */
  | { kind: 'play'; node: NodeId | null }
  /** A sheet of samples of an output, to be saved; `null` as above. */
  | { kind: 'sample-sheet'; node: NodeId | null }
  /** The name of a block: of the selection, which is to become one, or of one that is renamed. */
  | { kind: 'block'; id: string | null }
  /** Own data: to be used in place of what a source draws from, or in a new node (`null`). `given`: files that were dropped. */
  | { kind: 'own-data'; node: NodeId | null; given: Given | null }
  /** Where weights for a network come from. */
  | { kind: 'load-weights'; network: NodeId }
  /** What became of weights that were loaded. */
  | { kind: 'weights-loaded'; report: WeightsReport }
  /** A file that could not be opened. The document on the canvas was left as it was. */
  | { kind: 'load-failed'; name: string; errors: readonly LoadError[] }

/** Files for own data, and what it may be called. */
export interface Given {
  name: string
  files: readonly GivenFile[]
  /** How it came to be taken as data, where that needs saying. */
  remark?: string
}

export interface EditorState {
  /** `history.document` is the document on the canvas. */
  history: History
  /** Of `history.document`, always. */
  compilation: Compilation
  /** Own data that this browser keeps; `null` until that is known. */
  ownData: readonly OwnReference[] | null
  selection: Selection
  /** The network whose inside fills the canvas; `null` while all of the graph is shown. */
  entered: NodeId | null
  run: RunState
  /** True when the document means something else than the one that the run trains. Train sends it first. */
  runIsStale: boolean
  /** Layers whose weights start afresh, or were not loaded, until a step has trained them. */
  weightMarks: WeightMarks
  /** Under which name the present run is kept in the store of runs, and at which step it was last; `null` before it is. */
  keptRun: { run: string; step: number } | null
  /** Rises whenever `editor.losses` has changed. */
  lossVersion: number
  preferences: Preferences
  notices: readonly Notice[]
  /** Said to screen readers, politely. The serial makes the same words twice two announcements. */
  announcement: { text: string; serial: number }
  dialog: Dialog | null
  /** The canvas brings this node into view whenever the serial rises. */
  revealRequest: { node: NodeId; serial: number } | null
  /** The Problems panel opens and takes the focus whenever this rises. */
  problemsRequest: number
  origin: Origin
  /** Rises when another document takes the canvas. */
  opened: number
  /** Edited since it was last saved or opened. */
  dirty: boolean
}
