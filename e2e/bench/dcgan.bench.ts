/**
 * @file Steps a second of DCGAN · MNIST in the page on WASM, and what its generator draws by then. `npm run bench -- dcgan`.
 * BENCH_SECONDS: how long to train; 30 if left out. BENCH_PICTURE: where to put the generator's preview, as PNG.
 * BENCH_GRAPH: another graph to train, by its file.
 */
import { backendOf, numberFrom, trainFor, untilStep, withBuiltPage } from '../fixtures/built-page'

const SECONDS = numberFrom('BENCH_SECONDS', 30)
const { BENCH_PICTURE, BENCH_GRAPH } = process.env

await withBuiltPage({ scale: 2 }, async ({ editor }) => {
  if (BENCH_GRAPH) await editor.openFile(BENCH_GRAPH)
  else await editor.openTemplate('DCGAN · MNIST')
  const name = (await editor.page.title()).replace(/ – Ganvas$/, '')
  await editor.chooseBackend('WebAssembly')
  await editor.train()
  // The first steps also compile and fill the pools of memory.
  await untilStep(editor, 2)
  const stepsPerSecond = await trainFor(editor, SECONDS)
  console.log(
    `${name} on ${await backendOf(editor)}: ${stepsPerSecond.toFixed(2)} steps/s over ${SECONDS} s, ${await editor.status().textContent()}`,
  )
  if (!BENCH_PICTURE) return
  if (await editor.button('Pause').isVisible()) await editor.pause()
  // In the inspector it is drawn larger than on the node.
  await editor.select('G_out')
  await editor
    .region('Inspector')
    .getByRole('img', { name: /^Preview of / })
    .screenshot({ path: BENCH_PICTURE })
  console.log(`What it draws is in ${BENCH_PICTURE}.`)
})
