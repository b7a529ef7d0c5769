/**
 * @file 10,000 pictures of 64 × 64 in a zip, from the drop to a kept data set: how long it takes, and the longest time for which the page
 * answered nothing meanwhile. `npm run bench -- own-data`. BENCH_PICTURES: another number of them.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encode } from 'fast-png'
import { zipOf } from '../../src/data/own/testing/files'
import { randomStream, uniforms } from '../../src/lib/random'
import { numberFrom, withBuiltPage } from '../fixtures/built-page'

const COUNT = numberFrom('BENCH_PICTURES', 10_000)
const SIDE = 64

const noise = uniforms(1_000_000, randomStream('pictures'))
const folder = mkdtempSync(join(tmpdir(), 'ganvas-bench-'))
const path = join(folder, 'pictures.zip')
writeFileSync(
  path,
  zipOf(
    Array.from({ length: COUNT }, (_, index) => ({
      path: `pictures/${index % 2 === 0 ? 'even' : 'odd'}/${index}.png`,
      content: encode({
        width: SIDE,
        height: SIDE,
        channels: 3,
        data: Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, at) => 255 * noise[(index * 977 + at) % noise.length]!),
      }),
    })),
  ),
)

try {
  await withBuiltPage({ scale: 1 }, async ({ editor }) => {
    const { page } = editor
    // As text: what compiles this file would put helpers of its own into a function.
    await page.evaluate(`
      globalThis.longestMs = 0
      globalThis.before = performance.now()
      setInterval(() => {
        const now = performance.now()
        longestMs = Math.max(longestMs, now - before)
        before = now
      }, 4)`)
    const startMs = performance.now()
    await editor.dropFile(path)
    const add = editor.dialog('Use your own data').getByRole('button', { name: 'Add to the graph' })
    await add.waitFor({ timeout: 300_000 })
    const readMs = performance.now() - startMs
    await add.click()
    await editor.dialog('Use your own data').waitFor({ state: 'hidden', timeout: 60_000 })
    const keptMs = performance.now() - startMs
    const longestMs = Number(await page.evaluate('longestMs'))
    await page.reload()
    await editor.region('Canvas').getByText('pictures').first().waitFor()
    const missing = await editor.region('Problems').getByText('does not have the data').count()
    console.log(
      `${COUNT} pictures of ${SIDE} × ${SIDE}: seen after ${(readMs / 1000).toFixed(1)} s, kept after ${(keptMs / 1000).toFixed(1)} s; the page was busy for at most ${Math.round(longestMs)} ms; after a reload ${missing === 0 ? 'there' : 'MISSING'}.`,
    )
  })
} finally {
  rmSync(folder, { recursive: true })
}
