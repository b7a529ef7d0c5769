/** @file Samples to choose from: press one to pin it, go from one to the next with the arrow keys. */
import { useRef, useState } from 'react'
import type { PlaySamples } from '../../train/play'
import styles from './Play.module.css'
import { SampleTile } from './SampleTile'

interface SampleGridProps {
  samples: PlaySamples
  columns: number
  /** Letter of the pin that a sample has; `null` when it has none. */
  pinOf(index: number): string | null
  onToggle(index: number): void
}

export function SampleGrid({ samples, columns, pinOf, onToggle }: SampleGridProps) {
  const [current, setCurrent] = useState(0)
  const grid = useRef<HTMLDivElement>(null)
  const move = (event: React.KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key]
    const next = current + (by ?? Number.NaN)
    if (!(next >= 0 && next < samples.count)) return
    event.preventDefault()
    setCurrent(next)
    grid.current?.querySelectorAll('button')[next]?.focus()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys come from the buttons in it
    <div
      ref={grid}
      className={styles.grid}
      style={{ gridTemplateColumns: `repeat(${columns}, 1fr)` }}
      data-form={samples.form}
      onKeyDown={move}
    >
      {Array.from({ length: samples.count }, (_, index) => {
        const pin = pinOf(index)
        return (
          <button
            type="button"
            // biome-ignore lint/suspicious/noArrayIndexKey: a sample is its place
            key={index}
            className={styles.tile}
            aria-pressed={pin !== null}
            aria-label={`Sample ${index + 1}${pin === null ? '' : `, pinned as ${pin}`}`}
            tabIndex={index === current ? 0 : -1}
            onFocus={() => setCurrent(index)}
            onClick={() => onToggle(index)}
          >
            {samples.form === 'points' && <span className={styles.number}>{index + 1}</span>}
            <SampleTile samples={samples} index={index} />
            {pin !== null && <span className={styles.letter}>{pin}</span>}
          </button>
        )
      })}
    </div>
  )
}
