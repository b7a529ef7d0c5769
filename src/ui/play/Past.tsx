/** @file The run's fixed samples at every checkpoint of which a picture is kept, by a slider over time. */
import { useEffect, useRef, useState } from 'react'
import type { RunPicture } from '../../runs/run-store'
import { useEditor } from '../editor'
import { countText } from '../format'
import { runStore } from '../runs'
import styles from './Play.module.css'
import { Slider } from './Steering'

export function Past() {
  const kept = useEditor((state) => state.keptRun)
  const [pictures, setPictures] = useState<readonly RunPicture[]>([])
  /** `null`: the newest. */
  const [chosen, setChosen] = useState<number | null>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    if (!kept) return
    let current = true
    void runStore.then(async (runs) => {
      const found = (await runs?.pictures(kept.run)) ?? []
      if (current) setPictures(found)
    })
    return () => {
      current = false
    }
  }, [kept])
  const last = pictures.length - 1
  const index = chosen === null ? last : Math.min(chosen, last)
  const picture = pictures[index]
  useEffect(() => {
    if (!picture) return
    let current = true
    void createImageBitmap(new Blob([picture.png], { type: 'image/png' })).then((image) => {
      if (!current || !canvas.current) return
      canvas.current.width = image.width
      canvas.current.height = image.height
      canvas.current.getContext('2d')?.drawImage(image, 0, 0)
      image.close()
    })
    return () => {
      current = false
    }
  }, [picture])
  if (!picture)
    return (
      <p className={styles.hint}>
        Checkpoints are kept while the run goes on and when it is paused. Here are the same samples at each of them.
      </p>
    )
  return (
    <div className={styles.past}>
      <canvas
        ref={canvas}
        role="img"
        aria-label={`The fixed samples at step ${countText(picture.step)}`}
        className={styles.sheet}
      />
      <Slider
        name="Checkpoint"
        text={`Step ${countText(picture.step)}`}
        minimum={0}
        maximum={Math.max(last, 1)}
        step={1}
        value={index}
        onChange={(next) => setChosen(next >= last ? null : next)}
      />
    </div>
  )
}
