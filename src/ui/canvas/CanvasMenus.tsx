/** @file The two lists that open over the canvas: quick-add, and wiring by keyboard. */
import { useStore as useFlowStore, useReactFlow, ViewportPortal } from '@xyflow/react'
import { Boxes } from 'lucide-react'
import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { addBlock, addBlockAt, insertBlock, insertionOfBlock } from '../../editor/building/block-insertion'
import { kindItems, kindSections, preferredKinds } from '../../editor/choosing/kind-choice'
import { rectOf } from '../../editor/flow/flow'
import type { Point } from '../../editor/flow/geometry'
import { sentenceOf, titleOf } from '../../editor/flow/view'
import { type Endpoint, formatEndpoint, type NodeId, parseEndpoint } from '../../graph/document'
import { findKind } from '../../graph/kinds'
import { portsOf } from '../../graph/queries'
import { blocks, useBlocks } from '../blocks'
import { KindPicture } from '../components/KindPicture'
import { editor, useEditor } from '../editor'
import { addFromPalette, addKind, fittingPort, insertionOf, insertKind, placeAt, placeAtWire } from './adding'
import styles from './Canvas.module.css'
import { canvasFlow } from './canvas-flow'
import { type CanvasMenu, canvasMenu, closeMenu } from './canvas-state'
import { endpointsOn, type PortEnd, refusalOf } from './connecting'
import { FindNode } from './FindNode'
import { type PickItem, PickList } from './PickList'
import { drawWire, ends } from './wiring'

/** Free space that a node gets when it is brought into view, px. */
const MARGIN_PX = 24

/** How far something between `start` and `end` has to move to lie between `least` and `most`. What is too long shows its start. */
const shiftInto = (start: number, end: number, least: number, most: number): number =>
  start < least || end - start > most - least ? least - start : Math.min(0, most - end)

