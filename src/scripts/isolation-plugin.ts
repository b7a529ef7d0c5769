/**
 * @file Answers every request with the two headers that make a page "cross-origin isolated". Without them the browser has no
 * SharedArrayBuffer, and WASM trains on one thread.
 */
import type { Connect, Plugin } from 'vite'

const HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  // A worker's script is a resource of its page and must allow being embedded.
  'Cross-Origin-Resource-Policy': 'same-origin',
}

const setHeaders: Connect.NextHandleFunction = (_request, response, next) => {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value)
  next()
}

export function isolationPlugin(): Plugin {
  return {
    name: 'ganvas-isolation',
    // Before all others: test runners answer for their own pages early.
    enforce: 'pre',
    configureServer: (server) => void server.middlewares.use(setHeaders),
    configurePreviewServer: (server) => void server.middlewares.use(setHeaders),
  }
}
