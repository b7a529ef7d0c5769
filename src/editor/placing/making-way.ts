/**
 * @file Room on the canvas: what stands beside a frame that grows makes way, and closes up when it shrinks. Everything beyond the
 * moved border moves by the same amount, so that rows and columns stay rows and columns, and nothing can come to lie on anything.
 */
import { current, isDraft, original } from 'immer'
import type { Compilation } from '../../compile/compilation'
import type { GraphDocument, NodeId } from '../../graph/document'
import { moveNodes } from '../../graph/edits'
import { boundsOf, overlap, type Point, type Rect } from '../flow/geometry'
import { canvasRects, type Layout, layoutOf } from '../flow/layout'
import type { Editor, Recipe } from '../store'

/** Least room that is kept between a frame and what stands beside it, px. */
const LEAST_GAP_PX = 48
/** A wider gap than this is not kept when there is need of room, px. */
const MOST_GAP_PX = 160

/** A frame that was `before` and is `after`. Both name the same one, or `before` is where its content stood. */
export interface Growth {
  id: NodeId
  before: Rect
  after: Rect
}

interface Axis {
  start: 'x' | 'y'
  length: 'width' | 'height'
}

const ACROSS: Axis = { start: 'x', length: 'width' }
const DOWN: Axis = { start: 'y', length: 'height' }

const endOf = (rect: Rect, { start, length }: Axis): number => rect[start] + rect[length]

const sharesBand = (a: Rect, b: Rect, along: Axis): boolean => {
  const other = along === ACROSS ? DOWN : ACROSS
  return a[other.start] < endOf(b, other) && b[other.start] < endOf(a, other)
}

/**
 * How far each of `others` moves. They lie where they lay before the growths, which are looked at one after the other, from the
 * left; the answer has an entry for a grown frame too, when another pushed it. What need not move is left out.
 */
export function makeWay(others: ReadonlyMap<NodeId, Rect>, growths: readonly Growth[]): Map<NodeId, Point> {
  const shifts = new Map<NodeId, Point>()
  const shifted = (id: NodeId, rect: Rect): Rect => {
    const { x, y } = shifts.get(id) ?? { x: 0, y: 0 }
    return { ...rect, x: rect.x + x, y: rect.y + y }
  }
  /** What is not the frame itself; frames that come later still have their old size. */
  const around = (self: NodeId, done: ReadonlySet<NodeId>): [NodeId, Rect][] => {
    const grown = growths.filter(({ id }) => id !== self)
    const frames = grown.map(({ id, before, after }): [NodeId, Rect] => [id, done.has(id) ? after : before])
    return [...others, ...frames].map(([id, rect]) => [id, shifted(id, rect)])
  }
  const done = new Set<NodeId>()
  for (const growth of growths.toSorted((a, b) => a.before.x - b.before.x)) {
    for (const axis of [ACROSS, DOWN]) {
      const [before, after] = [shifted(growth.id, growth.before), shifted(growth.id, growth.after)]
      const rects = around(growth.id, done)
      for (const [ids, distance] of [roomAfter(before, after, rects, axis), roomBefore(before, after, rects, axis)])
        for (const id of distance === 0 ? [] : ids) {
          const shift = shifts.get(id) ?? { x: 0, y: 0 }
          shifts.set(id, { ...shift, [axis.start]: shift[axis.start] + distance })
        }
    }
    done.add(growth.id)
  }
  return shifts
}

type Move = readonly [ids: readonly NodeId[], distance: number]

/** What stands on the right, or below. */
function roomAfter(before: Rect, after: Rect, rects: readonly [NodeId, Rect][], axis: Axis): Move {
  const border = endOf(before, axis)
  const beyond = rects.filter(([, rect]) => rect[axis.start] >= border)
  const ids = beyond.map(([id]) => id)
  const grown = endOf(after, axis) - border
  if (grown > 0) {
    const needs = beyond
      .filter(([, rect]) => sharesBand(rect, after, axis) && rect[axis.start] < endOf(after, axis) + LEAST_GAP_PX)
      .map(([, rect]) => {
        const gap = Math.min(Math.max(rect[axis.start] - border, LEAST_GAP_PX), MOST_GAP_PX)
        return endOf(after, axis) + gap - rect[axis.start]
      })
    return [ids, Math.max(0, ...needs)]
  }
  if (!beyond.some(([, rect]) => sharesBand(rect, before, axis))) return [[], 0]
  const resting = rects.filter(([id]) => !ids.includes(id))
  const slack = beyond.flatMap(([, rect]) =>
    resting.flatMap(([, other]) =>
      sharesBand(rect, other, axis) ? [rect[axis.start] - endOf(other, axis) - LEAST_GAP_PX] : [],
    ),
  )
  return [ids, -Math.max(0, Math.min(-grown, ...slack))]
}

