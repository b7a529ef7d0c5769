/** @file Journeys through the built page in a real Chromium. The server is Vite's preview, with the headers of `npm start`. */
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from '@playwright/test'
import { BROWSER_FLAGS, ensureBrowser } from '../src/scripts/browser.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

const port = Number(process.env.E2E_PORT ?? 4319)

export default defineConfig({
  testDir: '.',
  outputDir: join(root, 'test-results'),
  // Journeys wait more than they compute.
  workers: 2,
  retries: 1,
  forbidOnly: Boolean(process.env.CI),
  timeout: 180_000,
  expect: { timeout: 45_000 },
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ? [['list'], ['json']] : 'list',
  use: {
    baseURL: `http://localhost:${port}/`,
    viewport: { width: 1440, height: 900 },
    trace: 'on-first-retry',
    launchOptions: { executablePath: ensureBrowser(), args: BROWSER_FLAGS },
  },
  webServer: {
    command: `node node_modules/vite/bin/vite.js preview --host 127.0.0.1 --port ${port} --strictPort --logLevel warn`,
    cwd: root,
    url: `http://localhost:${port}/`,
    reuseExistingServer: false,
  },
})
