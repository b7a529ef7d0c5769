/**
 * @file A pad on which a distribution is drawn: each touch sprays points around the pen. By keyboard the arrows move the pen and Space
 * sprays.
 */
import { type KeyboardEvent, type PointerEvent, useCallback, useEffect, useId, useRef, useState } from 'react'
import type { Given } from '../../editor/state'
import { countText } from '../../lib/quantities'
import { randomStream } from '../../lib/random'
import { Button } from '../components/Button'
import { tokens } from '../theme'
import styles from './OwnData.module.css'

/** Half the width of the pad, in the points' own coordinates: as far as the data sets of the laboratory reach. */
const EXTENT = 2
const PAD_PX = 360
const SCALE = 2
const POINTS_OF_A_TOUCH = 12
const MOST_POINTS = 50_000
/** Of the arrows, in the points' coordinates. */
const STEP = 0.1

type Point = readonly [x: number, y: number]

export function DrawPad({ onTake }: { onTake(given: Given): void }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [strokes, setStrokes] = useState<readonly (readonly Point[])[]>([])
  const [spread, setSpread] = useState(0.08)
  const [pen, setPen] = useState<Point>([0, 0])
  const random = useRef(randomStream('drawn points'))
  const spreadId = useId()
  const helpId = useId()
  const count = strokes.reduce((sum, stroke) => sum + stroke.length, 0)

  const paint = useCallback(() => {
    const context = canvas.current?.getContext('2d')
    if (!context) return
    const colours = tokens('real', 'line-strong', 'ink-3')
    const toPx = (value: number) => ((value / EXTENT + 1) / 2) * PAD_PX * SCALE
    context.clearRect(0, 0, PAD_PX * SCALE, PAD_PX * SCALE)
    context.strokeStyle = colours['line-strong']
    context.beginPath()
    context.moveTo(toPx(0), 0)
    context.lineTo(toPx(0), PAD_PX * SCALE)
    context.moveTo(0, toPx(0))
    context.lineTo(PAD_PX * SCALE, toPx(0))
    context.stroke()
    context.fillStyle = colours.real
    for (const stroke of strokes) for (const [x, y] of stroke) context.fillRect(toPx(x) - 1.5, toPx(-y) - 1.5, 3, 3)
    context.strokeStyle = colours['ink-3']
    context.beginPath()
    context.arc(toPx(pen[0]), toPx(-pen[1]), (spread / EXTENT) * PAD_PX, 0, 2 * Math.PI)
    context.stroke()
  }, [strokes, pen, spread])
  useEffect(paint, [paint])

  const spray = ([x, y]: Point, newStroke: boolean) => {
    if (count >= MOST_POINTS) return
    const points = Array.from(
      { length: POINTS_OF_A_TOUCH },
      (): Point => [x + spread * random.current.normal(), y + spread * random.current.normal()],
    )
    setStrokes((before) =>
      newStroke || before.length === 0 ? [...before, points] : [...before.slice(0, -1), [...before.at(-1)!, ...points]],
    )
  }
  const placeOf = (event: PointerEvent): Point => {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect()
    return [(2 * ((event.clientX - left) / width) - 1) * EXTENT, (1 - 2 * ((event.clientY - top) / height)) * EXTENT]
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.shiftKey ? 3 * STEP : STEP
    const moves: Record<string, Point> = {
      ArrowLeft: [-step, 0],
      ArrowRight: [step, 0],
      ArrowUp: [0, step],
      ArrowDown: [0, -step],
    }
    const move = moves[event.key]
    const within = (value: number) => Math.min(EXTENT, Math.max(-EXTENT, value))
    if (move) setPen(([x, y]) => [within(x + move[0]), within(y + move[1])])
    else if (event.key === ' ') spray(pen, true)
    else if (event.key === 'Backspace') setStrokes((before) => before.slice(0, -1))
    else return
    event.preventDefault()
  }

  return (
    <div className={styles.draw}>
      {/* biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: it takes keys of its own, which only an application may */}
      <canvas
        ref={canvas}
        tabIndex={0}
        role="application"
        aria-label="Pad for points"
        aria-describedby={helpId}
        width={PAD_PX * SCALE}
        height={PAD_PX * SCALE}
        style={{ width: PAD_PX, height: PAD_PX }}
        className={styles.pad}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          setPen(placeOf(event))
          spray(placeOf(event), true)
        }}
        onPointerMove={(event) => {
          setPen(placeOf(event))
          if (event.buttons === 1) spray(placeOf(event), false)
        }}
      />
      <div className={styles.side}>
        <p role="status">
          <strong>{count === 1 ? '1 point' : `${countText(count)} points`}</strong>
        </p>
        <p id={helpId} className={styles.note}>
          Draw with the mouse or a finger. By keyboard: arrows move the pen, Space sprays, Backspace takes the last
          stroke back. The axes reach from −{EXTENT} to {EXTENT}.
        </p>
        <div className={styles.field}>
          <label htmlFor={spreadId}>Width of the pen</label>
          <input
            id={spreadId}
            type="range"
            min={0.01}
            max={0.4}
            step={0.01}
            value={spread}
            onChange={(event) => setSpread(Number(event.target.value))}
          />
        </div>
        <div className={styles.choose}>
          <Button
            label="Undo stroke"
            look="outlined"
            disabled={count === 0}
            onClick={() => setStrokes((before) => before.slice(0, -1))}
          />
          <Button label="Clear" look="outlined" disabled={count === 0} onClick={() => setStrokes([])} />
        </div>
        <Button
          label="Take these points"
          look="primary"
          disabled={count < 2}
          onClick={() => onTake({ name: 'Drawn points', files: [{ path: 'drawn.csv', blob: textOf(strokes.flat()) }] })}
        />
      </div>
    </div>
  )
}

const textOf = (points: readonly Point[]): Blob =>
  new Blob([`x,y\n${points.map(([x, y]) => `${x},${y}`).join('\n')}\n`], { type: 'text/csv' })
