/**
 * @file Makes a build a site that stands alone: its service worker, with the list of all that it keeps, and a policy by which the browser
 * itself refuses any request to another host, whatever a document holds. Only builds have either.
 */
import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

const SOURCE = fileURLToPath(new URL('../site/service-worker.mjs', import.meta.url))
const NAME = 'service-worker.js'

/** Scripts and styles are held by their hashed names and by what React Flow writes; only what could call elsewhere is bound. */
const POLICY = [
  "connect-src 'self' blob: data:",
  "img-src 'self' blob: data:",
  "media-src 'self' blob: data:",
  "font-src 'self' data:",
  "frame-src 'none'",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'none'",
].join('; ')

/** Data is large, and the page keeps what it has used of it; source maps are for developers. */
const isKept = (path: string): boolean => path !== NAME && !path.startsWith('data/') && !path.endsWith('.map')

export function sitePlugin(): Plugin {
  return {
    name: 'ganvas-site',
    apply: 'build',
    transformIndexHtml: () => [
      { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY }, injectTo: 'head-prepend' },
    ],
    async writeBundle({ dir }, bundle) {
      if (dir === undefined) return
      const paths = (await readdir(dir, { recursive: true, withFileTypes: true }))
        .filter((entry) => entry.isFile())
        .map((entry) =>
          join(entry.parentPath, entry.name)
            .slice(dir.length + 1)
            .replaceAll('\\', '/'),
        )
        .filter(isKept)
        .sort()
      const hash = createHash('sha256')
      for (const path of paths) hash.update(path).update(await readFile(join(dir, path)))
      const entry = Object.values(bundle).find((chunk) => chunk.type === 'chunk' && chunk.isEntry)?.fileName
      const site = { version: hash.digest('hex').slice(0, 16), entry, files: paths }
      const source = await readFile(SOURCE, 'utf8')
      await writeFile(join(dir, NAME), `const SITE = ${JSON.stringify(site)}\n${source}`)
    },
  }
}
