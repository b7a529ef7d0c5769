/**
 * @file Installs the packages when they are missing or are not those of the lock file; otherwise does nothing, at once.
 * Node built-ins only: it runs before anything is installed.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { platform } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { exitWith, ROOT } from './stages.mjs'

/** @param {string} path @returns {any} parsed, or `null` when there is no such file */
function readJson(path) {
  try {
    return JSON.parse(readFileSync(join(ROOT, path), 'utf8'))
  } catch {
    return null
  }
}

/** Throws when this Node is older than `engines` asks for. */
function checkNode() {
  const wanted = readJson('package.json').engines.node.replace('>=', '')
  const [major, minor] = process.versions.node.split('.').map(Number)
  const [wantedMajor, wantedMinor] = wanted.split('.').map(Number)
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return
  throw new Error(
    `Ganvas needs Node ${wanted} or newer; this is Node ${process.versions.node}. Install a newer one from nodejs.org.`,
  )
}

/**
 * npm writes what it has installed to `node_modules/.package-lock.json`, as its last act, so a broken installation has none.
 * Optional packages are those of other systems, mostly, and are left out of the comparison.
 */
function isInstalled() {
  const locked = readJson('package-lock.json').packages
  const installed = readJson('node_modules/.package-lock.json')?.packages ?? {}
  return Object.entries(locked).every(
    ([path, entry]) => path === '' || entry.optional || installed[path]?.integrity === entry.integrity,
  )
}

/** Throws with a sentence for people when npm fails. */
export function install() {
  checkNode()
  if (isInstalled()) return
  console.log('Installing packages (npm ci) …')
  const start = performance.now()
  const result = spawnSync('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: ROOT,
    stdio: 'inherit',
    // On Windows npm is a batch file.
    shell: platform() === 'win32',
  })
  if (result.status !== 0) {
    throw new Error('npm ci failed, see above. Check the connection to the npm registry and try again.')
  }
  console.log(`Packages installed in ${((performance.now() - start) / 1000).toFixed(0)} s.`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    install()
  } catch (error) {
    exitWith(error)
  }
}
