/**
 * @file `npm run docs:gradients`: checks the derivatives of every layer on every backend, and writes what was measured into
 * `docs/gradients.md`. Takes about ten minutes on two idle cores without a GPU. Arguments name the backends to measure again: `-- webgpu webgl`.
 */
import process from 'node:process'
import { ensureBrowser } from './browser.mjs'
import { install } from './install.mjs'
import { exitWith, runTool, stage } from './stages.mjs'

const NODE = ['cpu', 'wasm']
const BROWSER = ['webgpu', 'webgl']

/** One example of a large layer can take minutes on a software GPU. */
const PATIENCE = ['--testTimeout=1800000', '--hookTimeout=1800000']

async function run() {
  install()
  const chosen = process.argv.slice(2)
  const unknown = chosen.find((name) => ![...NODE, ...BROWSER].includes(name))
  if (unknown) throw new Error(`There is no backend "${unknown}" here. There are: ${[...NODE, ...BROWSER].join(', ')}.`)
  const environment = { VITE_GRADIENT_REPORT: '1', CHROMIUM: ensureBrowser() }
  const check = (/** @type {string} */ backend, /** @type {string} */ project, /** @type {string} */ file) =>
    stage(backend, () =>
      runTool(
        'vitest',
        ['run', '--project', project, `src/layers/${file}`, '-t', `on ${backend}`, ...PATIENCE],
        environment,
      ),
    )
  let code = 0
  for (const backend of [...NODE, ...BROWSER].filter((name) => chosen.length === 0 || chosen.includes(name)))
    code ||= await check(
      backend,
      NODE.includes(backend) ? 'node' : 'browser',
      NODE.includes(backend) ? 'contract.test.ts' : 'contract.browser.test.ts',
    )
  for (const [title, file] of [
    ['gradients of TensorFlow.js', 'src/backend/gradients/stock.test.ts'],
    ['docs/gradients.md', 'src/layers/gradient-docs.test.ts'],
  ])
    code ||= await stage(title, () => runTool('vitest', ['run', '--project', 'node', file], environment))
  return code
}

run().then((code) => process.exit(code), exitWith)
