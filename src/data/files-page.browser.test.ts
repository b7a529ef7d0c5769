/** @file The page's reader in a real browser, against the server's own data route. */
import { beforeEach, expect, test, vi } from 'vitest'
import { randomStream } from '../lib/random'
import { digits } from './digits'
import { pageDataFiles } from './files-page'
import { mnist } from './mnist'

const [samples] = digits.files

beforeEach(async () => {
  await caches.delete('ganvas-data')
})

test('the page is cross-origin isolated, so that WASM may use threads', () => {
  expect(crossOriginIsolated).toBe(true)
  expect(typeof SharedArrayBuffer).toBe('function')
})

test('a dataset loads over the network and draws', async () => {
  const loaded = await digits.load(pageDataFiles())
  const { image, label } = loaded.draw(16, randomStream('test'))
  expect(image).toHaveLength(16 * 64)
  expect(label!.reduce((sum, value) => sum + value, 0)).toBe(16)
})

test('MNIST loads, tells its progress and comes from the cache the second time', async () => {
  const fractions: number[] = []
  await mnist.load(pageDataFiles(), (fraction) => fractions.push(fraction))
  expect(fractions.length).toBeGreaterThan(2)
  expect(fractions.at(-1)).toBe(1)
  expect(fractions).toEqual([...fractions].sort((a, b) => a - b))

  const fetched = vi.spyOn(globalThis, 'fetch')
  await mnist.load(pageDataFiles())
  expect(fetched).not.toHaveBeenCalled()
  fetched.mockRestore()
})

test('a broken cache entry is fetched again', async () => {
  await pageDataFiles().read(samples!)
  const cache = await caches.open('ganvas-data')
  const [key] = await cache.keys()
  await cache.put(key!, new Response(new Uint8Array([0x1f, 0x8b, 1, 2, 3])))
  const content = await pageDataFiles().read(samples!)
  expect(content).toHaveLength(samples!.sizeBytes)
  const mended = await cache.match(key!)
  expect((await mended!.arrayBuffer()).byteLength).toBeGreaterThan(1000)
})

test('content that a server has unpacked on its way is taken as it is', async () => {
  const content = await pageDataFiles().read(samples!)
  const cache = await caches.open('ganvas-data')
  const [key] = await cache.keys()
  await cache.put(key!, new Response(new Uint8Array(content)))
  const fetched = vi.spyOn(globalThis, 'fetch')
  expect(await pageDataFiles().read(samples!)).toEqual(content)
  expect(fetched).not.toHaveBeenCalled()
  fetched.mockRestore()
})

test('a missing file and a wrong hash are told with the address', async () => {
  await expect(pageDataFiles(`${location.origin}/nowhere/`).read({ ...samples!, name: 'absent' })).rejects.toThrow(
    /The server answered 404 .*\/nowhere\/data\/absent\.gzip/,
  )
  await expect(pageDataFiles().read({ ...samples!, sha256: '00' })).rejects.toThrow(/SHA-256 is 68aea0.*expected 00/)
})

test('a worker reads the same files', async () => {
  const worker = new Worker(new URL('./files-page.worker-test.ts', import.meta.url), { type: 'module' })
  const answer = await new Promise((resolve, reject) => {
    worker.onmessage = (event) => resolve(event.data)
    worker.onerror = (event) => reject(new Error(event.message))
  })
  worker.terminate()
  expect(answer).toBe(samples!.sizeBytes)
})
