/**
 * @file The live picture of an output or preview node, on the canvas and in the inspector. It is painted outside React, ten
 * times a second at most and only where it is seen; React only learns of a change of the legend.
 */
import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { GraphDocument, NodeId } from '../../graph/document'
import { parseEndpoint } from '../../graph/document'
import { nodeOf } from '../../graph/queries'
import type { Preview } from '../../train/preview'
import { canvasFlow } from '../canvas/canvas-flow'
import { editor, useEditor } from '../editor'
import { usePageTheme } from '../theme'
import styles from './PreviewView.module.css'
import { paintPreview, seriesToken, tickText } from './paint'

/** Histograms are this much lower than wide; everything else is square. */
const HISTOGRAM_HEIGHT = 0.58

/** Between two pictures of one node. */
const REPAINT_MS = 100

/** `Generator.image` for an output node, what is wired to it for a preview node. */
export function previewTitle(document: GraphDocument, id: NodeId): string {
  const node = nodeOf(document, id)
  if (!node) return id
  const network = node.parent === undefined ? null : nodeOf(document, node.parent)
  if (network) return `${network.params.name}.${node.params.name}`
  const source = parseEndpoint(document.wires[`${id}.in`] ?? '')
  if (!source) return id
  const name = nodeOf(document, source.node)?.params.name
  return `${typeof name === 'string' ? name : source.node}.${source.port}`
}

interface LegendItem {
  label: string
  token: string
  /** Left out: words without a mark. */
  form?: 'disc' | 'ring' | 'bar'
  value?: string
}

function legendOf(preview: Preview): LegendItem[] {
  switch (preview.type) {
    case 'image':
      return [{ label: `${preview.columns} × ${preview.rows} samples`, token: 'ink-2' }]
    case 'points':
      return [
        ...(preview.real ? [{ label: 'real', token: 'real', form: 'ring' as const }] : []),
        { label: 'fake', token: 'fake', form: 'disc' },
      ]
    case 'histogram':
      return preview.series.map(({ label, mean }, index) => ({
        label,
        token: seriesToken(label, index),
        form: 'bar',
        value: tickText(mean),
      }))
  }
}

export interface PreviewViewProps {
  nodeId: NodeId
  /** Width in CSS px; the height follows from what is shown. */
  size: number
}

export function PreviewView({ nodeId, size }: PreviewViewProps) {
  const title = useEditor((state) => previewTitle(state.history.document, nodeId))
  const form = useStore(canvasFlow.store, (flow) => flow.layout.previews.get(nodeId))
  const status = useEditor((state) => state.run.status)
  const trainable = useEditor((state) => state.compilation.plan !== null)
  const theme = usePageTheme()
  const canvasRef = useRef<HTMLCanvasElement>(null)
  const [shown, setShown] = useState<{ type: Preview['type']; legend: LegendItem[]; surface: boolean } | null>(null)

  const histogram = shown ? shown.type === 'histogram' : form === 'histogram'
  const heightPx = Math.round(histogram ? size * HISTOGRAM_HEIGHT : size)

  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of theme repaints in other colours
  useEffect(() => {
    let frame = 0
    let timer: ReturnType<typeof setTimeout> | undefined
    let seen = true
    let due = false
    let paintedAtMs = Number.NEGATIVE_INFINITY
    const paint = () => {
      frame = 0
      due = false
      paintedAtMs = performance.now()
      const preview = editor.previews.get(nodeId)?.preview
      const canvas = canvasRef.current
      if (!preview) {
        // Another graph may have a node of the same id: its picture must not stay.
        canvas?.getContext('2d')?.clearRect(0, 0, canvas.width, canvas.height)
        setShown(null)
        return
      }
      if (canvas)
        paintPreview(canvas, preview, size, Math.round(preview.type === 'histogram' ? size * HISTOGRAM_HEIGHT : size))
      const next = {
        type: preview.type,
        legend: legendOf(preview),
        surface: preview.type === 'points' && preview.surface !== null,
      }
      setShown((before) => (JSON.stringify(before) === JSON.stringify(next) ? before : next))
    }
    const draw = () => {
      timer = undefined
      frame ||= requestAnimationFrame(paint)
    }
    const request = () => {
      due = true
      if (seen && !frame) timer ??= setTimeout(draw, Math.max(0, paintedAtMs + REPAINT_MS - performance.now()))
    }
    request()
    const observer = new IntersectionObserver((entries) => {
      seen = entries.at(-1)!.isIntersecting
      if (seen && due) request()
    })
    if (canvasRef.current) observer.observe(canvasRef.current)
    const unsubscribe = editor.previews.subscribe(nodeId, request)
    return () => {
      unsubscribe()
      observer.disconnect()
      clearTimeout(timer)
      cancelAnimationFrame(frame)
    }
  }, [nodeId, size, theme])

  return (
    <div className={styles.preview} style={{ width: size }}>
      <div className={styles.frame} style={{ height: heightPx }}>
        <canvas
          ref={canvasRef}
          role="img"
          aria-label={`Preview of ${title}`}
          data-type={shown?.type}
          className={styles.canvas}
        />
        {!shown && (
          <div className={styles.placeholder} aria-hidden="true">
            {status === 'starting'
              ? 'Starting …'
              : status === 'failed'
                ? 'No picture'
                : trainable
                  ? 'Press Train'
                  : 'No picture yet'}
          </div>
        )}
      </div>
      <div className={styles.legend} data-small={size < 200 || undefined}>
        {shown?.legend.map(({ label, token, form, value }) => (
          <span key={label} className={styles.item}>
            {form && <span className={styles[form]} style={{ color: `var(--${token})` }} />}
            {label}
            {value !== undefined && <span className={styles.value}>{value}</span>}
          </span>
        ))}
        {shown?.surface && (
          <span className={styles.item} title="The critic’s score: warm is low (fake), blue is high (real)">
            <span className={styles.ramp} />
            critic
          </span>
        )}
      </div>
    </div>
  )
}
