/** @file From files made by hand to data: every form, what is left out and why, and files that are damaged or were made to harm. */
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { randomStream } from '../../lib/random'
import type { ImagesContent, OwnContent } from './content'
import { decodeInNode } from './decode-node'
import type { GivenFile } from './gather'
import { DEFAULT_OPTIONS, type Prepared, type PrepareOptions, prepareOwn } from './prepare'
import { idxOf, jpegOf, npyOf, pngOf, turnedBy, zipOf } from './testing/files'

const given = (path: string, bytes: Uint8Array | string): GivenFile => ({ path, blob: new Blob([bytes as BlobPart]) })

const prepare = (files: readonly GivenFile[], options: Partial<PrepareOptions> = {}) =>
  prepareOwn(files, { ...DEFAULT_OPTIONS, ...options }, { decode: decodeInNode })

async function prepared(files: readonly GivenFile[], options?: Partial<PrepareOptions>): Promise<Prepared> {
  const result = await prepare(files, options)
  if (!result.ok) throw new Error(result.problem.message)
  return result.value
}

async function problem(files: readonly GivenFile[], options?: Partial<PrepareOptions>): Promise<string> {
  const result = await prepare(files, options)
  return result.ok ? 'it was read' : result.problem.message
}

const images = ({ content }: { content: OwnContent }): ImagesContent => content as ImagesContent
const RED = [255, 0, 0]
const BLUE = [0, 0, 255]

describe('pictures', () => {
  test('in folders are classes, whatever archive or order they come in', async () => {
    const files = [
      ['pets/dogs/2.png', pngOf(8, 4, BLUE)],
      ['pets/cats/1.png', pngOf(4, 8, RED)],
      ['pets/dogs/3.png', pngOf(6, 6, BLUE)],
    ] as const
    const folder = await prepared(
      files.map(([path, bytes]) => given(path, bytes)),
      { side: 4 },
    )
    expect(images(folder)).toMatchObject({ count: 3, shape: [4, 4, 3], classes: ['cats', 'dogs'] })
    expect([...images(folder).labels!]).toEqual([0, 1, 1])
    expect([...images(folder).pixels.subarray(0, 6)]).toEqual([...RED, ...RED])
    const zip = zipOf([...files].reverse().map(([path, content]) => ({ path: path.replace('pets/', 'x/y/'), content })))
    expect((await prepared([given('pets.zip', zip)], { side: 4 })).content).toEqual(folder.content)
  })

  test('are cropped to the middle or squeezed, grey or in colour, on white', async () => {
    const wide = new Uint8Array(pngOf(4, 2, RED))
    expect([
      ...images(await prepared([given('a.png', wide)], { side: 28, channels: 1 })).pixels.subarray(0, 2),
    ]).toEqual([77, 77])
    const clear = given('b.png', pngOf(2, 2, [0, 0, 0, 0]))
    expect(images(await prepared([clear], { side: 2 })).pixels.every((value) => value === 255)).toBe(true)
  })

  test('with the names of pairs are pairs, and those without a partner are left out', async () => {
    const files = [
      'A/1',
      'A/2',
      'A/3',
      'B/1',
      'B/2',
      'A/7',
      'B/7',
      'A/8',
      'B/8',
      'A/9',
      'B/9',
      'A/10',
      'B/10',
      'A/11',
      'B/11',
      'A/12',
      'B/12',
      'A/13',
      'B/13',
    ]
    const { content, leftOut } = await prepared(
      files.map((name) => given(`maps/${name}.png`, pngOf(2, 2, name.startsWith('A') ? RED : BLUE))),
      { side: 2 },
    )
    expect(content).toMatchObject({ form: 'pairs', count: 9, shape: [2, 2, 3], pairShape: [2, 2, 3], classes: [] })
    expect(leftOut).toEqual([{ path: 'maps/A/3.png', reason: 'has no partner of the same name.' }])
    const suffixes = await prepared([given('x_A.png', pngOf(2, 2, RED)), given('x_B.png', pngOf(2, 2, BLUE))], {
      side: 2,
    })
    expect(suffixes.content.form).toBe('pairs')
    const plain = await prepared([given('x_A.png', pngOf(2, 2, RED)), given('y_B.png', pngOf(2, 2, BLUE))], { side: 2 })
    expect(plain.content.form).toBe('images')
  })

  test('that cannot be read are left out with the reason, and the others are taken', async () => {
    const good = pngOf(4, 4, RED)
    const huge = pngOf(4, 4, RED)
    new DataView(huge.buffer).setUint32(16, 60_000)
    new DataView(huge.buffer).setUint32(20, 60_000)
    const { content, leftOut, notes } = await prepared(
      [
        given('0-broken.png', good.subarray(0, 40)),
        given('1-good.png', good),
        given('2-huge.png', huge),
        given('3-text.png', 'this is text and no picture, however long it may become'),
        given('4-photo.jpg', Uint8Array.from([0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, 0, 4, 0, 4, 3, ...new Uint8Array(30)])),
        given('5-film.gif', `GIF89a\x04\0\x04\0${'x'.repeat(30)}`),
        given('.DS_Store', 'x'),
        given('read me.txt', 'y'),
      ],
      { side: 28 },
    )
    expect(images({ content }).count).toBe(1)
    expect([...images({ content }).pixels.subarray(0, 3)]).toEqual(RED)
    expect(Object.fromEntries(leftOut.map(({ path, reason }) => [path, reason]))).toEqual({
      '0-broken.png': expect.stringContaining('it is damaged'),
      '2-huge.png': expect.stringContaining('60000 × 60000'),
      '3-text.png': expect.stringContaining('no picture'),
      '4-photo.jpg': expect.stringContaining('it is damaged, or a JPEG of a rare form'),
      '5-film.gif': expect.stringContaining('reads PNG and JPEG, and this is GIF'),
      '.DS_Store': expect.stringContaining('hidden'),
      'read me.txt': expect.stringContaining('not of the pictures'),
    })
    expect(notes.join()).toContain('1 picture is smaller than 28 px')
  })

  test('may be JPEG, which stand upright as the camera says, and are left out where they are cut short', async () => {
    // Red at the left, blue at the right; the camera was held so that the left is the top.
    const photo = await jpegOf(32, 16, (x) => (x < 16 ? RED : BLUE))
    const { content, leftOut } = await prepared(
      [given('0.jpg', turnedBy(6, photo)), given('1.jpg', photo), given('2.jpg', photo.subarray(0, -20))],
      { side: 16 },
    )
    const { pixels } = images({ content })
    const near = (at: number, colour: number[]) =>
      expect(Math.max(...colour.map((value, channel) => Math.abs(value - pixels[at + channel]!)))).toBeLessThan(9)
    near(0, RED)
    near(45, RED)
    near(765, BLUE)
    near(768, RED)
    near(768 + 45, BLUE)
    expect(leftOut).toEqual([{ path: '2.jpg', reason: expect.stringContaining('Premature end of JPEG') }])
  })

  test('that would fill the memory are refused before one is read', async () => {
    const files = Array.from({ length: 25_000 }, (_, index) => given(`${index}.png`, ''))
    expect(await problem(files, { side: 128 })).toMatch(/would take 1229 MB; at most 1000 MB/)
  })
})

