/**
 * @file From files that were given to one data set, and a word on everything that was left out. It runs in a worker of the page and in
 * the command line; only the decoding of pictures is theirs.
 */
import { fail, ok, type Result } from '../../lib/result'
import { shapeSize } from '../../tensor/shape'
import { type ArrayOptions, contentOfArrays, type NamedArray, tooMuch } from './array-content'
import { isIdx, isNpy, readIdx, readNpy } from './arrays'
import { decodeContent, type ImageShape, type OwnContent } from './content'
import { type Arranged, arrange, type Folders } from './folders'
import { extensionOf, type FoundFile, type GivenFile, gather, type LeftOut } from './gather'
import { MAX_OWN_BYTES, MAX_PICTURE_BYTES, MAX_PICTURE_PIXELS, MAX_TEXT_BYTES } from './limits'
import { pictureSize } from './picture-size'
import { readPoints } from './points-text'
import { type Pixels, resample, withChannels } from './resample'
import { readZip } from './zip'

/** px. */
export const SIDES = [28, 32, 48, 64, 96, 128] as const
/** Where nobody says otherwise pictures become no larger than this, px. */
const USUAL_SIDE = 64

export interface PrepareOptions extends ArrayOptions {
  /** What the folders of pictures mean. */
  folders: Folders
}

export const DEFAULT_OPTIONS: PrepareOptions = {
  side: 'auto',
  channels: 'auto',
  crop: 'centre',
  folders: 'auto',
  standardise: true,
}

/** What the files were: it decides which options there are. */
export type SourceForm = 'pictures' | 'arrays' | 'points' | 'prepared'

export interface Prepared {
  source: SourceForm
  content: OwnContent
  leftOut: LeftOut[]
  /** What was done with the data that is worth a word. */
  notes: string[]
}

export interface NotPrepared {
  message: string
  leftOut: LeftOut[]
}

export interface PrepareHost {
  /** Throws with the reason when the picture cannot be read. Its size was looked at before. */
  decode(bytes: Uint8Array<ArrayBuffer>): Promise<Pixels>
  /** How many of so many files are done. */
  onProgress?(done: number, total: number): void
}

const PICTURES = ['png', 'jpg', 'jpeg', 'jfif', 'webp', 'gif', 'bmp', 'avif']
const TEXTS = ['csv', 'tsv', 'txt', 'dat']
const ARRAYS = ['npy', 'npz', 'idx']

const isPicture = ({ path }: FoundFile) => PICTURES.includes(extensionOf(path))
const isText = ({ path }: FoundFile) => TEXTS.includes(extensionOf(path))
/** The files of MNIST have no ending: `train-images-idx3-ubyte`. */
const isArray = ({ path }: FoundFile) => ARRAYS.includes(extensionOf(path)) || /[-.]idx\d(-ubyte)?$/i.test(path)
const isContent = ({ path }: FoundFile) => extensionOf(path) === 'safetensors'

/** The problem's message is a sentence, or several. */
export async function prepareOwn(
  given: readonly GivenFile[],
  options: PrepareOptions,
  host: PrepareHost,
): Promise<Result<Prepared, NotPrepared>> {
  const { found, leftOut } = await gather(given)
  const forms = [
    ['prepared', found.filter(isContent)],
    ['pictures', found.filter(isPicture)],
    ['arrays', found.filter(isArray)],
    ['points', found.filter(isText)],
  ] as const
  // A folder of pictures often has a text beside them, seldom the other way; so the most files win.
  const [source, files] = [...forms].sort(([, a], [, b]) => b.length - a.length)[0]!
  if (files.length === 0) {
    const archive = leftOut.find(({ reason }) => reason.startsWith('cannot be opened'))
    const message = archive
      ? `${archive.path} ${archive.reason}`
      : 'Nothing here can be read. Give pictures (PNG, JPEG, WebP, GIF, BMP, AVIF), a zip or folders of them, NPY, NPZ or IDX arrays, or CSV points.'
    for (const { path } of found) leftOut.push({ path, reason: 'is of no form that can be read.' })
    return fail({ message, leftOut })
  }
  const taken = new Set<FoundFile>(files)
  for (const file of found)
    if (!taken.has(file)) leftOut.push({ path: file.path, reason: `is not of the ${WORDS[source]} that were taken.` })
  const prepared = await PREPARE[source](files, options, host)
  if (!prepared.ok)
    return fail({ message: prepared.problem.message, leftOut: [...prepared.problem.leftOut, ...leftOut] })
  return ok({ ...prepared.value, source, leftOut: [...prepared.value.leftOut, ...leftOut] })
}

