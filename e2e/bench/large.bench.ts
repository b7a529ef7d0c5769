/**
 * @file How a large graph feels: opens 300 nodes and then 1,000, drags a layer and a frame, edits a param. Prints how long opening
 * took, the time between frames while dragging, and how long after an edit the new shapes stood on the wires. `npm run bench -- large`.
 * BENCH_SECONDS: how long to drag each; 5 if left out.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { numberFrom, withBuiltPage } from '../fixtures/built-page'
import type { EditorPage } from '../fixtures/editor-page'
import { share, watchFrames } from '../fixtures/frames'
import { largeGraph } from '../fixtures/large-graph'

const SECONDS = numberFrom('BENCH_SECONDS', 5)
const SIZES = [300, 1000]
const EDITS = 12
/** Of the circle that things are dragged in. */
const RADIUS_PX = 60
const TURN_MS = 2000

/** From the drop of the file to the first frame that shows its nodes, by the page's clock. */
async function open(editor: EditorPage, path: string, nodes: number): Promise<number> {
  const { page } = editor
  const opened = page.evaluate(
    (title) =>
      new Promise<number>((done) => {
        addEventListener(
          'drop',
          () => {
            const startMs = performance.now()
            const watcher = {
              look() {
                if (document.title.startsWith(title) && document.querySelector('.react-flow__node'))
                  requestAnimationFrame(() => done(performance.now() - startMs))
                else requestAnimationFrame(watcher.look)
              },
            }
            requestAnimationFrame(watcher.look)
          },
          { once: true, capture: true },
        )
      }),
    `${nodes} nodes`,
  )
  await editor.dropFile(path)
  return opened
}

async function dragFrames(editor: EditorPage, id: string): Promise<number[]> {
  const { page } = editor
  const centre = await editor.grip(id)
  await page.mouse.move(centre.x, centre.y)
  await page.mouse.down()
  // The first move takes hold and selects; what counts is the dragging.
  await page.mouse.move(centre.x + 4, centre.y + 4, { steps: 4 })
  const framesSoFar = await watchFrames(page)
  const startMs = performance.now()
  for (let atMs = 0; atMs < SECONDS * 1000; atMs = performance.now() - startMs) {
    const angle = (atMs / TURN_MS) * 2 * Math.PI
    await page.mouse.move(centre.x + RADIUS_PX * Math.sin(angle), centre.y + RADIUS_PX * (1 - Math.cos(angle)))
  }
  const framesMs = await framesSoFar()
  // Elsewhere than where it began, so that there is a step to undo.
  await page.mouse.move(centre.x + RADIUS_PX, centre.y + RADIUS_PX)
  await page.mouse.up()
  await editor.undo()
  return framesMs
}

/** From the typing to the mutation of the page that shows the new shape, and to the frame after it. */
async function editLatency(editor: EditorPage, units: number): Promise<{ shownMs: number; frameMs: number }> {
  const shown = editor.page.evaluate(
    (shape) =>
      new Promise<{ shownMs: number; frameMs: number }>((done) => {
        let startMs = 0
        addEventListener(
          'input',
          () => {
            startMs = performance.now()
          },
          { once: true, capture: true },
        )
        const observer = new MutationObserver(() => {
          if (!document.querySelector(`[data-shape="${shape}"]`)) return
          const shownMs = performance.now() - startMs
          observer.disconnect()
          requestAnimationFrame(() => done({ shownMs, frameMs: performance.now() - startMs }))
        })
        observer.observe(document.body, { subtree: true, childList: true, attributes: true })
      }),
    `[${units}]`,
  )
  await editor.param('Units').fill(String(units))
  return shown
}

const ms = (value: number): string => `${value.toFixed(1)} ms`
const spread = (values: readonly number[]): string =>
  `median ${ms(share(values, 0.5))}, 95 % within ${ms(share(values, 0.95))}, longest ${ms(Math.max(...values))}`

const folder = await mkdtemp(join(tmpdir(), 'ganvas-large-'))
try {
  await withBuiltPage({}, async ({ editor }) => {
    const { page } = editor
    for (const nodes of SIZES) {
      const path = join(folder, `${nodes}.json`)
      await writeFile(path, largeGraph(nodes))
      const openMs = await open(editor, path, nodes)
      const whole = await dragFrames(editor, 'G0')
      await page.keyboard.press('Escape')
      // The rest as people work: near enough to read.
      await page.keyboard.press('Control+f')
      await editor.pick('G0_9')
      await editor.settled()
      const layer = await dragFrames(editor, 'G0_9')
      const frame = await dragFrames(editor, 'G0')
      const edits: { shownMs: number; frameMs: number }[] = []
      for (let edit = 0; edit < EDITS; edit++) {
        await editor.select('G0_9')
        edits.push(await editLatency(editor, 50 + edit))
      }
      console.log(
        [
          `${nodes} nodes, of which ${await editor.nodes().count()} drawn, with ${await editor.wires().count()} wires`,
          `  open: ${ms(openMs)}`,
          `  frames while a frame is dragged with everything in view: ${spread(whole)}`,
          `  frames while a layer is dragged: ${spread(layer)}`,
          `  frames while a frame is dragged: ${spread(frame)}`,
          `  edit to shapes: ${spread(edits.map(({ shownMs }) => shownMs))}`,
          `  edit to the next frame: ${spread(edits.map(({ frameMs }) => frameMs))}`,
        ].join('\n'),
      )
    }
  })
} finally {
  await rm(folder, { recursive: true })
}
