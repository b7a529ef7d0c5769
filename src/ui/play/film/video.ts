/**
 * @file Frames → a video, by the browser's own encoder (WebCodecs) and a muxer. H.264 plays everywhere, but not every browser may encode it
 * (Debian's Chromium does not): then what it has, in MP4 if that can hold it, else in WebM. Loaded when a video is asked for.
 */
import {
  BufferTarget,
  CanvasSource,
  getFirstEncodableVideoCodec,
  Mp4OutputFormat,
  Output,
  QUALITY_VERY_HIGH,
  type VideoCodec,
  WebMOutputFormat,
} from 'mediabunny'
import { fail, ok, type Result } from '../../../lib/result'
import type { Picture } from '../../../media/picture'
import { canvasOf } from '../paint-samples'

/** By how many players know them in MP4, the most first. */
const IN_MP4: readonly VideoCodec[] = ['avc', 'vp9', 'av1', 'hevc']
const CODECS: readonly VideoCodec[] = [...IN_MP4, 'vp8']
const NAMES: Partial<Record<VideoCodec, string>> = { avc: 'H.264', hevc: 'H.265', vp9: 'VP9', vp8: 'VP8', av1: 'AV1' }

export class VideoFilm {
  private constructor(
    private readonly output: Output<Mp4OutputFormat | WebMOutputFormat, BufferTarget>,
    private readonly source: CanvasSource,
    private readonly context: CanvasRenderingContext2D,
    private readonly framesPerSecond: number,
    /** Of the codec: `H.264`. */
    readonly codec: string,
  ) {}

  private frames = 0

  /** `mp4` or `webm`. */
  get extension(): string {
    return this.output.format.fileExtension.slice(1)
  }

  get mimeType(): string {
    return this.output.format.mimeType
  }

  /** All frames will be `widthPx` × `heightPx`, which should be even. Why there can be no video is said in words. */
  static async open(
    widthPx: number,
    heightPx: number,
    framesPerSecond: number,
    codecs = CODECS,
  ): Promise<Result<VideoFilm, string>> {
    const size = { width: widthPx, height: heightPx, quality: QUALITY_VERY_HIGH }
    const codec = typeof VideoEncoder === 'undefined' ? null : await getFirstEncodableVideoCodec([...codecs], size)
    if (codec === null)
      return fail(`This browser cannot encode a video of ${widthPx} × ${heightPx} pixels. Save a GIF instead.`)
    const canvas = document.createElement('canvas')
    canvas.width = widthPx
    canvas.height = heightPx
    const context = canvas.getContext('2d')
    if (!context) return fail('This browser has no memory left for a picture. Choose a smaller size.')
    const format = IN_MP4.includes(codec) ? new Mp4OutputFormat({ fastStart: 'in-memory' }) : new WebMOutputFormat()
    const output = new Output({ format, target: new BufferTarget() })
    const source = new CanvasSource(canvas, { codec, quality: QUALITY_VERY_HIGH })
    output.addVideoTrack(source, { frameRate: framesPerSecond })
    await output.start()
    return ok(new VideoFilm(output, source, context, framesPerSecond, NAMES[codec] ?? codec))
  }

  /** Each pixel fills a square, without smoothing. Resolves when the encoder has room for the next. */
  async add(picture: Picture): Promise<void> {
    const { context, framesPerSecond } = this
    context.imageSmoothingEnabled = false
    context.drawImage(canvasOf(picture), 0, 0, context.canvas.width, context.canvas.height)
    await this.source.add(this.frames++ / framesPerSecond, 1 / framesPerSecond)
  }

  async finish(): Promise<Uint8Array<ArrayBuffer>> {
    await this.output.finalize()
    return new Uint8Array(this.output.target.buffer!)
  }

  cancel(): Promise<void> {
    return this.output.cancel()
  }
}
