/**
 * @file Whether the page stays smooth while it trains: drags a node for some seconds with 8 Gaussians training on WASM, and
 * prints the longest tasks of the page's main thread, from a trace of the browser. `npm run bench -- drag`.
 * BENCH_SECONDS: how long to drag; 10 if left out.
 */
import type { Browser, Page } from '@playwright/test'
import { backendOf, numberFrom, untilStep, withBuiltPage } from '../fixtures/built-page'
import { share, watchFrames } from '../fixtures/frames'

const SECONDS = numberFrom('BENCH_SECONDS', 10)
/** Of the circle that the node is dragged in. */
const RADIUS_PX = 60
const TURN_MS = 2000
const CATEGORIES = ['__metadata', 'toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline']

interface TraceEvent {
  name: string
  ph: string
  pid: number
  tid: number
  /** Microseconds on the clock. */
  dur?: number
  /** Microseconds on the processor: less than `dur` when others wanted it too. */
  tdur?: number
  args?: { name?: string }
}

interface Task {
  wallMs: number
  processorMs: number
}

/** Tasks of the busiest main thread of a page: others are spare processes with nothing to do. */
function mainThreadTasks(trace: Buffer): Task[] {
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] }
  const threads = traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
  const tasks = threads.map(({ pid, tid }) =>
    traceEvents
      .filter((event) => event.name === 'RunTask' && event.ph === 'X' && event.pid === pid && event.tid === tid)
      .map(({ dur = 0, tdur = 0 }) => ({ wallMs: dur / 1000, processorMs: tdur / 1000 })),
  )
  const total = (list: Task[]) => list.reduce((sum, { wallMs }) => sum + wallMs, 0)
  return tasks.sort((a, b) => total(b) - total(a))[0] ?? []
}

async function traced(browser: Browser, page: Page, work: () => Promise<void>): Promise<Buffer> {
  await browser.startTracing(page, { categories: CATEGORIES })
  await work()
  return browser.stopTracing()
}

await withBuiltPage({}, async ({ editor, browser }) => {
  const { page } = editor
  await editor.chooseBackend('WebAssembly')
  await editor.train()
  await untilStep(editor, 20)
  const startStep = await editor.stepNumber()
  const framesSoFar = await watchFrames(page)
  let startMs = 0
  let moves = 0
  const trace = await traced(browser, page, async () => {
    const centre = await editor.grip('D_dense2')
    await page.mouse.move(centre.x, centre.y)
    await page.mouse.down()
    startMs = performance.now()
    for (let atMs = 0; atMs < SECONDS * 1000; atMs = performance.now() - startMs) {
      const angle = (atMs / TURN_MS) * 2 * Math.PI
      await page.mouse.move(centre.x + RADIUS_PX * Math.sin(angle), centre.y + RADIUS_PX * (1 - Math.cos(angle)))
      moves++
    }
    await page.mouse.up()
  })
  const seconds = (performance.now() - startMs) / 1000
  const framesMs = await framesSoFar()
  const tasks = mainThreadTasks(trace)
  if (tasks.length === 0) throw new Error('The trace has no tasks of a main thread.')
  const longest = tasks.reduce((a, b) => (b.wallMs > a.wallMs ? b : a))
  const over = (limitMs: number) => tasks.filter(({ wallMs }) => wallMs > limitMs).length
  const steps = (await editor.stepNumber()) - startStep
  console.log(
    [
      `8 Gaussians on ${await backendOf(editor)}, a node dragged for ${SECONDS} s, ${moves} moves, ${(steps / seconds).toFixed(1)} steps/s meanwhile`,
      `main thread: longest task ${longest.wallMs.toFixed(1)} ms (${longest.processorMs.toFixed(1)} ms of it on the processor), ` +
        `${over(50)} over 50 ms, ${over(100)} over 100 ms, of ${tasks.length}`,
      `frames: ${framesMs.length}, median ${share(framesMs, 0.5).toFixed(1)} ms, 99 % within ${share(framesMs, 0.99).toFixed(1)} ms, longest ${Math.max(...framesMs).toFixed(1)} ms`,
    ].join('\n'),
  )
})
