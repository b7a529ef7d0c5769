/** @file The way from one pinned sample to the next: a strip, and one picture that goes along it. */
import { useEffect, useMemo, useState } from 'react'
import { ok } from '../../lib/result'
import { type Playable, pathRows, type SamplesQuestion } from '../../train/play'
import type { NodePreview } from '../../train/preview'
import { Select } from '../components/Select'
import { plainName } from '../download'
import { editor } from '../editor'
import { drawLoop } from './film/draw-loop'
import { SaveFilm } from './film/SaveFilm'
import { MovingPoint } from './MovingPoint'
import styles from './Play.module.css'
import { PlaySlider } from './PlaySlider'
import { SampleTile } from './SampleTile'
import type { Pin } from './settings'
import { useAnswer } from './use-samples'

/** Pictures of the animation, and how many of them stand in the strip. */
const FRAMES = 33
const IN_STRIP = 9
const FRAME_MS = 80

/** Of a film, from one pin to the next. */
const FRAMES_EACH = [10, 20, 30, 60, 120]
/** What a GIF can hold exactly. */
const RATES = [10, 20, 25, 50]

interface BetweenProps {
  found: Playable
  pins: readonly Pin[]
  weights: 'ema' | 'live'
  /** Another object whenever what is known of the run is to be asked anew. */
  refreshed: object
  /** What the output shows beside it. */
  shown: NodePreview | undefined
  /** Is told the points of the way, where there are points. */
  onPath(points: Float32Array | null): void
}

export function Between({ found, pins, weights, refreshed, shown, onPath }: BetweenProps) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: refreshing asks the same again
  const question = useMemo<SamplesQuestion | null>(() => {
    if (pins.length < 2) return null
    const stops = pins.map(({ rows }) => rows)
    return { of: 'samples', node: found.node, count: FRAMES, given: pathRows(found, stops, FRAMES), weights }
  }, [found, pins, weights, refreshed])
  const answer = useAnswer(question)
  const samples = question && answer?.of === 'samples' ? answer.samples : null
  const [frame, setFrame] = useState(0)
  const [playing, setPlaying] = useState(false)
  const [framesEach, setFramesEach] = useState('20')

  useEffect(() => onPath(samples?.form === 'points' ? samples.points : null), [samples, onPath])

  const canMove = samples !== null
  useEffect(() => {
    if (!playing || !canMove) return
    // There and back again.
    let at = 0
    const timer = setInterval(() => {
      at = (at + 1) % (2 * (FRAMES - 1))
      setFrame(at < FRAMES ? at : 2 * (FRAMES - 1) - at)
    }, FRAME_MS)
    return () => clearInterval(timer)
  }, [playing, canMove])

  if (pins.length < 2)
    return <p className={styles.hint}>Pin two samples or more, and here is the way from one to the next.</p>
  async function draw(sidePx: number) {
    const drawn = await drawLoop(
      { found, pins, framesEach: Number(framesEach), weights, shown: shown?.preview },
      sidePx,
    )
    if (!drawn.ok) return drawn
    const { step, ...film } = drawn.value
    const names = pins.map(({ name }) => name.toLowerCase()).join('-')
    return ok({ ...film, name: `${plainName(editor.document().name)}-${names}-step-${step}` })
  }

  const isCircle = found.latents.some((latent) => latent.curve === 'spherical')
  return (
    <>
      <div className={styles.between}>
        <div className={styles.moving}>
          {samples?.form === 'points' && (
            <MovingPoint points={samples.points} index={frame} shown={shown} label="Sample on the way" />
          )}
          {samples?.form === 'image' && (
            <SampleTile samples={samples} index={frame} size="large" label="Sample on the way" />
          )}
        </div>
        <div className={styles.way}>
          <div className={styles.strip} role="img" aria-label={`Way from ${pins.map(({ name }) => name).join(' to ')}`}>
            {samples &&
              Array.from({ length: IN_STRIP }, (_, place) => (
                <SampleTile
                  // biome-ignore lint/suspicious/noArrayIndexKey: a picture of the strip is its place
                  key={place}
                  samples={samples}
                  size="small"
                  index={Math.round((place * (FRAMES - 1)) / (IN_STRIP - 1))}
                />
              ))}
          </div>
          <PlaySlider
            label="Animate"
            disabled={!samples}
            playing={playing}
            onPlaying={setPlaying}
            name="Position"
            text={`${Math.round((100 * frame) / (FRAMES - 1))} %`}
            maximum={FRAMES - 1}
            value={frame}
            onChange={setFrame}
          />
        </div>
      </div>
      <p className={styles.hint}>
        {isCircle
          ? 'Along the great circle, so that what lies between is as likely as what is drawn (White 2016).'
          : 'Along the straight line, as the latent is uniform.'}{' '}
        A generator that has learnt the data changes smoothly; one that has memorised it jumps. A film goes on from the
        last pin to the first, so that it repeats without a seam.
      </p>
      <SaveFilm draw={draw} count={Number(framesEach) * pins.length} rates={RATES} rate={20}>
        <Select
          label="Frames from pin to pin"
          value={framesEach}
          options={FRAMES_EACH.map((value) => ({ value: String(value), title: `${value} frames a pin` }))}
          onChange={setFramesEach}
        />
      </SaveFilm>
    </>
  )
}
