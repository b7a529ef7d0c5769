/** @file All kinds of nodes under one type, so that the document, the editor and the compiler need one registry only. */

import { layerKinds } from '../layers'
import { GROUPS, type LayerDefinition, type SourceDefinition, type StructureDefinition } from '../layers/layer'
import { invariant } from '../lib/assert'
import { objectiveKinds } from '../objectives'
import type { ObjectiveDefinition } from '../objectives/objective'
import type { GraphNode } from './document'
import { nearest } from './nearest'

/** Params are loose here: each definition knows its own, and a node's params have passed its schema. */
export type AnyKind = SourceDefinition | LayerDefinition | StructureDefinition | ObjectiveDefinition

const registered: readonly AnyKind[] = [...layerKinds, ...objectiveKinds]

/** In the order of the palette: by group, then as registered. */
export const kinds: readonly AnyKind[] = GROUPS.flatMap((group) => registered.filter((kind) => kind.group === group))

const byName: ReadonlyMap<string, AnyKind> = new Map(kinds.map((kind) => [kind.kind, kind]))

export const findKind = (name: string): AnyKind | null => byName.get(name) ?? null

/** The kind of a node of a valid document. */
export function kindOf(node: GraphNode): AnyKind {
  const kind = byName.get(node.kind)
  invariant(kind, `the kind "${node.kind}" of a node is registered`)
  return kind
}

/** Name of the registered kind that is spelled most like `name`. */
export function nearestKind(name: string): string {
  const found = nearest(name, [...byName.keys()])
  invariant(found, 'some kind is registered')
  return found
}
