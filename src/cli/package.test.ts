/** @file What `npm pack` gives and npm installs with it: all that the command line and the editor need, and nothing that only we need. */
import { execFileSync } from 'node:child_process'
import { platform } from 'node:os'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { dependencies } from '../../package.json'
import { moduleOf, readSources } from '../scripts/sources'
import { pathOf } from './serve'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

test('the package has the command line, its data and the templates, and nothing that only we need', () => {
  // Without scripts, or it would build.
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts', '--loglevel=error']
  const output = execFileSync('npm', args, { cwd: ROOT, encoding: 'utf8', shell: platform() === 'win32' })
  const [{ files }] = JSON.parse(output) as [{ files: { path: string; size: number }[] }]
  const paths = files.map(({ path }) => path)
  expect(paths).toEqual(
    expect.arrayContaining([
      'package.json',
      'README.md',
      'LICENSE',
      'src/cli/ganvas.mjs',
      'src/cli/main.ts',
      'src/backend/node-thread.cjs',
      'src/train/worker/trainer.ts',
      'templates/gaussian-ring.json',
    ]),
  )
  expect(
    paths.filter((path) => /\.test\.|\.bench\.|^(e2e|docs|graphs|public)\/|^src\/(ui|editor|scripts)\//.test(path)),
  ).toEqual([])
  const ours = files.filter(({ path }) => !path.startsWith('dist/'))
  expect(ours.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(6_000_000)
})

/** Loaded only where somebody has put a GPU into Node, who installs it as well. */
const LEFT_OUT = '@tensorflow/tfjs-backend-webgpu'

test('what is installed with it is what the command line imports: the page is built already', () => {
  const sources = new Map(readSources().map((source) => [moduleOf(source.path), source]))
  const packages = new Set<string>()
  const modules = new Set(['cli/ganvas'])
  for (const module of modules)
    for (const { target, isPackage, typeOnly } of sources.get(module)?.imports ?? []) {
      if (typeOnly || /^node:|\.cjs$/.test(target)) continue
      if (!isPackage) modules.add(target)
      else packages.add(target.split('/', target.startsWith('@') ? 2 : 1).join('/'))
    }
  expect(packages.delete(LEFT_OUT)).toBe(true)
  expect([...packages].sort()).toEqual(Object.keys(dependencies).sort())
})

test.each(['/../package.json', '/%2e%2e/package.json', '/..%2fpackage.json', '/%00', '/%zz'])(
  'the server gives nothing from outside the site: %s',
  (url) => {
    const path = pathOf(url)
    expect(path === null || path.startsWith(`${ROOT}dist/`)).toBe(true)
  },
)