/** Puts the keyboard on a node once it is drawn, and pans just so far that all of it is seen. */
export function focusNode(id: NodeId, { bringIntoView = true } = {}): void {
  requestAnimationFrame(() => {
    const element = document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`)
    const canvas = element?.closest('.react-flow')
    if (!element || !canvas) return
    element.focus({ preventScroll: true })
    const [node, frame] = [element.getBoundingClientRect(), canvas.getBoundingClientRect()]
    const seen = node.x >= frame.x && node.right <= frame.right && node.y >= frame.y && node.bottom <= frame.bottom
    if (!bringIntoView || seen) return
    editor.canvas()?.panBy({
      x: shiftInto(node.x, node.right, frame.x + MARGIN_PX, frame.right - MARGIN_PX),
      y: shiftInto(node.y, node.bottom, frame.y + MARGIN_PX, frame.bottom - MARGIN_PX),
    })
  })
}

export function CanvasMenus() {
  const menu = useStore(canvasMenu, (state) => state.menu)
  if (!menu) return null
  switch (menu.type) {
    case 'quick-add':
      return <QuickAdd key={`${menu.at.x} ${menu.at.y}`} menu={menu} />
    case 'wire':
      return <WireMenu node={menu.node} />
    case 'find':
      return <FindNode />
  }
}

function QuickAdd({ menu: { at, wire, into, behindSelection } }: { menu: Extract<CanvasMenu, { type: 'quick-add' }> }) {
  const graph = useEditor((state) => state.history.document)
  const preferences = useEditor((state) => state.preferences)
  const items = useMemo((): PickItem[] => {
    const fitting = kindItems.filter(({ kind }) =>
      into !== undefined
        ? insertionOf(graph, kind, into) !== null
        : wire
          ? fittingPort(graph, kind, wire) !== null
          : behindSelection || placeAt(canvasFlow.flow(), kind, at) !== null,
    )
    // Each once: what is liked or was used last stands on top and not in its group.
    const seen = new Set<string>()
    return kindSections(fitting, preferences).flatMap(({ group, items: own }) =>
      own
        .filter(({ id }) => !seen.has(id) && seen.add(id))
        .map(({ kind, ...item }) => ({
          ...item,
          group,
          icon: (
            <span className={styles.kindPicture} data-family={kind.family}>
              <KindPicture kind={kind} widthPx={36} />
            </span>
          ),
        })),
    )
  }, [graph, wire, at, into, behindSelection, preferences])
  const kept = useBlocks()
  const blockItems = useMemo(
    (): PickItem[] =>
      kept
        .filter(({ fragment }) => (into !== undefined ? insertionOfBlock(graph, fragment, into) : wire === null))
        .map(({ id, name, description }) => ({
          id,
          title: name,
          detail: description,
          group: 'Blocks',
          keywords: ['block'],
          icon: <Boxes size={15} aria-hidden="true" />,
        })),
    [kept, graph, wire, into],
  )
  const pick = (name: string) => {
    const block = blocks.find(name)
    if (block) {
      closeMenu()
      const flow = canvasFlow.flow()
      const added =
        into !== undefined
          ? insertBlock(editor, flow, block, into)
          : behindSelection
            ? addBlock(editor, flow, block, at)
            : addBlockAt(editor, flow, block, at)
      if (added[0] !== undefined) focusNode(added[0])
      return
    }
    const kind = findKind(name)
    closeMenu()
    if (!kind) return
    if (into !== undefined || behindSelection) {
      const flow = canvasFlow.flow()
      const added = into === undefined ? addFromPalette(flow, kind, at) : insertKind(flow, kind, into)
      if (added !== null) focusNode(added)
      return
    }
    const port = wire ? fittingPort(graph, kind, wire) : null
    const place = wire ? placeAtWire(canvasFlow.flow(), kind, wire, at) : placeAt(canvasFlow.flow(), kind, at)
    if (place) focusNode(addKind(kind, place, wire && port !== null ? { end: wire, port } : undefined))
  }
  return (
    <>
      {wire && <HeldWire wire={wire} to={at} />}
      <Anchored at={at}>
        <PickList
          label={into !== undefined ? 'Insert a node into the wire' : wire ? 'Add a node to the wire' : 'Add a node'}
          placeholder={
            into !== undefined
              ? 'What goes in between?'
              : wire
                ? `What takes ${wire.endpoint}?`
                : 'Type a name: dense, conv, relu …'
          }
          items={[...items, ...blockItems]}
          preferred={preferredKinds(preferences)}
          emptyText="No node of that name fits here."
          onPick={pick}
          onCancel={closeMenu}
        />
      </Anchored>
    </>
  )
}

/** The wire that waits for its other end while the list is open. */
function HeldWire({ wire, to }: { wire: PortEnd; to: Point }) {
  const parts = parseEndpoint(wire.endpoint)
  const rect = parts && rectOf(canvasFlow.flow(), parts.node)
  const handles = parts && canvasFlow.flow().layout.handles.get(parts.node)
  const handle = handles?.find(
    ({ id, type }) =>
      id === wire.endpoint.slice(parts!.node.length + 1) && type === (wire.side === 'output' ? 'source' : 'target'),
  )
  if (!rect || !handle) return null
  const from = { x: rect.x + handle.x + 6, y: rect.y + handle.y + 6 }
  const reach = (wire.side === 'output' ? 1 : -1) * Math.max(40, Math.abs(to.x - from.x) / 2)
  return (
    <ViewportPortal>
      <svg className={styles.heldWire} aria-hidden="true">
        <path
          d={`M${from.x},${from.y} C${from.x + reach},${from.y} ${to.x - reach},${to.y} ${to.x},${to.y}`}
          className={styles.drawnWire}
          data-status="open"
        />
      </svg>
    </ViewportPortal>
  )
}

interface WireChoice {
  origin: PortEnd
  title: string
}

/** First a port of the node, then the port at the other end. Those that do not fit stay in the list and say why. */
function WireMenu({ node }: { node: NodeId }) {
  const graph = useEditor((state) => state.history.document)
  const choices = useMemo((): (WireChoice & PickItem)[] => {
    if (!graph.nodes[node]) return []
    const ports = portsOf(graph, node)
    const list = (side: PortEnd['side'], names: readonly { name: string; description: string }[]) =>
      ports.calls.flatMap((call) =>
        names.map(({ name, description }) => {
          const endpoint = formatEndpoint(node, name, call)
          return {
            id: `${side} ${endpoint}`,
            origin: { endpoint, side },
            title: endpoint,
            detail:
              graph.wires[endpoint] !== undefined && side === 'input' ? `From ${graph.wires[endpoint]}.` : description,
            group: side === 'output' ? 'Outputs' : 'Inputs',
          }
        }),
      )
    return [...list('output', ports.outputs), ...list('input', ports.inputs)]
  }, [graph, node])
  const [chosen, setChosen] = useState<WireChoice | null>(choices.length === 1 ? choices[0]! : null)
  const targets = useMemo((): PickItem[] => {
    if (!chosen) return []
    const side = chosen.origin.side === 'output' ? 'input' : 'output'
    const items = endpointsOn(graph, side, node).map((endpoint): PickItem => {
      const refusal = refusalOf(graph, chosen.origin, endpoint)
      const owner = graph.nodes[parseEndpoint(endpoint)!.node]!
      return {
        id: endpoint,
        title: endpoint,
        detail: `${titleOf(owner)}${graph.wires[endpoint] !== undefined && side === 'input' ? `, now from ${graph.wires[endpoint]}` : ''}`,
        group: refusal ? 'Does not fit' : 'Fits',
        ...(refusal && { refusal: sentenceOf(refusal) }),
      }
    })
    return [
      ...items.filter((item) => item.refusal === undefined),
      ...items.filter((item) => item.refusal !== undefined),
    ]
  }, [graph, node, chosen])

  const leave = () => {
    closeMenu()
    focusNode(node)
  }
  const rect = rectOf(canvasFlow.flow(), node)
  if (!rect) return null
  const draw = (endpoint: Endpoint) => {
    if (chosen) drawWire(ends(chosen.origin, endpoint))
    leave()
  }
  return (
    <Anchored at={{ x: rect.x + rect.width + 16, y: rect.y }}>
      {chosen ? (
        <PickList
          key={chosen.origin.endpoint}
          label={`Wire ${chosen.origin.endpoint} ${chosen.origin.side === 'output' ? 'to' : 'from'}`}
          placeholder={`${chosen.origin.side === 'output' ? 'To' : 'From'} which port?`}
          items={targets}
          emptyText="There is no port of that name."
          onPick={draw}
          onCancel={leave}
        />
      ) : (
        <PickList
          label={`Wire a port of ${node}`}
          placeholder="Which port?"
          items={choices}
          emptyText="There is no port of that name."
          onPick={(id) => setChosen(choices.find((choice) => choice.id === id) ?? null)}
          onCancel={leave}
        />
      )}
    </Anchored>
  )
}

/** At a point of the canvas, but always whole inside it. */
function Anchored({ at, children }: { at: Point; children: React.ReactNode }) {
  const { flowToScreenPosition } = useReactFlow()
  const ref = useRef<HTMLDivElement>(null)
  const canvas = useFlowStore((state) => state.domNode)
  useLayoutEffect(() => {
    const element = ref.current
    if (!element || !canvas) return
    const frame = canvas.getBoundingClientRect()
    const { x, y } = flowToScreenPosition(at)
    const left = Math.max(8, Math.min(x - frame.left, frame.width - 320 - 8))
    const top = Math.max(8, Math.min(y - frame.top, frame.height - 360 - 8))
    element.style.transform = `translate(${left}px, ${top}px)`
    element.style.visibility = 'visible'
  }, [at, canvas, flowToScreenPosition])
  return (
    <div ref={ref} className={styles.anchored}>
      {children}
    </div>
  )
}