describe('arrays', () => {
  const pixels = Uint8Array.from({ length: 3 * 4 }, (_, index) => 20 * index)
  const labels = new Uint8Array(new BigInt64Array([7n, 3n, 7n]).buffer)

  test('of NumPy and of MNIST are images with labels', async () => {
    const npz = zipOf([
      { path: 'x_train.npy', content: npyOf('|u1', [3, 2, 2], pixels) },
      { path: 'y_train.npy', content: npyOf('<i8', [3], labels) },
      { path: 'x_test.npy', content: npyOf('|u1', [1, 2, 2], pixels.subarray(0, 4)) },
    ])
    const fromNpz = await prepared([given('pets.npz', npz)])
    expect(fromNpz.content).toEqual({
      form: 'images',
      count: 3,
      shape: [2, 2, 1],
      pixels,
      classes: ['3', '7'],
      labels: Uint8Array.from([1, 0, 1]),
    })
    expect(fromNpz.leftOut).toEqual([
      { path: 'x_test', reason: 'is an array of [1, 2, 2]; the samples were taken from x_train.' },
    ])
    const idx = [
      given('train-images-idx3-ubyte', idxOf([3, 2, 2], pixels)),
      given('train-labels-idx1-ubyte.gz', gzipSync(idxOf([3], Uint8Array.from([7, 3, 7])))),
    ]
    expect((await prepared(idx)).content).toEqual(fromNpz.content)
  })

  test('of other numbers are brought to bytes, channels to the last axis', async () => {
    const floats = new Float32Array([-1, 0, 1, -1, 0, 1, 0.5, 1, -0.5, 0, 0, 0])
    const { content, notes } = await prepared([
      given('x.npy', npyOf('<f4', [1, 3, 2, 2], new Uint8Array(floats.buffer))),
    ])
    expect(images({ content })).toMatchObject({ shape: [2, 2, 3] })
    expect([...images({ content }).pixels.subarray(0, 3)]).toEqual([0, 128, 64])
    expect(notes).toEqual(['The numbers of x.npy were taken as -1 (black) to 1 (white).'])
    const nan = npyOf('<f4', [1, 2, 2], new Uint8Array(new Float32Array([1, Number.NaN, 0, 0]).buffer))
    expect(await problem([given('x.npy', nan)])).toContain('not finite')
    expect(await problem([given('x.npy', npyOf('<c8', [1], new Uint8Array(8)))])).toContain("astype('uint8')")
    expect(await problem([given('x.npy', npyOf('|u1', [9999, 9999, 9999], pixels))])).toContain('takes')
  })
})

