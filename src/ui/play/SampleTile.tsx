/** @file One sample: its image, or its coordinates. */
import { useEffect, useRef } from 'react'
import type { PlaySamples } from '../../train/play'
import styles from './Play.module.css'
import { imageData } from './paint-samples'

const short = (coordinate: number, digits: number): string => coordinate.toFixed(digits).replace('-', '−')

/** `(0.31, −1.20)`. */
const pointText = (points: Float32Array, index: number, digits: number): string =>
  `(${short(points[2 * index]!, digits)}, ${short(points[2 * index + 1]!, digits)})`

interface SampleTileProps {
  samples: PlaySamples
  index: number
  /** Left out where what is around it says so. */
  label?: string
  /** How much room there is. */
  size?: 'small' | 'medium' | 'large'
}

export function SampleTile({ samples, index, label, size = 'medium' }: SampleTileProps) {
  const ref = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const canvas = ref.current
    if (!canvas || samples.form !== 'image' || index >= samples.count) return
    const image = imageData(samples, index)
    canvas.width = image.width
    canvas.height = image.height
    canvas.getContext('2d')?.putImageData(image, 0, 0)
  }, [samples, index])
  if (samples.form === 'points')
    return (
      <span className={styles.coordinates} data-size={size}>
        {pointText(samples.points, index, size === 'small' ? 1 : 2)}
      </span>
    )
  return (
    <canvas
      ref={ref}
      className={styles.image}
      data-size={size}
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    />
  )
}
