/** @file What `npm pack` gives: all that the command line and the editor need, and no test, picture or graph of ours. */
import { execFileSync } from 'node:child_process'
import { platform } from 'node:os'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
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
      'src/data/faces/samples.gz',
      'src/train/worker/trainer.ts',
      'templates/gaussian-ring.json',
    ]),
  )
  expect(
    paths.filter((path) => /\.test\.|\.bench\.|^(e2e|docs|graphs|public)\/|^src\/(ui|editor|scripts)\//.test(path)),
  ).toEqual([])
  const ours = files.filter(({ path }) => !path.startsWith('dist/'))
  expect(ours.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(12_000_000)
})

test.each(['/../package.json', '/%2e%2e/package.json', '/..%2fpackage.json', '/%00', '/%zz'])(
  'the server gives nothing from outside the site: %s',
  (url) => {
    const path = pathOf(url)
    expect(path === null || path.startsWith(`${ROOT}dist/`)).toBe(true)
  },
)
