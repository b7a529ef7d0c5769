/** @file The built site on any host: under a sub-path of a server that sends no headers, and then with no server at all. */
import { createReadStream, existsSync, statSync } from 'node:fs'
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

/** As plain a server of files as there is. */
async function serve(): Promise<{ server: Server; address: string }> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://localhost')
    const file = join(DIST, pathname === FOLDER ? 'index.html' : pathname.slice(FOLDER.length))
    if (!pathname.startsWith(FOLDER) || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end()
      return
    }
    response.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream' })
    createReadStream(file).pipe(response)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return { server, address: `http://localhost:${(server.address() as AddressInfo).port}${FOLDER}` }
}

test('opens and trains under a sub-path without headers, and again with the server gone', async ({ page }) => {
  const { server, address } = await serve()
  const editor = new EditorPage(page)
  const trainsOneStep = async () => {
    await editor.button('Step').click()
    await expect(editor.status()).toHaveText(/^Paused, step 1\b/)
  }
  await test.step('cross-origin isolated, by its service worker', async () => {
    await page.goto(address)
    // The page loads itself once more when the worker is there.
    await expect.poll(() => page.evaluate(() => crossOriginIsolated).catch(() => false)).toBe(true)
    await editor.button('Templates').waitFor()
    await editor.chooseBackend('WebAssembly')
    await trainsOneStep()
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
