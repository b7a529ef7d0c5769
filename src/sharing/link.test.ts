/** @file Links: every design comes back as the same file, links of old still open, and what is damaged or too long is said. */
import { readdirSync, readFileSync } from 'node:fs'
import { deflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { saveDocument } from '../graph/save'
import { findLink, LINK_VERSION, linkOf, linkProblem, MAX_LINK_LENGTH, readLink, SHORT_LINK_LENGTH } from './link'
import { designs, readDesign } from './testing'

const SITE = 'https://example.org/some/path/'
const LINKS = new URL('../../graphs/golden/links/', import.meta.url)

describe('there and back', () => {
  test.each(designs)('%s is the same file', async (path) => {
    const document = readDesign(path)
    const link = await linkOf(document, `${SITE}?theme=dark#old`)
    expect(link).toMatch(/^https:\/\/example\.org\/some\/path\/\?theme=dark#g1=[A-Za-z0-9_-]+$/)
    const read = await readLink(link)
    expect(read.ok && saveDocument(read.value)).toBe(saveDocument(document))
    // What is shipped is short enough for everything but Discord.
    expect(linkProblem(link).ok).toBe(true)
  })
})

describe('golden links', () => {
  const folders = Array.from({ length: LINK_VERSION }, (_, index) => `g${index + 1}`)

  test('every form has some', () => {
    for (const folder of folders) expect(readdirSync(new URL(folder, LINKS)).length).toBeGreaterThan(1)
  })

  // Did this fail? Then links that people have sent no longer open. Mend the reader; never the golden file.
  test.each(folders.flatMap((folder) => readdirSync(new URL(folder, LINKS)).map((name) => `${folder}/${name}`)))(
    '%s opens as its golden file',
    async (path) => {
      const read = await readLink(readFileSync(new URL(path, LINKS), 'utf8').trim())
      const golden = readDesign(`graphs/golden/v1/${path.replace(/^g\d+\/(.*)\.txt$/, '$1')}.json`)
      expect(read.ok && saveDocument(read.value)).toBe(saveDocument(golden))
    },
  )
})

describe('a link in a text', () => {
  test.each([
    ['Look at this: https://a.b/#g1=eJwDAAAAAAE.', '#g1=eJwDAAAAAAE'],
    ['<https://a.b/x/#g1=eJ-_>', '#g1=eJ-_'],
    ['https://a.b/#g1%3DeJwD', '#g1%3DeJwD'],
    ['https://a.b/%23g1=eJwD', '%23g1=eJwD'],
    ['#g27=abc', '#g27=abc'],
    ['https://a.b/#graph', null],
    ['', null],
  ])('%s', (text, link) => {
    expect(findLink(text)).toBe(link)
  })

  test('with = written as %3D opens too', async () => {
    const link = await linkOf(readDesign('templates/gaussian-ring.json'), SITE)
    expect((await readLink(link.replace('#g1=', '#g1%3D'))).ok).toBe(true)
  })
})

describe('what cannot be opened is said', () => {
  const problemOf = async (link: string) => {
    const read = await readLink(link)
    return read.ok ? 'opened' : read.problem.map(({ message }) => message).join(' ')
  }
  const packed = (bytes: Uint8Array) => `#g1=${deflateSync(bytes).toString('base64url')}`

  test('another form', async () => {
    expect(await problemOf('#g2=abcd')).toContain('form g2. This Ganvas reads form g1')
    expect(await problemOf('#other')).toContain('holds no design')
  })

  test('a part of it missing', async () => {
    const link = await linkOf(readDesign('templates/gaussian-ring.json'), SITE)
    for (const length of [link.length - 1, link.length - 20, 60, SITE.length + 4])
      expect(await problemOf(link.slice(0, length))).toContain('not whole')
  })

  test('a bomb, which is not unpacked', async () => {
    const bomb = packed(new Uint8Array(60_000_000))
    const before = process.memoryUsage().arrayBuffers
    expect(await problemOf(bomb)).toContain('more than 5 MB')
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(30_000_000)
  })

  test('a text that is no design', async () => {
    expect(await problemOf(packed(new TextEncoder().encode('{"format":"other"}')))).toContain('no Ganvas graph')
    expect(await problemOf(packed(new Uint8Array(3)))).not.toBe('opened')
  })
})

test('a link that is too long is not offered, and a long one with a word', () => {
  expect(linkProblem('x'.repeat(SHORT_LINK_LENGTH))).toEqual({ ok: true, value: null })
  expect(linkProblem('x'.repeat(SHORT_LINK_LENGTH + 1))).toMatchObject({
    ok: true,
    value: expect.stringContaining('2,001'),
  })
  expect(linkProblem('x'.repeat(MAX_LINK_LENGTH + 1))).toMatchObject({
    ok: false,
    problem: expect.stringContaining('32,001'),
  })
})
