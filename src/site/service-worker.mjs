/**
 * @file The service worker of a built site: keeps one whole version of it for days without a connection, and answers everything with the two
 * headers that give WASM its threads, where the host cannot send them (the idea is Guido Zuidhof's coi-serviceworker). It knows nothing of
 * documents. `site-plugin.ts` writes `SITE`, the list of this build's files, in front of it.
 *
 * A version is fetched whole before it is used, and is used by all tabs or by none: it waits until the last tab of the version before is closed
 * or somebody asks for it. The version before is kept beside it, for what its tabs may still ask for.
 */
/* global SITE */

const PREFIX = 'ganvas-site-'
/** Scopes of one host may hold several sites. */
const CACHE = `${PREFIX}${self.registration.scope}-${SITE.version}`

const HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
}

const addressOf = (path) => new URL(path, self.registration.scope).href

self.addEventListener('install', (event) => event.waitUntil(install()))
self.addEventListener('activate', (event) => event.waitUntil(activate()))
self.addEventListener('message', (event) => {
  if (event.data === 'take-over') void self.skipWaiting()
})
self.addEventListener('fetch', (event) => {
  const { method, url } = event.request
  if (method === 'GET' && url.startsWith(self.registration.scope)) event.respondWith(answer(event.request))
})

async function install() {
  const cache = await caches.open(CACHE)
  await Promise.all(
    SITE.files.map(async (path) => {
      // What has a hash in its name never changes; of all else a stale copy may lie about.
      const isHashed = path.startsWith('assets/')
      const response = await fetch(addressOf(path), { cache: isHashed ? 'default' : 'no-cache' })
      if (!response.ok) throw new Error(`${path}: ${response.status}`)
      await cache.put(addressOf(path), response)
    }),
  )
  // In the middle of an upload the page may be of another version than this list.
  const page = await (await cache.match(addressOf('index.html'))).text()
  if (!page.includes(SITE.entry)) throw new Error('The page is of another version. The next visit tries again.')
}

async function activate() {
  const own = (await caches.keys()).filter((name) => name.startsWith(`${PREFIX}${self.registration.scope}-`))
  // `keys` gives them in the order in which they were made.
  const [, ...old] = own.filter((name) => name !== CACHE).reverse()
  await Promise.all(old.map((name) => caches.delete(name)))
  await self.clients.claim()
}

async function answer(request) {
  const url = new URL(request.url)
  const isPage = request.mode === 'navigate' && url.origin + url.pathname === self.registration.scope
  const address = isPage ? addressOf('index.html') : url.origin + url.pathname
  const kept = (await (await caches.open(CACHE)).match(address)) ?? (await caches.match(address))
  const response = kept ?? (await fetch(request))
  // A redirect that the browser has to follow itself cannot be written anew, nor what has no body to speak of.
  return response.type === 'opaqueredirect' || response.status === 0 ? response : withHeaders(response)
}

function withHeaders(response) {
  const headers = new Headers(response.headers)
  for (const [name, value] of Object.entries(HEADERS)) headers.set(name, value)
  const { status, statusText } = response
  return new Response(status === 204 || status === 304 ? null : response.body, { status, statusText, headers })
}
