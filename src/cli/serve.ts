/** @file `ganvas serve`: the built editor on this machine, with the headers that give WASM its threads. */
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import { extname, join, normalize, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineCommand } from 'citty'
import { leave, wholeNumber } from './arguments'

const SITE = fileURLToPath(new URL('../../dist/', import.meta.url))
const PORT = 4173
/** So many ports are tried, one after the other, when none was asked for. */
const TRIES = 20

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.gzip': 'application/gzip',
  '.webmanifest': 'application/manifest+json',
}

const HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-cache',
}

export const serveCommand = defineCommand({
  meta: { name: 'serve', description: 'Serve the editor on this machine' },
  args: { port: { type: 'string', description: `Port; left out: ${PORT}, or the next that is free` } },
  async run({ args }) {
    const port = wholeNumber(args.port, 1, 65_535)
    if (port === null) return leave(2, `--port takes a whole number from 1 to 65,535, not "${args.port}".`)
    if (!(await fileAt(join(SITE, 'index.html'))))
      return leave(2, 'The editor was not built. Run "npm run build" in the checkout, or "npm start".')
    const server = createServer((request, response) => void answer(request.url ?? '/', response))
    const taken = await listen(server, port ?? PORT, port === undefined ? TRIES : 1)
    if (taken === null)
      return leave(2, `Port ${port ?? PORT} is in use. Choose another with --port, or stop what uses it.`)
    console.log(`\n  Ganvas is at  http://localhost:${taken}/\n\n  Ctrl-C stops it.`)
  },
})

/** Only this machine: elsewhere the page would have no secure context, hence no WebGPU and no threads. The port that was free, or `null`. */
async function listen(server: ReturnType<typeof createServer>, first: number, tries: number): Promise<number | null> {
  for (let port = first; port < first + tries; port++) {
    const free = await new Promise<boolean>((done) => {
      server.once('error', () => done(false))
      server.listen(port, '127.0.0.1', () => done(true))
    })
    if (free) return port
  }
  return null
}

async function answer(url: string, response: ServerResponse): Promise<void> {
  const path = pathOf(url)
  const size = path === null ? null : await fileAt(path)
  if (path === null || size === null) {
    response.writeHead(404, { ...HEADERS, 'Content-Type': 'text/plain' }).end('There is no such file.')
    return
  }
  const type = TYPES[extname(path)] ?? 'application/octet-stream'
  response.writeHead(200, { ...HEADERS, 'Content-Type': type, 'Content-Length': size })
  createReadStream(path).pipe(response)
}

/** The file that an address means; `null` when it lies outside the site. */
export function pathOf(url: string): string | null {
  try {
    const { pathname } = new URL(url, 'http://localhost')
    const path = normalize(join(SITE, decodeURIComponent(pathname === '/' ? '/index.html' : pathname)))
    return path.startsWith(normalize(SITE + sep)) && !path.includes('\0') ? path : null
  } catch {
    return null
  }
}

/** Its size in bytes; `null` when there is no such file. */
const fileAt = async (path: string): Promise<number | null> => {
  const found = await stat(path).catch(() => null)
  return found?.isFile() ? found.size : null
}
