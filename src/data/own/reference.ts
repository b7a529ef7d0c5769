/**
 * @file How a document refers to data that somebody brought.
 *
 * The param `dataset` of a source is then no name but an object: what the data is called, its SHA-256, and all that is needed to infer
 * shapes. So a document with data from elsewhere loads, compiles and exports anywhere, and whoever wants to train it is asked for the
 * data with this hash. The bytes are never in the document. They are one file in the form of `content.ts`, and the hash is that of the
 * file, so that `sha256sum` gives it too.
 *
 * Own data passes through these hands: files that were given → `gather.ts` (folders, zips) → `prepare.ts` (pictures, arrays, points
 * → one content, with what was left out and why) → `content.ts` (bytes) → `store-page.ts` (kept in the browser, by hash), or the
 * command line's `--data`.
 */
import { z } from 'zod'
import { countText } from '../../lib/quantities'
import type { DatasetDefinition } from '../dataset'
import { ownFileName } from '../files'
import { decodeContent, loadedContent } from './content'
import { MAX_CLASS_NAME_LENGTH, MAX_OWN_BYTES, MAX_OWN_CLASSES, MAX_OWN_NAME_LENGTH, MAX_OWN_SIDE_PX } from './limits'

const side = z.int().min(1).max(MAX_OWN_SIDE_PX)
const imageShape = z.tuple([side, side, z.int().min(1).max(4)])

export const ownReferenceSchema = z
  .strictObject({
    /** What people call it. Not part of the data: another name is the same data. */
    own: z.string().min(1).max(MAX_OWN_NAME_LENGTH),
    sha256: z.string().regex(/^[0-9a-f]{64}$/, { error: 'a SHA-256 is 64 digits 0–9 and a–f' }),
    sizeBytes: z.int().min(1).max(MAX_OWN_BYTES),
    form: z.enum(['images', 'pairs', 'points']),
    /** Of one sample: [height, width, channels] or [2]. */
    shape: z.union([imageShape, z.tuple([z.literal(2)])]),
    /** Of the second picture of a pair. */
    pairShape: imageShape.exactOptional(),
    count: z.int().min(1).max(MAX_OWN_BYTES),
    /** Names of the classes, in the order of the one-hot label; none: there are no labels. */
    classes: z.array(z.string().max(MAX_CLASS_NAME_LENGTH)).max(MAX_OWN_CLASSES),
  })
  .refine(({ form, shape }) => (form === 'points') === (shape.length === 1), {
    error: 'points have the shape [2], pictures [height, width, channels]',
    path: ['shape'],
  })
  .refine(({ form, pairShape }) => (form === 'pairs') === (pairShape !== undefined), {
    error: 'pairs, and only they, have a pairShape',
    path: ['pairShape'],
  })

export type OwnReference = z.output<typeof ownReferenceSchema>

const sizes = (shape: readonly number[]): string => shape.join(' × ')

/** `1,200 pictures of 64 × 64 × 3 in 2 classes`. */
export function describeOwn({ form, count, shape, pairShape, classes }: OwnReference): string {
  const of = count === 1 ? '' : 's'
  const what =
    form === 'points'
      ? `${countText(count)} point${of}`
      : form === 'images'
        ? `${countText(count)} picture${of} of ${sizes(shape)}`
        : `${countText(count)} pair${of} of pictures, ${sizes(shape)} and ${sizes(pairShape ?? [])}`
  return classes.length === 0 ? what : `${what} in ${classes.length} class${classes.length === 1 ? '' : 'es'}`
}

/** What a person needs to find the very same data: `pets, 1,200 pictures of 64 × 64 × 3, SHA-256 1f40fc92…`. */
export const describeWanted = (reference: OwnReference): string =>
  `${reference.own}, ${describeOwn(reference)}, SHA-256 ${reference.sha256.slice(0, 12)}…`

/** The dataset that a reference stands for. It draws only after its bytes were found and compared with the hash. */
export function ownDataset(reference: OwnReference): DatasetDefinition {
  const { own, sha256, sizeBytes, form, shape, pairShape, count, classes } = reference
  const file = { name: ownFileName(sha256), sizeBytes, sha256 }
  const label = classes.length > 0 && { label: { shape: [classes.length], range: [0, 1], form: 'label' } as const }
  return {
    // A forged document may say other things of the same bytes: then it is another dataset, which cannot be loaded.
    name: ['own', sha256, form, shape.join('x'), pairShape?.join('x') ?? '', count, classes.length].join('-'),
    title: own,
    summary: `${describeOwn(reference)}.`,
    source: 'Your own data',
    licence: 'unknown',
    fields:
      form === 'points'
        ? { point: { shape: [...shape], range: null, form: 'points' }, ...label }
        : {
            image: { shape: [...shape], range: [-1, 1], form: 'image' },
            ...(pairShape && { pair: { shape: [...pairShape], range: [-1, 1], form: 'image' } }),
            ...label,
          },
    count,
    ...(classes.length > 0 && { classes }),
    files: [file],
    own: reference,
    async load(files, onProgress) {
      const decoded = decodeContent(await files.read(file, onProgress))
      if (!decoded.ok) throw new Error(decoded.problem)
      const { value: content } = decoded
      const said = JSON.stringify([form, shape, pairShape ?? null, count, classes])
      const found = JSON.stringify([
        content.form,
        content.form === 'points' ? [2] : content.shape,
        content.form === 'pairs' ? content.pairShape : null,
        content.count,
        content.classes,
      ])
      if (said !== found) throw new Error(`The document says ${said} of this data, but it is ${found}.`)
      return loadedContent(content)
    },
  }
}
