/** @file The page's part of the service worker: starts it where it is of use, and offers a new version when one has come. */
import { quietly } from '../editor/keeping/quietly'
import { editor } from './editor'
import { sessionStore } from './storage'

/** In the tab only: that the page was loaded again for the headers, so that it is never done twice. */
const RELOADED = 'ganvas.reloaded-for-headers'

/**
 * A server on one's own machine that sends the headers itself (`npm start`, `ganvas serve`) needs none, and another program may have that
 * address tomorrow.
 */
function isWanted(): boolean {
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(location.hostname)
  return (
    import.meta.env.PROD &&
    'serviceWorker' in navigator &&
    !(isLocal && crossOriginIsolated && !navigator.serviceWorker.controller)
  )
}

export async function startServiceWorker(): Promise<void> {
  if (!isWanted()) return
  const { serviceWorker } = navigator
  const isFirst = serviceWorker.controller === null
  try {
    const registration = await serviceWorker.register(new URL('service-worker.js', document.baseURI))
    if (isFirst && !crossOriginIsolated)
      serviceWorker.addEventListener('controllerchange', reloadForHeaders, { once: true })
    registration.addEventListener('updatefound', () => offerWhenReady(registration))
    // It may have been found before anybody listened.
    offerWhenReady(registration)
    if (registration.waiting && !isFirst) offer(registration.waiting)
    if (!isFirst) lookForUpdates(registration)
  } catch {
    // Private windows and some hosts refuse it. The page works, without threads and without being kept.
  }
}

/** Only the first page of a visit has no headers yet. It is loaded again, unless somebody has begun to work with it. */
function reloadForHeaders(): void {
  const { dirty, run, dialog } = editor.getState()
  if (dirty || run.status !== 'idle' || dialog || sessionStore.getItem(RELOADED) !== null) return
  const note = () => {
    sessionStore.setItem(RELOADED, '1')
    return true
  }
  // Where the tab cannot note it, it would be loaded again and again.
  if (quietly(note, false)) location.reload()
}

const LOOK_EVERY_MS = 3_600_000

/** Browsers look when they find the time after a page was loaded, which a page that stays open for days never is again. */
function lookForUpdates(registration: ServiceWorkerRegistration): void {
  let lookedAtMs = Number.NEGATIVE_INFINITY
  const look = () => {
    if (document.visibilityState === 'hidden' || performance.now() - lookedAtMs < LOOK_EVERY_MS) return
    lookedAtMs = performance.now()
    // Without a connection there is no update to be had.
    registration.update().catch(() => {})
  }
  look()
  document.addEventListener('visibilitychange', look)
}

function offerWhenReady({ installing }: ServiceWorkerRegistration): void {
  installing?.addEventListener('statechange', () => {
    if (installing.state === 'installed' && navigator.serviceWorker.controller) offer(installing)
  })
}

/** A worker has longer than this to write a run down only if it does not answer any more. */
const KEEP_WITHIN_MS = 5000

/** Has the run that is here stored with its last step. */
async function keepRun(): Promise<void> {
  editor.keep()
  // It answers in order: when the checkpoint has come, the run was kept.
  await Promise.race([editor.checkpoint(), new Promise((done) => setTimeout(done, KEEP_WITHIN_MS))])
}

function offer(worker: ServiceWorker): void {
  editor.notify({
    tone: 'info',
    lasting: true,
    text: 'A new version of Ganvas is here. It takes over at the next start.',
    action: {
      label: 'Load it now',
      run: async () => {
        await keepRun()
        navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
        worker.postMessage('take-over')
      },
    },
  })
}
