/** @file Films as the browser itself reads them: every frame of a GIF to the last colour, a video as long and as large as it should be. */
import { expect, test } from 'vitest'
import type { Picture } from '../../../media/picture'
import { type FilmFormat, makeFilm, scaleFor } from './make-film'
import { VideoFilm } from './video'

const FRAMES = 12

/** Grey, but for its left column: one more bright each frame. */
function picture(frame: number): Picture {
  const pixels = new Uint8ClampedArray(7 * 6 * 4)
  for (let at = 0; at < pixels.length; at += 4) pixels.set([100, 100, 100, 255], at)
  for (let row = 0; row < 6; row++) pixels.set([20 * frame, 255 - 20 * frame, 0, 255], row * 7 * 4)
  return { widthPx: 7, heightPx: 6, pixels }
}

async function film(format: FilmFormat, signal = new AbortController().signal) {
  const done: number[] = []
  const settings = { format, framesPerSecond: 20, scale: scaleFor(picture(0), 28), signal }
  const onFrame = (frame: number) => done.push(frame)
  return { made: await makeFilm({ count: FRAMES, frame: picture }, { ...settings, onFrame }), done }
}

test('the scale makes lengths even', () => {
  const of = (widthPx: number, heightPx: number, sidePx: number) => scaleFor({ widthPx, heightPx }, sidePx)
  expect([of(28, 28, 256), of(7, 6, 21), of(64, 64, 16), of(33, 20, 33)]).toEqual([9, 4, 1, 2])
})

test('a GIF has all frames, at the right time and in the right colours', async () => {
  const { made, done } = await film('gif')
  if (!made?.ok) throw new Error('there is no GIF')
  expect(done).toEqual(Array.from({ length: FRAMES }, (_, index) => index + 1))
  const decoder = new ImageDecoder({ data: made.value.bytes, type: 'image/gif' })
  await decoder.tracks.ready
  const track = decoder.tracks.selectedTrack!
  expect([track.frameCount, track.repetitionCount]).toEqual([FRAMES, Number.POSITIVE_INFINITY])
  for (const frameIndex of [0, 5, FRAMES - 1]) {
    const { image } = await decoder.decode({ frameIndex })
    expect([image.displayWidth, image.displayHeight, image.duration]).toEqual([28, 24, 50_000])
    const context = new OffscreenCanvas(28, 24).getContext('2d')!
    context.drawImage(image, 0, 0)
    image.close()
    const at = (x: number, y: number) => [...context.getImageData(x, y, 1, 1).data]
    expect([at(3, 23), at(4, 0)]).toEqual([
      [20 * frameIndex, 255 - 20 * frameIndex, 0, 255],
      [100, 100, 100, 255],
    ])
  }
})

/** How the browser's own player takes it: its size and length, and the sixth frame. */
async function played(bytes: Uint8Array<ArrayBuffer>, type: string) {
  const video = document.createElement('video')
  video.src = URL.createObjectURL(new Blob([bytes], { type }))
  await new Promise((ready, failed) => {
    video.onloadeddata = ready
    video.onerror = () => failed(new Error(video.error?.message))
  })
  video.currentTime = 5.5 / 20
  await new Promise((done) => {
    video.onseeked = done
  })
  const context = new OffscreenCanvas(28, 24).getContext('2d')!
  context.drawImage(await createImageBitmap(video), 0, 0)
  URL.revokeObjectURL(video.src)
  const { videoWidth, videoHeight, duration } = video
  return { size: [videoWidth, videoHeight], duration, at: (x: number) => [...context.getImageData(x, 12, 1, 1).data] }
}

function expectFilm({ size, duration, at }: Awaited<ReturnType<typeof played>>) {
  expect(size).toEqual([28, 24])
  expect(duration).toBeCloseTo(FRAMES / 20, 2)
  const [red, green, blue] = at(0)
  expect(Math.max(Math.abs(red! - 100), Math.abs(green! - 155), blue!)).toBeLessThan(50)
  for (const channel of at(20).slice(0, 3)) expect(Math.abs(channel - 100)).toBeLessThan(25)
}

test('a video plays for as long as its frames take', async () => {
  const { made } = await film('mp4')
  if (!made?.ok) throw new Error('there is no video')
  const { bytes, mimeType, extension, word } = made.value
  expect([extension, mimeType]).toEqual(['mp4', 'video/mp4'])
  // A box: its length, then its name. The first of MP4 is `ftyp`.
  expect(String.fromCharCode(...bytes.subarray(4, 8))).toBe('ftyp')
  if (word !== null) expect(word).toMatch(/cannot encode H.264.* is (VP9|AV1)/)
  expectFilm(await played(bytes, mimeType))
})

test.each([
  ['vp9', 'mp4', 'VP9'],
  ['vp8', 'webm', 'VP8'],
] as const)('where the browser encodes %s only, the film is %s', async (only, extension, codec) => {
  const opened = await VideoFilm.open(28, 24, 20, [only])
  if (!opened.ok) throw new Error(opened.problem)
  const video = opened.value
  expect([video.extension, video.mimeType, video.codec]).toEqual([extension, `video/${extension}`, codec])
  for (let frame = 0; frame < FRAMES; frame++) await video.add(picture(frame))
  expectFilm(await played(await video.finish(), video.mimeType))
})

test('where it encodes nothing that fits, that is said', async () => {
  expect(await VideoFilm.open(28, 24, 20, [])).toEqual({ ok: false, problem: expect.stringContaining('Save a GIF') })
})

test.each(['gif', 'mp4'] as const)('%s: cancelled, there is no film', async (format) => {
  const controller = new AbortController()
  controller.abort()
  expect(await film(format, controller.signal)).toEqual({ made: null, done: [] })
})
