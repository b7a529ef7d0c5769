/** @file A graph as a small drawing: frames, boxes in the colours of their families, wires. Sizes are guessed; nothing is measured. */
import { useEffect, useMemo, useRef, useState } from 'react'
import { compile } from '../../compile/compile'
import { type GraphDocument, type NodeId, parseEndpoint } from '../../graph/document'
import { kindOf } from '../../graph/kinds'
import { childrenOf } from '../../graph/queries'
import styles from './Templates.module.css'

const NODE = { width: 132, height: 56 }
const FRAME_PADDING_PX = 40
const MARGIN_PX = 60

interface Box {
  x: number
  y: number
  width: number
  height: number
}

function boxOf(document: GraphDocument, id: NodeId): Box {
  const node = document.nodes[id]!
  const parent = node.parent === undefined ? undefined : document.nodes[node.parent]
  const x = node.position.x + (parent?.position.x ?? 0)
  const y = node.position.y + (parent?.position.y ?? 0)
  const children = childrenOf(document, id).map((child) => document.nodes[child]!.position)
  if (children.length === 0) return { x, y, ...NODE }
  return {
    x,
    y,
    width: Math.max(...children.map((child) => child.x)) + NODE.width + FRAME_PADDING_PX,
    height: Math.max(...children.map((child) => child.y)) + NODE.height + FRAME_PADDING_PX,
  }
}

/** Networks wear the colour of their side, as on the canvas. */
function sideColours(document: GraphDocument): Record<NodeId, string> {
  const objectives = Object.values(compile(document).objectives)
  const side = (ids: NodeId[], colour: string) => ids.map((id) => [id, colour] as const)
  return Object.fromEntries(
    objectives.flatMap(({ critics, players }) => [...side(players, 'var(--fake)'), ...side(critics, 'var(--real)')]),
  )
}

/** Drawn when it first comes into sight: the colours take a compiler's work, and there are many templates. */
export function GraphThumbnail({ documentOf }: { documentOf(): GraphDocument | null }) {
  const frame = useRef<HTMLSpanElement>(null)
  const [seen, setSeen] = useState(false)
  useEffect(() => {
    if (seen || !frame.current) return
    const observer = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) setSeen(true)
    })
    observer.observe(frame.current)
    return () => observer.disconnect()
  }, [seen])
  return (
    <span ref={frame} className={styles.thumbnail}>
      {seen && <Lazily documentOf={documentOf} />}
    </span>
  )
}

/** Reading a template takes a while too. */
function Lazily({ documentOf }: { documentOf(): GraphDocument | null }) {
  const [document] = useState(documentOf)
  return document && <Drawing document={document} />
}

function Drawing({ document }: { document: GraphDocument }) {
  const ids = Object.keys(document.nodes)
  const colours = useMemo(() => sideColours(document), [document])
  const boxes = new Map(ids.map((id) => [id, boxOf(document, id)]))
  const all = [...boxes.values()]
  const left = Math.min(0, ...all.map(({ x }) => x)) - MARGIN_PX
  const top = Math.min(0, ...all.map(({ y }) => y)) - MARGIN_PX
  const right = Math.max(1, ...all.map(({ x, width }) => x + width)) + MARGIN_PX
  const bottom = Math.max(1, ...all.map(({ y, height }) => y + height)) + MARGIN_PX
  const frames = ids.filter((id) => kindOf(document.nodes[id]!).role === 'network')
  const others = ids.filter((id) => kindOf(document.nodes[id]!).role !== 'network')
  const family = (id: NodeId) => `var(--family-${kindOf(document.nodes[id]!).family})`
  const wires = Object.entries(document.wires).flatMap(([to, from]) => {
    const [source, target] = [parseEndpoint(from), parseEndpoint(to)]
    const [start, end] = [source && boxes.get(source.node), target && boxes.get(target.node)]
    if (!start || !end) return []
    const [x1, y1, x2, y2] = [start.x + start.width, start.y + start.height / 2, end.x, end.y + end.height / 2]
    const bend = Math.min(90, Math.max(30, Math.abs(x2 - x1) / 2))
    return [{ to, path: `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}` }]
  })
  return (
    <svg
      viewBox={`${left} ${top} ${right - left} ${bottom - top}`}
      preserveAspectRatio="xMidYMid meet"
      aria-hidden="true"
    >
      {frames.map((id) => (
        <rect
          key={id}
          {...boxes.get(id)!}
          rx={18}
          fill={colours[id] ?? family(id)}
          fillOpacity={0.12}
          stroke={colours[id] ?? family(id)}
          strokeOpacity={0.55}
          vectorEffect="non-scaling-stroke"
        />
      ))}
      {wires.map(({ to, path }) => (
        <path key={to} d={path} fill="none" stroke="var(--line-control)" vectorEffect="non-scaling-stroke" />
      ))}
      {others.map((id) => (
        <rect key={id} {...boxes.get(id)!} rx={12} fill={family(id)} />
      ))}
    </svg>
  )
}
