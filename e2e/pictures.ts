/**
 * @file Makes the README's pictures, in light and in dark: `npx tsx e2e/pictures.ts`. They go to e2e/pictures.
 * POINTS_SECONDS, DIGITS_SECONDS: how long 8 Gaussians and DCGAN · MNIST train before their pictures.
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { numberFrom, trainFor, untilStep, withBuiltPage } from './fixtures/built-page'
import type { EditorPage } from './fixtures/editor-page'

const FOLDER = fileURLToPath(new URL('pictures', import.meta.url))
const POINTS_SECONDS = numberFrom('POINTS_SECONDS', 120)
const DIGITS_SECONDS = numberFrom('DIGITS_SECONDS', 600)

/** Both themes of one state. */
async function take(editor: EditorPage, name: string): Promise<void> {
  const { page } = editor
  await page.mouse.move(0, 0)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.locator(`html[data-theme="${colorScheme}"]`).waitFor()
    await editor.settled()
    // Canvases are painted again in the frame after the colours have changed.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
    await page.screenshot({ path: join(FOLDER, `${name}-${colorScheme}.png`) })
  }
  await page.emulateMedia({ colorScheme: 'light' })
}

async function train(editor: EditorPage, seconds: number): Promise<void> {
  await editor.chooseBackend('WebAssembly')
  await editor.train()
  await untilStep(editor, 1)
  await trainFor(editor, seconds)
  if (await editor.button('Pause').isVisible()) await editor.pause()
  await editor.button('Train').waitFor()
  // Large in the inspector.
  await editor.select('G_out')
}

await mkdir(FOLDER, { recursive: true })
await withBuiltPage({}, async ({ editor }) => {
  await editor.button('Templates').click()
  await editor.dialog('Templates').waitFor()
  await take(editor, 'templates')
  await editor.page.keyboard.press('Escape')

  await editor.openTemplate('DCGAN · MNIST')
  await editor.select('G_reshape')
  await editor.setParam('Shape', '7, 7, 63')
  await editor.errorSign('G_reshape').waitFor()
  await take(editor, 'mistake')

  await editor.openTemplate('8 Gaussians')
  await train(editor, POINTS_SECONDS)
  await take(editor, 'gaussians')

  await editor.openTemplate('DCGAN · MNIST')
  await train(editor, DIGITS_SECONDS)
  await take(editor, 'digits')
})
