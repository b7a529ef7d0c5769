/** @file Own data in a graph: which nodes want it, whether this browser has it, and putting it there as one step of undo. */
import type { Compilation, Diagnostic } from '../../compile/compilation'
import { describeWanted, type OwnReference } from '../../data/own/reference'
import type { GraphDocument, NodeId } from '../../graph/document'
import { setParams } from '../../graph/edits'
import { type AnyKind, kindOf, kinds } from '../../graph/kinds'
import { nodeOf } from '../../graph/queries'
import type { SourceDefinition } from '../../layers/layer'
import type { Flow } from '../flow/flow'
import type { Point } from '../flow/geometry'
import type { EditorState } from '../state'
import type { Editor } from '../store'
import { addNew, announceAdded, placeFor, refusePlace } from './adding'
import { sayWhatWent } from './calls'

type OwnSource = SourceDefinition & Required<Pick<SourceDefinition, 'withOwn'>>

const takesOwn = (kind: AnyKind): kind is OwnSource => kind.role === 'source' && kind.withOwn !== undefined

/** The own data that a node draws from; `null` when it draws from none. */
export function ownReferenceOf(document: GraphDocument, id: NodeId): OwnReference | null {
  const node = nodeOf(document, id)
  const kind = node && kindOf(node)
  return (node && kind?.role === 'source' && kind.dataset?.(node.params).own) || null
}

/** Whether own data can be put into the node. */
export function mayTakeOwn(document: GraphDocument, id: NodeId): boolean {
  const node = nodeOf(document, id)
  return node !== null && takesOwn(kindOf(node))
}

/** The only selected node that can draw from own data; `null` when there is none. */
export function selectedOwnSource({ selection, history: { document } }: EditorState): NodeId | null {
  const [only] = selection.nodes
  return only !== undefined && selection.nodes.size === 1 && mayTakeOwn(document, only) ? only : null
}

/** Adds what stands in the way of training although the graph is right: data that this browser does not have. */
export function withMissingData(
  compilation: Compilation,
  document: GraphDocument,
  kept: EditorState['ownData'],
): Compilation {
  if (kept === null) return compilation
  const missing = Object.keys(document.nodes).flatMap((node): Diagnostic[] => {
    const reference = ownReferenceOf(document, node)
    if (!reference || kept.some(({ sha256 }) => sha256 === reference.sha256)) return []
    return [
      {
        code: 'missing-data',
        severity: 'error',
        node,
        message: `This browser does not have the data: ${describeWanted(reference)}.`,
        fix: 'Select the node and press Give the data in the inspector.',
      },
    ]
  })
  return missing.length === 0 ? compilation : { ...compilation, diagnostics: [...missing, ...compilation.diagnostics] }
}

/** Lets a node draw from own data, in one step of undo. Wires at ports that it then no longer has go, and that is said. */
export function putOwnIn(editor: Editor, node: NodeId, reference: OwnReference): void {
  const found = nodeOf(editor.document(), node)
  const kind = found && kindOf(found)
  if (!kind || !takesOwn(kind)) return
  sayWhatWent(editor, `${kind.title} draws from ${reference.own}`, () =>
    editor.edit(`Use ${reference.own}`, (draft) => setParams(draft, { node, params: kind.withOwn(reference) })),
  )
  editor.select({ nodes: [node] })
}

/** Adds a node that draws from own data; answers its id, or `null` where there is no place for one. */
export function addOwnSource(editor: Editor, flow: Flow, reference: OwnReference, centre: Point): NodeId | null {
  const kind = kinds.find(takesOwn)
  const place = kind && placeFor(flow, kind, centre)
  if (!kind || !place) {
    if (kind) refusePlace(editor, kind)
    return null
  }
  let id: NodeId | null = null
  editor.edit(`Add ${reference.own}`, (draft) => {
    id = addNew(draft, kind, place)
    setParams(draft, { node: id, params: kind.withOwn(reference) })
  })
  if (id !== null) announceAdded(editor, id)
  return id
}
