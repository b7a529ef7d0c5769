/** @file The run's fixed samples at past checkpoints, by a slider over time, as a film in the page and as a file. */
import { useEffect, useRef, useState } from 'react'
import type { Plan } from '../../compile/plan'
import { ok } from '../../lib/result'
import { MAX_PICTURES, type RunPicture } from '../../runs/run-store'
import { keptPicture, type Playable } from '../../train/play'
import { plainName } from '../download'
import { editor, useEditor } from '../editor'
import { countText } from '../format'
import { runStore } from '../runs'
import { framesOfPictures } from './film/draw-past'
import { SaveFilm } from './film/SaveFilm'
import styles from './Play.module.css'
import { PlaySlider } from './PlaySlider'

const PICTURE_MS = 250
/** Slow enough to see each one. */
const RATES = [2, 5, 10, 20]

/** What is kept of the present run, oldest first. */
function useKeptPictures(): readonly RunPicture[] {
  const kept = useEditor((state) => state.keptRun)
  const [pictures, setPictures] = useState<readonly RunPicture[]>([])
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
  return pictures
}

export function Past({ plan, found }: { plan: Plan; found: Playable }) {
  const pictures = useKeptPictures()
  /** `null`: the newest, also when a newer one comes. */
  const [chosen, setChosen] = useState<number | null>(null)
  const [playing, setPlaying] = useState(false)
  const canvas = useRef<HTMLCanvasElement>(null)
  /** What stands on the canvas. */
  const [drawn, setDrawn] = useState<RunPicture | null>(null)
  const last = pictures.length - 1
  /** Pictures are known by their step: which are kept changes while one looks. */
  const at = pictures.findIndex(({ step }) => step === chosen)
  const index = at === -1 ? last : at
  const picture = pictures[index]
  const choose = (next: number) => setChosen(next >= last ? null : (pictures[next]?.step ?? null))

  useEffect(() => {
    if (!picture) return
    let current = true
    void createImageBitmap(new Blob([picture.png], { type: 'image/png' })).then((image) => {
      if (current && canvas.current) {
        canvas.current.width = image.width
        canvas.current.height = image.height
        canvas.current.getContext('2d')?.drawImage(image, 0, 0)
        setDrawn(picture)
      }
      image.close()
    })
    return () => {
      current = false
    }
  }, [picture])

  useEffect(() => {
    if (!playing) return
    const timer = setTimeout(() => {
      if (index >= last - 1) setPlaying(false)
      setChosen(index >= last - 1 ? null : pictures[index + 1]!.step)
    }, PICTURE_MS)
    return () => clearTimeout(timer)
  }, [playing, index, last, pictures])

  if (!picture)
    return (
      <p className={styles.hint}>
        Checkpoints are kept while the run goes on and when it is paused. Here are the same samples at each of them.
      </p>
    )
  const output = keptPicture(plan)
  async function draw(sidePx: number) {
    const film = await framesOfPictures(pictures, sidePx)
    const name = `${plainName(editor.document().name)}-steps-${pictures[0]!.step}-to-${pictures[last]!.step}`
    return ok({ ...film, name })
  }
  return (
    <div className={styles.past}>
      <canvas
        ref={canvas}
        role="img"
        aria-label={`The fixed samples at step ${countText(picture.step)}`}
        aria-busy={drawn !== picture}
        className={styles.sheet}
      />
      <div className={styles.time}>
        <PlaySlider
          label="Play over time"
          disabled={last < 1}
          playing={playing}
          onPlaying={(next) => {
            if (next && index === last) choose(0)
            setPlaying(next)
          }}
          name="Checkpoint"
          text={`Step ${countText(picture.step)}`}
          maximum={Math.max(last, 1)}
          value={index}
          onChange={choose}
        />
        <p className={styles.hint}>
          {pictures.length === 1
            ? 'A picture of one checkpoint.'
            : `Pictures of ${countText(pictures.length)} checkpoints, from step ${countText(pictures[0]!.step)} on.`}{' '}
          Up to {MAX_PICTURES} are kept with the run, thinned so that they stay spread over all of it.
          {output && output.node !== found.node && ` They show ${output.title}, not ${found.title}.`}
        </p>
        {pictures.length > 1 && <SaveFilm draw={draw} count={pictures.length} rates={RATES} rate={5} />}
      </div>
    </div>
  )
}
