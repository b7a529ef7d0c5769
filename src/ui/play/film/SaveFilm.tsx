/** @file Saves frames as a GIF or as a video: how fast, how large, how far it has come, and Cancel. */
import { Clapperboard, Film, X } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { Result } from '../../../lib/result'
import { Button } from '../../components/Button'
import { Select } from '../../components/Select'
import { downloadBytes } from '../../download'
import { editor } from '../../editor'
import { bytesText } from '../../format'
import styles from './Film.module.css'
import { type FilmFormat, type FilmFrames, makeFilm } from './make-film'

const SIDES_PX = [128, 256, 512]

export interface DrawnFrames {
  frames: FilmFrames
  /** Each pixel becomes a square of so many. */
  scale: number
  /** Of the file, without an ending. */
  name: string
}

interface SaveFilmProps {
  /** All frames at once, at most about so large; or why there are none. */
  draw(sidePx: number): Promise<Result<DrawnFrames, string>>
  /** How many there will be. */
  count: number
  /** Frames a second to choose from: whole hundredths of a second long, as a GIF wants them. */
  rates: readonly number[]
  rate: number
  /** Further choices. */
  children?: ReactNode
}

interface Resting {
  at: 'rest'
  problem: string | null
  saved: string | null
  word: string | null
}
type State = Resting | { at: 'work'; format: FilmFormat; done: number; of: number }

const REST: Resting = { at: 'rest', problem: null, saved: null, word: null }

export function SaveFilm({ draw, count, rates, rate: first, children }: SaveFilmProps) {
  const [rate, setRate] = useState(String(first))
  const [sidePx, setSidePx] = useState('256')
  const [state, setState] = useState<State>(REST)
  const working = useRef<AbortController | null>(null)
  useEffect(() => () => working.current?.abort(), [])

  async function save(format: FilmFormat) {
    const controller = new AbortController()
    const { signal } = controller
    working.current = controller
    setState({ at: 'work', format, done: 0, of: count })
    const drawn = await draw(Number(sidePx))
    if (signal.aborted) return
    if (!drawn.ok) {
      setState({ ...REST, problem: drawn.problem })
      return
    }
    const { frames, scale, name } = drawn.value
    const film = await makeFilm(frames, {
      format,
      framesPerSecond: Number(rate),
      scale,
      signal,
      onFrame: (done) => !signal.aborted && setState({ at: 'work', format, done, of: frames.count }),
    })
    if (signal.aborted || film === null) return
    if (!film.ok) {
      setState({ ...REST, problem: film.problem })
      return
    }
    const { bytes, extension, mimeType, word } = film.value
    downloadBytes(`${name}.${extension}`, bytes, mimeType)
    const saved = `Saved ${name}.${extension}, ${bytesText(bytes.length)}`
    setState({ ...REST, saved, word })
    editor.announce(`${saved}.${word === null ? '' : ` ${word}`}`)
  }

  function cancel() {
    working.current?.abort()
    setState(REST)
    editor.announce('No film was saved.')
  }

  /** The button that was pressed becomes Cancel, so that the keyboard stays where it is. */
  const button = (format: FilmFormat, label: string, icon: ReactNode) => {
    const isWorking = state.at === 'work' && state.format === format
    return (
      <Button
        label={isWorking ? 'Cancel' : label}
        look="outlined"
        className={styles.save}
        icon={isWorking ? <X size={16} aria-hidden="true" /> : icon}
        disabled={state.at === 'work' && !isWorking}
        onClick={() => (isWorking ? cancel() : void save(format))}
      />
    )
  }
  const seconds = count / Number(rate)
  return (
    <div className={styles.film}>
      <div className={styles.choices}>
        {children}
        <Select
          label="Frames a second"
          value={rate}
          options={rates.map((value) => ({ value: String(value), title: `${value} a second` }))}
          onChange={setRate}
        />
        <Select
          label="Size of the film"
          value={sidePx}
          options={SIDES_PX.map((value) => ({ value: String(value), title: `About ${value} px` }))}
          onChange={setSidePx}
        />
        {button('gif', 'Save as GIF', <Film size={16} aria-hidden="true" />)}
        {button('mp4', 'Save as MP4', <Clapperboard size={16} aria-hidden="true" />)}
      </div>
      <div className={styles.outcome}>
        {state.at === 'work' ? (
          <>
            <progress
              aria-label="Frames of the film"
              max={state.of}
              {...(state.done > 0 && { value: state.done })}
              className={styles.progress}
            />
            <span>{state.done > 0 ? `Frame ${state.done} of ${state.of}` : 'Drawing the samples …'}</span>
          </>
        ) : state.problem !== null ? (
          <span className={styles.problem}>{state.problem}</span>
        ) : state.saved !== null ? (
          <span>
            {state.saved}
            {state.word !== null && `. ${state.word}`}
          </span>
        ) : (
          <span>
            {count} frames, {seconds.toFixed(1)} s
          </span>
        )}
      </div>
    </div>
  )
}
