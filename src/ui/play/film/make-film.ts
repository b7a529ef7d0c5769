/** @file Frames → a file, one frame after the other with a breath between, so that the page stays responsive and Cancel works at once. */
import { fail, ok, type Result } from '../../../lib/result'
import type { Picture } from '../../../media/picture'

export type FilmFormat = 'gif' | 'mp4'

export interface Film {
  bytes: Uint8Array<ArrayBuffer>
  /** `gif`, `mp4`, `webm`. */
  extension: string
  mimeType: string
  /** What one should know of it; `null`: nothing. */
  word: string | null
}

export interface FilmFrames {
  count: number
  frame(index: number): Picture
}

interface FilmSettings {
  format: FilmFormat
  framesPerSecond: number
  /** Each pixel becomes a square of so many. */
  scale: number
  signal: AbortSignal
  onFrame(done: number): void
}

/** `null` when it was cancelled. */
export async function makeFilm(frames: FilmFrames, settings: FilmSettings): Promise<Result<Film, string> | null> {
  const { format, framesPerSecond, scale, signal, onFrame } = settings
  const first = frames.frame(0)
  const opened =
    format === 'gif'
      ? await openGif(framesPerSecond, scale)
      : await openVideo(first.widthPx * scale, first.heightPx * scale, framesPerSecond)
  if (!opened.ok) return opened
  const film = opened.value
  try {
    for (let index = 0; index < frames.count; index++) {
      if (signal.aborted) {
        await film.cancel()
        return null
      }
      await film.add(index === 0 ? first : frames.frame(index))
      onFrame(index + 1)
      await breath()
    }
    return ok(await film.finish())
  } catch (error) {
    await film.cancel()
    return fail(`The film could not be encoded: ${error instanceof Error ? error.message : error}`)
  }
}

interface Making {
  add(picture: Picture): Promise<void> | void
  finish(): Promise<Film>
  cancel(): Promise<void>
}

async function openGif(framesPerSecond: number, scale: number): Promise<Result<Making, string>> {
  const { GifFilm } = await import('../../../media/gif')
  const film = new GifFilm(framesPerSecond, scale)
  return ok({
    add: (picture) => film.add(picture),
    finish: async () => ({ bytes: film.finish(), extension: 'gif', mimeType: 'image/gif', word: null }),
    cancel: async () => {},
  })
}

async function openVideo(widthPx: number, heightPx: number, framesPerSecond: number): Promise<Result<Making, string>> {
  const { VideoFilm } = await import('./video')
  const opened = await VideoFilm.open(widthPx, heightPx, framesPerSecond)
  if (!opened.ok) return opened
  const film = opened.value
  const { extension, mimeType, codec } = film
  const word =
    codec === 'H.264'
      ? null
      : `This browser cannot encode H.264, so the video in it is ${codec}: browsers and VLC play it, some other programs do not.`
  return ok({
    add: (picture) => film.add(picture),
    finish: async () => ({ bytes: await film.finish(), extension, mimeType, word }),
    cancel: () => film.cancel(),
  })
}

/** Lets the page draw and listen. A timer would be slowed down to one a second while the tab is in the background. */
const breath = (): Promise<void> =>
  new Promise((done) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      done()
    }
    port2.postMessage(null)
  })

/** The whole factor by which pictures come nearest to `sidePx`; even lengths, as video codecs want them. */
export function scaleFor({ widthPx, heightPx }: Pick<Picture, 'widthPx' | 'heightPx'>, sidePx: number): number {
  const scale = Math.max(1, Math.round(sidePx / Math.max(widthPx, heightPx)))
  const isOdd = (widthPx * scale) % 2 === 1 || (heightPx * scale) % 2 === 1
  return isOdd ? scale + 1 : scale
}
