/** @file A slider that also goes by itself, by a button beside it, where people have not asked for less motion. */
import { Pause, Play } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../components/Button'
import styles from './Play.module.css'
import { Slider } from './Steering'

interface PlaySliderProps {
  /** Of the button while it stands still. */
  label: string
  disabled: boolean
  playing: boolean
  onPlaying(playing: boolean): void
  /** Of the slider. */
  name: string
  text: string
  /** From 0 in whole steps. */
  maximum: number
  value: number
  /** By hand: it goes no further by itself. */
  onChange(value: number): void
}

export function PlaySlider({ label, disabled, playing, onPlaying, onChange, ...slider }: PlaySliderProps) {
  const [still] = useState(() => matchMedia('(prefers-reduced-motion: reduce)').matches)
  return (
    <div className={styles.row}>
      {!still && (
        <Button
          label={playing ? 'Stop' : label}
          look="outlined"
          icon={playing ? <Pause size={16} aria-hidden="true" /> : <Play size={16} aria-hidden="true" />}
          disabled={disabled}
          onClick={() => onPlaying(!playing)}
        />
      )}
      <Slider
        {...slider}
        minimum={0}
        step={1}
        onChange={(next) => {
          onPlaying(false)
          onChange(next)
        }}
      />
    </div>
  )
}
