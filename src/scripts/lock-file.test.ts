/** @file The lock file has to install on every system, from any registry. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

interface LockedPackage {
  version?: string
  resolved?: string
  optionalDependencies?: Record<string, string>
}

const text = readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8')
const { packages } = JSON.parse(text) as { packages: Record<string, LockedPackage> }

/**
 * npm drops the optional packages of other systems when its registry lacks them (npm/cli#4828), and then refuses the lock
 * file that it wrote itself. An entry with the version, os and cpu is enough: it is only fetched where it fits.
 */
test('every optional dependency of every package is locked', () => {
  const missing = Object.entries(packages).flatMap(([path, entry]) =>
    Object.keys(entry.optionalDependencies ?? {}).filter(
      (name) => !packages[`${path}/node_modules/${name}`] && !packages[`node_modules/${name}`],
    ),
  )
  expect(missing).toEqual([])
})

test('no address of a registry is in it', () => {
  expect(Object.values(packages).filter((entry) => entry.resolved)).toEqual([])
  expect(text).not.toMatch(/https?:\/\/[^"]*\.tgz/)
})
