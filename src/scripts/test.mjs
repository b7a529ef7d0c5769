/**
 * @file `npm test`: everything that has to hold, from an empty checkout, in the order in which failures are cheapest to find.
 * It stops at the first stage that fails, with its exit code. `npm test -- --only node src/data` runs single stages
 * (comma-separated); what follows goes to the stage's tool as a filter.
 * The last line is always `N passed, N failed, N skipped`, over the tests of all stages that ran.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { ensureBrowser } from './browser.mjs'
import { install } from './install.mjs'
import { ROOT, runTool, stage } from './stages.mjs'

/** Reports of the runners, as JSON. */
const REPORTS = join(ROOT, 'node_modules/.cache/ganvas/reports')

/** @typedef {{ passed: number, failed: number, skipped: number, flaky: number }} Counts */

/** @param {string} path @returns {Counts} */
function readVitest(path) {
  const report = JSON.parse(readFileSync(path, 'utf8'))
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
    flaky: 0,
  }
}

/** @param {string} path @returns {Counts} */
function readPlaywright(path) {
  const { stats } = JSON.parse(readFileSync(path, 'utf8'))
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    skipped: stats.skipped,
    flaky: stats.flaky,
  }
}

/** @param {string[]} filters */
const vitest = (/** @type {'node' | 'browser'} */ project) => ({
  needsBrowser: project === 'browser',
  report: join(REPORTS, `${project}.json`),
  read: readVitest,
  run: (/** @type {string[]} */ filters, /** @type {Record<string, string>} */ environment) =>
    runTool(
      'vitest',
      [
        ...['run', '--project', project],
        ...['--reporter=default', '--reporter=json', `--outputFile.json=${join(REPORTS, `${project}.json`)}`],
        ...filters,
      ],
      environment,
    ),
})

/** In order. Only stages with a `report` take filters and are counted. */
const STAGES = {
  types: { run: () => runTool('tsc', ['--noEmit']) },
  lint: { run: () => runTool('biome', ['check', '--error-on-warnings']) },
  node: vitest('node'),
  browser: vitest('browser'),
  build: { run: () => runTool('vite', ['build', '--logLevel', 'warn']) },
  e2e: {
    needsBrowser: true,
    report: join(REPORTS, 'e2e.json'),
    read: readPlaywright,
    run: (/** @type {string[]} */ filters, /** @type {Record<string, string>} */ environment) =>
      runTool('playwright', ['test', '--config', 'e2e/playwright.config.ts', ...filters], {
        ...environment,
        PLAYWRIGHT_JSON_OUTPUT_FILE: join(REPORTS, 'e2e.json'),
      }),
  },
}

/** The stages to run and the filters for them. */
function readArguments() {
  const { values, positionals } = parseArgs({ options: { only: { type: 'string' } }, allowPositionals: true })
  const names = Object.keys(STAGES)
  const chosen = values.only?.split(',') ?? names
  const unknown = chosen.find((name) => !names.includes(name))
  if (unknown) throw new Error(`There is no stage "${unknown}". There are: ${names.join(', ')}.`)
  return { chosen: names.filter((name) => chosen.includes(name)), filters: positionals }
}

/** @param {Counts} total */
async function runStages(total) {
  const { chosen, filters } = readArguments()
  await stage('install', install)
  rmSync(REPORTS, { recursive: true, force: true })
  mkdirSync(REPORTS, { recursive: true })
  /** @type {Record<string, string>} */
  const environment = {}
  if (chosen.some((name) => STAGES[name].needsBrowser)) environment.CHROMIUM = ensureBrowser()
  for (const name of chosen) {
    const { run, report, read } = STAGES[name]
    const code = await stage(name, () => run(report ? filters : [], environment))
    const failedBefore = total.failed
    if (report) {
      try {
        const counts = read(report)
        for (const key of Object.keys(total)) total[key] += counts[key]
      } catch (error) {
        console.error(`Stage ${name} left no report: ${error}`)
        total.failed += 1
        return code || 1
      }
    }
    if (code !== 0) {
      // A stage can fail without a failing test: a type error, a file that does not load.
      if (total.failed === failedBefore) total.failed += 1
      console.error(`\nStage ${name} failed with exit code ${code}.`)
      return code
    }
  }
  return 0
}

/** @type {Counts} */
const total = { passed: 0, failed: 0, skipped: 0, flaky: 0 }
let code = 1
try {
  code = await runStages(total)
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : error}`)
  total.failed += 1
}
if (total.flaky > 0) console.log(`\n${total.flaky} of those passed only on the second try.`)
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exitCode = code