/** What stands on the left, or above: it makes way, and stays where it is when there is more room. */
function roomBefore(before: Rect, after: Rect, rects: readonly [NodeId, Rect][], axis: Axis): Move {
  const grown = before[axis.start] - after[axis.start]
  const beyond = rects.filter(([, rect]) => endOf(rect, axis) <= before[axis.start])
  if (grown <= 0) return [[], 0]
  const needs = beyond
    .filter(([, rect]) => sharesBand(rect, after, axis))
    .map(([, rect]) => endOf(rect, axis) + LEAST_GAP_PX - after[axis.start])
  return [beyond.map(([id]) => id), -Math.max(0, ...needs)]
}

/**
 * An edit after which whatever stands beside frames that it made larger or smaller has made way, all as one step of undo.
 * `stoodOn` gives the place on the canvas that a new frame's content took up before.
 */
export function editMakingWay(
  editor: Editor,
  label: string,
  recipe: Recipe,
  stoodOn: (id: NodeId) => Rect | null = () => null,
): boolean {
  const { compilation } = editor.getState()
  return editor.edit(label, (draft) => {
    recipe(draft)
    giveWay(draft, compilation, stoodOn)
  })
}

/** Moves what stands beside the frames that a draft has made larger or smaller. */
export function giveWay(
  draft: GraphDocument,
  compilation: Compilation,
  stoodOn: (id: NodeId) => Rect | null = () => null,
): void {
  if (!isDraft(draft)) return
  const [before, after] = [rectsOf(original(draft)!, compilation), rectsOf(current(draft), compilation)]
  const growths: Growth[] = []
  const others = new Map<NodeId, Rect>()
  for (const [id, rect] of after) {
    const old = before.get(id) ?? stoodOn(id)
    if (old && (old.width !== rect.width || old.height !== rect.height)) growths.push({ id, before: old, after: rect })
    else others.set(id, rect)
  }
  shift(draft, makeWay(others, growths))
  const fresh = growths.filter(({ id }) => !before.has(id)).map(({ id }) => id)
  if (fresh.length > 0) shift(draft, wayOut(rectsOf(current(draft), compilation), fresh))
}

/** Asked several times in a row of documents that hardly differ. */
const latest = new WeakMap<Compilation, Layout>()

function rectsOf(document: GraphDocument, compilation: Compilation): Map<NodeId, Rect> {
  const layout = layoutOf(document, compilation, latest.get(compilation) ?? null)
  latest.set(compilation, layout)
  return canvasRects(document, layout)
}

function shift(draft: GraphDocument, shifts: ReadonlyMap<NodeId, Point>): void {
  moveNodes(
    draft,
    Object.fromEntries(
      [...shifts].map(([id, by]) => {
        const { x, y } = draft.nodes[id]!.position
        return [id, { x: x + by.x, y: y + by.y }]
      }),
    ),
  )
}

/** What a new frame has come to lie on goes below it, as far down as there is room. */
function wayOut(rects: ReadonlyMap<NodeId, Rect>, fresh: readonly NodeId[]): Map<NodeId, Point> {
  const placed = new Map(rects)
  const shifts = new Map<NodeId, Point>()
  const frames = fresh.map((id) => rects.get(id)!)
  for (const [id, rect] of rects) {
    if (fresh.includes(id) || !frames.some((frame) => overlap(frame, rect))) continue
    placed.delete(id)
    let y = rect.y
    const hit = () => [...placed.values()].find((other) => overlap(other, { ...rect, y }))
    for (let other = hit(); other; other = hit()) y = other.y + other.height + LEAST_GAP_PX
    placed.set(id, { ...rect, y })
    shifts.set(id, { x: 0, y: y - rect.y })
  }
  return shifts
}

/** Puts two frames that were one side by side, and moves what stands beside them. */
export function partFrames(
  draft: GraphDocument,
  compilation: Compilation,
  { left, right, was }: { left: NodeId; right: NodeId; was: Rect },
): void {
  const rects = rectsOf(current(draft), compilation)
  const [first, second] = [rects.get(left)!, rects.get(right)!]
  const aside = Math.max(0, first.x + first.width + LEAST_GAP_PX - second.x)
  shift(draft, new Map([[right, { x: aside, y: 0 }]]))
  const both = boundsOf([first, { ...second, x: second.x + aside }])!
  const others = new Map([...rects].filter(([id]) => id !== left && id !== right))
  const shifts = makeWay(others, [{ id: left, before: was, after: both }])
  shift(draft, new Map([...shifts].filter(([id]) => id !== left)))
}
