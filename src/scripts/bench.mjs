/** @file `npm run bench`: runs every `*.bench.ts`, one after another. Arguments choose by name: `npm run bench -- convolution`. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { install } from './install.mjs'
import { exitWith, ROOT, runTool, stage } from './stages.mjs'

async function run() {
  install()
  const filters = process.argv.slice(2)
  const paths = ['src', 'e2e/bench']
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
    )
    .filter((path) => path.endsWith('.bench.ts'))
    .filter((path) => filters.length === 0 || filters.some((filter) => path.includes(filter)))
    .sort()
  if (paths.length === 0)
    throw new Error(`No benchmark has a name with ${filters.join(' or ') || '.bench.ts'} under src or e2e/bench.`)
  let code = 0
  for (const path of paths) code ||= await stage(path, () => runTool('tsx', [path]))
  return code
}

run().then((code) => process.exit(code), exitWith)
