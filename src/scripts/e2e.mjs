/** @file `npm run e2e`: builds the page and runs the journeys in a real browser. Arguments go to Playwright: `npm run e2e -- edit`. */
import process from 'node:process'
import { ensureBrowser } from './browser.mjs'
import { install } from './install.mjs'
import { exitWith, runTool, stage } from './stages.mjs'

async function run() {
  install()
  const environment = { CHROMIUM: ensureBrowser() }
  const built = await stage('build', () => runTool('vite', ['build', '--logLevel', 'warn']))
  if (built !== 0) return built
  return stage('e2e', () =>
    runTool('playwright', ['test', '--config', 'e2e/playwright.config.ts', ...process.argv.slice(2)], environment),
  )
}

run().then((code) => process.exit(code), exitWith)