describe('points', () => {
  test('of a text are moved and scaled, with their labels, and lines without numbers are left out', async () => {
    const csv = 'x;y;label\n0;0;b\n2,0;4;a\nnothing;1;a\n\n4;8;b\n'
    const { content, leftOut } = await prepared([given('p.csv', csv)])
    expect(content).toMatchObject({ form: 'points', count: 3, classes: ['a', 'b'], labels: Uint8Array.from([1, 0, 1]) })
    const { points } = content as Extract<OwnContent, { form: 'points' }>
    expect([points[2], points[3]]).toEqual([0, 0])
    expect(points.reduce((sum, value) => sum + value * value, 0) / 6).toBeCloseTo(1, 5)
    expect(leftOut).toEqual([{ path: 'p.csv, line 4', reason: 'has no two numbers.' }])
    const plain = await prepared([given('p.txt', '1 2\n3 4')], { standardise: false })
    expect([...(plain.content as typeof content & { points: Float32Array }).points]).toEqual([1, 2, 3, 4])
    expect(await problem([given('p.csv', 'a,b\nc,d')])).toBe('p.csv has no line with two numbers.')
  })
})

describe('archives that were made to harm', () => {
  const picture = pngOf(4, 4, RED)

  test('names that lead upwards are names only', async () => {
    const zip = zipOf([
      { path: '../../etc/a.png', content: picture },
      { path: '/abs\\b.png', content: picture },
    ])
    expect((await prepared([given('x.zip', zip)], { side: 28 })).content.count).toBe(2)
  })

  test('bombs, lies and locks are left out with the reason', async () => {
    const zip = zipOf([
      { path: 'bomb.png', content: new Uint8Array(5_000_000), claimedBytes: 4000 },
      { path: 'boast.png', content: picture, claimedBytes: 60_000_000 },
      { path: 'endless.png', content: picture, claimedBytes: 4_000_000_000 },
      { path: 'locked.png', content: picture, encrypted: true },
      { path: 'inner.zip', content: zipOf([]) },
      { path: 'good.png', content: picture },
    ])
    const { content, leftOut } = await prepared([given('x.zip', zip)], { side: 28 })
    expect(content.count).toBe(1)
    expect(Object.fromEntries(leftOut.map(({ path, reason }) => [path, reason]))).toEqual({
      'bomb.png': expect.stringContaining('more than 4,000 bytes'),
      'boast.png': expect.stringContaining('larger than its bytes can hold'),
      'endless.png': expect.stringContaining('at most'),
      'locked.png': expect.stringContaining('encrypted'),
      'inner.zip': expect.stringContaining('archive within an archive'),
    })
    const heavy = zipOf(
      Array.from({ length: 3 }, (_, index) => ({ path: `${index}.png`, content: picture, claimedBytes: 4e9 })),
    )
    expect(await problem([given('x.zip', heavy)])).toContain('12.0 GB')
  })
})

test('a hundred damaged files each get a clear error, or the part of them that is whole', async () => {
  const picture = pngOf(4, 4, RED)
  const pixels = Uint8Array.from({ length: 48 }, (_, index) => index)
  const whole = [
    [
      'a.zip',
      zipOf([
        { path: 'a/1.png', content: picture },
        { path: 'b/2.png', content: picture },
      ]),
    ],
    ['a.npz', zipOf([{ path: 'x.npy', content: npyOf('|u1', [3, 4, 4], pixels) }])],
    ['a.npy', npyOf('|u1', [3, 4, 4], pixels)],
    ['a.idx', idxOf([3, 4, 4], pixels)],
    ['a.png', picture],
  ] as const
  let refused = 0
  for (let round = 0; round < 20; round++)
    for (const [name, bytes] of whole) {
      const random = randomStream('damage', name, round)
      const damaged = Uint8Array.from(round % 2 === 0 ? bytes.subarray(0, random.integer(bytes.length)) : bytes)
      if (round % 2 === 1)
        for (let flips = 0; flips < 8; flips++) damaged[random.integer(damaged.length)]! ^= 1 << random.integer(8)
      const result = await prepare([given(name, damaged)], { side: 28 })
      if (!result.ok) {
        refused++
        expect(result.problem.message, `${name} ${round}`).toMatch(/^\S.{15,}\.$/s)
        expect(result.problem.message).not.toMatch(/undefined|NaN|\[object/)
      } else expect(result.value.content.count).toBeLessThanOrEqual(3)
    }
  expect(refused).toBeGreaterThan(70)
})