const WORDS: Record<SourceForm, string> = {
  prepared: 'data sets',
  pictures: 'pictures',
  arrays: 'arrays',
  points: 'points',
}

type Prepare = (
  files: readonly FoundFile[],
  options: PrepareOptions,
  host: PrepareHost,
) => Promise<Result<Omit<Prepared, 'source'>, NotPrepared>>

const reasonOf = (error: unknown): string => `cannot be read: ${error instanceof Error ? error.message : error}.`

const PREPARE: Record<SourceForm, Prepare> = {
  async prepared([file, ...others], _, host) {
    const content = await file!.read(MAX_OWN_BYTES + 1e6).then(decodeContent, (error) => fail(reasonOf(error)))
    host.onProgress?.(1, 1)
    if (!content.ok) return fail({ message: `${file!.path}: ${content.problem}`, leftOut: [] })
    const leftOut = others.map(({ path }) => ({ path, reason: `was passed over: ${file!.path} is a whole dataset.` }))
    return ok({ content: content.value, leftOut, notes: [] })
  },

  async points([file, ...others], { standardise }, host) {
    const leftOut = others.map(({ path }) => ({
      path,
      reason: `was passed over: the points were taken from ${file!.path}.`,
    }))
    const text = await file!.read(MAX_TEXT_BYTES).then(
      (bytes) => ok(new TextDecoder(bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8').decode(bytes)),
      (error) => fail(reasonOf(error)),
    )
    const read = text.ok ? readPoints(file!.path, text.value, standardise) : text
    host.onProgress?.(1, 1)
    if (!read.ok) return fail({ message: `${file!.path} ${read.problem}`, leftOut })
    return ok({ ...read.value, leftOut: [...read.value.leftOut, ...leftOut] })
  },

  async arrays(files, options, host) {
    const arrays: NamedArray[] = []
    const leftOut: LeftOut[] = []
    for (const [index, file] of files.entries()) {
      try {
        await readArrays(file, arrays, leftOut)
      } catch (error) {
        leftOut.push({ path: file.path, reason: reasonOf(error) })
      }
      host.onProgress?.(index + 1, files.length)
    }
    if (arrays.length === 0) {
      const [first] = leftOut
      return fail({ message: first ? `${first.path} ${first.reason}` : 'There is no array.', leftOut })
    }
    const made = contentOfArrays(arrays, options)
    if (!made.ok) return fail({ message: made.problem, leftOut })
    return ok({ ...made.value, leftOut: [...leftOut, ...made.value.leftOut] })
  },

  async pictures(files, options, host) {
    const arranged = arrange(files, options.folders)
    const side = options.side === 'auto' ? await usualSide(files) : options.side
    return readPictures(arranged, side, options.channels === 'auto' ? 3 : options.channels, options, host)
  },
}

async function readArrays(file: FoundFile, arrays: NamedArray[], leftOut: LeftOut[]): Promise<void> {
  const bytes = await file.read(MAX_OWN_BYTES + 1e6)
  const add = (name: string, content: Uint8Array) => {
    const read = isNpy(content) || !isIdx(content) ? readNpy(content) : readIdx(content)
    if (read.ok) arrays.push({ name, array: read.value })
    else leftOut.push({ path: name, reason: read.problem })
  }
  if (extensionOf(file.path) !== 'npz') return add(file.path, bytes)
  const entries = await readZip(new Blob([bytes]))
  if (!entries.ok) throw new Error(entries.problem.replace(/\.$/, ''))
  let totalBytes = 0
  for (const entry of entries.value) {
    const name = entry.path.replace(/\.npy$/, '')
    try {
      totalBytes += entry.sizeBytes
      if (totalBytes > 2 * MAX_OWN_BYTES) throw new Error('the arrays before it fill the memory already')
      add(name, await entry.read(MAX_OWN_BYTES + 1e6))
    } catch (error) {
      leftOut.push({ path: name, reason: reasonOf(error) })
    }
  }
}

/** The largest of the sides that enlarges nothing, by the first picture that tells its size. */
async function usualSide(files: readonly FoundFile[]): Promise<number> {
  for (const file of files.slice(0, 10)) {
    const size = await file.read(MAX_PICTURE_BYTES).then(pictureSize, () => null)
    if (!size) continue
    const smaller = Math.min(size.width, size.height)
    return SIDES.findLast((side) => side <= Math.min(smaller, USUAL_SIDE)) ?? SIDES[0]
  }
  return USUAL_SIDE
}

/** Decoding waits for other threads, so several are on their way at once. */
const AT_ONCE = 6

async function readPictures(
  { form, samples, classes, leftOut: aside, notes }: Arranged,
  side: number,
  channels: 1 | 3,
  { crop }: PrepareOptions,
  { decode, onProgress }: PrepareHost,
): Promise<Result<Omit<Prepared, 'source'>, NotPrepared>> {
  const shape: ImageShape = [side, side, channels]
  const size = shapeSize(shape)
  const perSample = form === 'pairs' ? 2 : 1
  if (samples.length * size * perSample > MAX_OWN_BYTES)
    return fail({ message: tooMuch(samples.length * perSample, shape), leftOut: aside })
  const stores = Array.from({ length: perSample }, () => new Uint8Array(samples.length * size))
  const problems = new Map<number, LeftOut>()
  // By name, thousands of files would each seek another part of their archive.
  const placeOf = (index: number) => samples[index]!.files[0]!.place
  const order = samples.map((_, index) => index).sort((a, b) => placeOf(a) - placeOf(b))
  let [enlarged, done, next] = [0, 0, 0]

  const readOne = async (file: FoundFile): Promise<Uint8Array> => {
    const bytes = await file.read(MAX_PICTURE_BYTES)
    const found = pictureSize(bytes)
    if (!found) throw new Error('it is no picture, whatever its name says')
    const { width, height } = found
    if (width < 1 || height < 1 || width * height > MAX_PICTURE_PIXELS)
      throw new Error(`it is ${width} × ${height}; at most ${MAX_PICTURE_PIXELS / 1e6} million pixels are read`)
    const picture = await decode(bytes)
    if (Math.min(picture.width, picture.height) < side) enlarged++
    return withChannels(resample(opaque(picture), side, crop), 3, channels)
  }
  const work = async () => {
    while (next < samples.length) {
      const index = order[next++]!
      const { files } = samples[index]!
      let at: FoundFile | undefined
      try {
        for (const [place, file] of files.entries()) {
          at = file
          stores[place]!.set(await readOne(file), index * size)
        }
      } catch (error) {
        problems.set(index, { path: at!.path, reason: reasonOf(error) })
      }
      onProgress?.(++done, samples.length)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))

  const kept = samples.map((_, index) => index).filter((index) => !problems.has(index))
  const leftOut = [...[...problems].sort(([a], [b]) => a - b).map(([, problem]) => problem), ...aside]
  if (kept.length === 0) {
    const [first] = leftOut
    return fail({
      message: `No picture could be read. ${first ? `${first.path} ${first.reason}` : ''}`.trim(),
      leftOut,
    })
  }
  if (problems.size > 0)
    for (const store of stores)
      kept.forEach((from, to) => {
        if (from !== to) store.copyWithin(to * size, from * size, (from + 1) * size)
      })
  const [pixels, pairPixels] = stores.map((store) => store.subarray(0, kept.length * size))
  if (enlarged > 0)
    notes.push(
      `${enlarged.toLocaleString('en')} ${enlarged === 1 ? 'picture is' : 'pictures are'} smaller than ${side} px and had to be enlarged.`,
    )
  const labels = classes.length > 0 ? Uint8Array.from(kept, (index) => samples[index]!.class) : null
  const common = { count: kept.length, shape, pixels: pixels!, classes, labels }
  return ok({
    content: form === 'pairs' ? { ...common, form, pairShape: shape, pairPixels: pairPixels! } : { ...common, form },
    leftOut,
    notes,
  })
}

/** Three channels, on white: colours under transparency must not bleed into their neighbours when pixels are averaged. */
function opaque({ width, height, channels, bytes }: Pixels): Pixels {
  return channels === 3
    ? { width, height, channels, bytes }
    : { width, height, channels: 3, bytes: withChannels(bytes, channels, 3) }
}
