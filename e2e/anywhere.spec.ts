/** @file The built site on any host: under a sub-path of a server that sends no headers, and then with no server at all. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@playwright/test'
import { EditorPage } from './fixtures/editor-page'

const DIST = fileURLToPath(new URL('../dist/', import.meta.url))
const FOLDER = '/some/path/'
const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
}

/** The page and its worker as the next build would write them. */
const ofNextVersion: Record<string, (text: string) => string> = {
  'index.html': (text) => text.replace('<body>', '<body data-build="next">'),
  'service-worker.js': (text) => text.replace(/"version":"\w+"/, '"version":"next"'),
}

/** As plain a server of files as there is. */
async function serve(): Promise<{ server: Server; address: string; upload(): void }> {
  let isNext = false
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://localhost')
    const name = pathname === FOLDER ? 'index.html' : pathname.slice(FOLDER.length)
    const file = join(DIST, name)
    if (!pathname.startsWith(FOLDER) || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end()
      return
    }
    response.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream' })
    const next = isNext ? ofNextVersion[name] : undefined
    response.end(next ? next(readFileSync(file, 'utf8')) : readFileSync(file))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const upload = () => {
    isNext = true
  }
  return { server, address: `http://localhost:${(server.address() as AddressInfo).port}${FOLDER}`, upload }
}

/** Browsers look for a new version when nothing else wants the processor: on a busy machine that has taken more than a minute. */
const FOUND_WITHIN_MS = 180_000
test.setTimeout(2 * FOUND_WITHIN_MS)

test('opens and trains under a sub-path without headers, and again with the server gone', async ({ page }) => {
  const { server, address, upload } = await serve()
  const editor = new EditorPage(page)
  const trainsOneStep = async () => {
    await editor.button('Step').click()
    await expect(editor.status()).toHaveText(/^Paused, step 1\b/)
  }
  await test.step('before its scripts have come it wears the theme that was chosen', async () => {
    await page.addInitScript(() => localStorage.setItem('ganvas.preferences', '{"theme":"dark"}'))
    await page.route('**/*.js', (route) => route.abort())
    await page.goto(address)
    await expect(page.getByText('Loading Ganvas')).toHaveCSS('background-color', 'rgb(17, 19, 21)')
    await page.unrouteAll()
  })
  await test.step('cross-origin isolated, by its service worker', async () => {
    await page.goto(address)
    // The page loads itself once more when the worker is there.
    await expect.poll(() => page.evaluate(() => crossOriginIsolated).catch(() => false)).toBe(true)
    await editor.button('Templates').waitFor()
    await editor.chooseBackend('WebAssembly')
    await trainsOneStep()
  })
  await test.step('a new version is offered, and takes over without taking anything', async () => {
    const offer = editor.notice('A new version of Ganvas is here.')
    await expect(page.locator('body:not([data-build])')).toBeAttached()
    upload()
    await page.reload()
    // Until it is asked for, the page is of the version before.
    await expect(offer).toBeVisible({ timeout: FOUND_WITHIN_MS })
    await expect(page.locator('body:not([data-build])')).toBeAttached()
    await editor.setParam('Batch size', '32')
    await trainsOneStep()
    await offer.getByRole('button', { name: 'Load it now' }).click()
    await expect(page.locator('body[data-build="next"]')).toBeAttached()
    await expect(editor.param('Batch size')).toHaveValue('32')
    await page.getByRole('button', { name: 'Go on from step 1' }).click()
    await expect.poll(() => editor.stepNumber()).toBeGreaterThan(1)
    await editor.reset()
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true)
  })
  await test.step('with the server stopped', async () => {
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
    await page.reload()
    await editor.button('Templates').waitFor()
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true)
    await editor.chooseBackend('WebAssembly')
    await trainsOneStep()
    await editor.openTemplate('25 Gaussians')
    await expect(editor.node('data')).toContainText('25 Gaussians')
  })
})
