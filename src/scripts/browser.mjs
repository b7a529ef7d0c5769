/**
 * @file Finds a Chromium for the tests that need a real browser, and the flags it needs to have WebGPU without a GPU.
 * Node built-ins only: scripts run before anything is installed.
 */
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, readdirSync } from 'node:fs'
import { homedir, platform } from 'node:os'
import { delimiter, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/**
 * Off: the address field's two pages of suggestions, which take every window a second of a processor's time before a test begins. The
 * rest is what Playwright turns off for all browsers, said again because the last flag of this name is the one that counts.
 */
const FEATURES_OFF = [
  ...['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup'],
  ...['AimEnabled', 'AvoidCorsURLLoaderRestartOnRedirect', 'AvoidUnnecessaryBeforeUnloadCheckSync'],
  ...[
    'DestroyProfileOnBrowserClose',
    'HttpsFirstBalancedModeAutoEnable',
    'HttpsUpgrades',
    'LensOverlay',
    'MediaRouter',
  ],
  ...[
    'NetworkTimeServiceQuerying',
    'OptimizationHints',
    'PaintHolding',
    'PreconnectToSearch',
    'TcpPortRandomizationWin',
  ],
  'ThirdPartyStoragePartitioning',
]

/**
 * WebGPU and WebGL on SwiftShader, in the full browser: the headless shell has no WebGPU.
 * QUIC and background traffic are off so that nothing but the test speaks to the network.
 */
export const BROWSER_FLAGS = [
  '--headless=new',
  '--no-sandbox',
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-unsafe-swiftshader',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${FEATURES_OFF.join(',')}`,
]

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Usual places outside PATH. @returns {string[]} */
function usualPaths() {
  if (platform() === 'darwin') {
    return ['/Applications', join(homedir(), 'Applications')].flatMap((folder) => [
      join(folder, 'Google Chrome.app/Contents/MacOS/Google Chrome'),
      join(folder, 'Chromium.app/Contents/MacOS/Chromium'),
    ])
  }
  if (platform() === 'win32') {
    return ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA']
      .map((name) => process.env[name])
      .filter((folder) => folder !== undefined)
      .flatMap((folder) => [
        join(folder, 'Google/Chrome/Application/chrome.exe'),
        join(folder, 'Chromium/Application/chrome.exe'),
      ])
  }
  return []
}

/** What `playwright install chromium` has left. @returns {string[]} */
function playwrightPaths() {
  const caches = {
    darwin: join(homedir(), 'Library/Caches/ms-playwright'),
    win32: join(process.env.LOCALAPPDATA ?? '', 'ms-playwright'),
  }
  const folder = process.env.PLAYWRIGHT_BROWSERS_PATH ?? caches[platform()] ?? join(homedir(), '.cache/ms-playwright')
  if (!existsSync(folder)) return []
  const executables = [
    'chrome-linux/chrome',
    'chrome-linux64/chrome',
    'chrome-mac/Chromium.app/Contents/MacOS/Chromium',
    'chrome-mac-arm64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
    'chrome-mac-x64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
    'chrome-win/chrome.exe',
    'chrome-win64/chrome.exe',
  ]
  return readdirSync(folder)
    .filter((name) => name.startsWith('chromium-'))
    .sort()
    .reverse()
    .flatMap((name) => executables.map((executable) => join(folder, name, executable)))
}

/** Path of a Chromium, or `null`. The variable CHROMIUM comes first. @returns {string | null} */
export function findBrowser() {
  const chosen = process.env.CHROMIUM
  if (chosen) {
    if (!isExecutable(chosen)) throw new Error(`CHROMIUM names ${chosen}, which is not a program. Correct or unset it.`)
    return chosen
  }
  const folders = (process.env.PATH ?? '').split(delimiter)
  const inPath = COMMANDS.flatMap((command) => folders.map((folder) => join(folder, command)))
  return [...inPath, ...usualPaths(), ...playwrightPaths()].find(isExecutable) ?? null
}

/** @param {string} command @param {string[]} args */
function run(command, args) {
  console.log(`$ ${command} ${args.join(' ')}`)
  return spawnSync(command, args, { stdio: 'inherit', shell: platform() === 'win32' }).status === 0
}

/** Path of a Chromium; installs one where there is none. Throws when that fails. @returns {string} */
export function ensureBrowser() {
  const found = findBrowser()
  if (found) return found
  console.log('No Chromium was found. The browser tests need one, so it is installed now.')
  const mayUseApt = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
  const installed =
    (mayUseApt &&
      run('apt-get', ['update', '-qq']) &&
      run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'])) ||
    run('npx', ['playwright', 'install', 'chromium'])
  const browser = installed ? findBrowser() : null
  if (!browser) {
    throw new Error('Chromium could not be installed. Install it yourself, or name one in the variable CHROMIUM.')
  }
  return browser
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(ensureBrowser())
