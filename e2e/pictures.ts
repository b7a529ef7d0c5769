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
const POINTS_SECONDS = numberFrom('POINTS_SECONDS', 90)
const DIGITS_SECONDS = numberFrom('DIGITS_SECONDS', 120)
const CONTROL = process.platform === 'darwin' ? 'Meta' : 'Control'

/** Both themes of one state. */
async function take(editor: EditorPage, name: string): Promise<void> {
  const { page } = editor
  await page.mouse.move(0, 0)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.locator(`html[data-theme="${colorScheme}"]`).waitFor()
    await editor.settled()
    // Canvases are painted again up to a tenth of a second after the colours have changed.
    await page.waitForTimeout(400)
    await page.screenshot({ path: join(FOLDER, `${name}-${colorScheme}.png`) })
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
}

async function train(editor: EditorPage, seconds: number): Promise<void> {
  await editor.train()
  await untilStep(editor, 1)
  await trainFor(editor, seconds)
}

async function pause(editor: EditorPage): Promise<void> {
  if (await editor.button('Pause').isVisible()) await editor.pause()
  await editor.button('Train').waitFor()
}

await mkdir(FOLDER, { recursive: true })
await withBuiltPage({}, async ({ editor }) => {
  const { page } = editor
  const { keyboard } = page
  const picture = (name: string) => take(editor, name)

  await picture('start')
  await page.getByRole('button', { name: 'Take the tour' }).click()
  await page.getByRole('region', { name: /^Tour, step/ }).waitFor()
  await picture('tour')
  await keyboard.press('Escape')

  await editor.button('Templates').click()
  await editor.dialog('Templates').waitFor()
  await picture('templates')
  await keyboard.press('Escape')

  await keyboard.press(`${CONTROL}+k`)
  await editor.dialog('Commands').waitFor()
  await keyboard.type('gaussians')
  await picture('commands')
  await keyboard.press('Escape')

  await keyboard.press('?')
  await editor.dialog('Keyboard shortcuts').waitFor()
  await picture('shortcuts')
  await keyboard.press('Escape')

  await editor.chooseBackend('WebAssembly')
  await train(editor, POINTS_SECONDS)
  await editor.select('G_out')
  await picture('gaussians')
  await pause(editor)

  await editor.openTemplate('DCGAN · MNIST')
  await editor.pullWire('G_relu2.out', await editor.inside('G', 0.3, 0.72))
  await editor.region('Canvas').getByRole('combobox').waitFor()
  await picture('quick-add')
  await keyboard.press('Escape')

  await editor.select('G_reshape')
  await editor.setParam('Shape', '7, 7, 63')
  await editor.errorSign('G_reshape').waitFor()
  await editor.problem('Reshape needs').getByRole('button', { name: /^Why/ }).click()
  await picture('mistake')
  await editor.undo()

  await editor.select('D')
  await editor.region('Inspector').getByRole('button', { name: 'Open as a table' }).click()
  await editor.dialog('Summary of Discriminator').getByRole('button', { name: 'Whole graph' }).click()
  await picture('summary')
  await keyboard.press('Escape')

  await train(editor, DIGITS_SECONDS)
  await editor.select('G_out')
  await picture('digits')
  await pause(editor)

  await editor.switchHeat()
  await editor.lookInside('D_conv1')
  await editor.step()
  await editor.node('D_conv1').getByText('An update changes').first().waitFor({ state: 'attached' })
  await editor.insidePicture('Maps of D_conv1').scrollIntoViewIfNeeded()
  await picture('inside')
  await editor.switchHeat()

  await keyboard.press('Alt+Shift+C')
  await keyboard.press('Shift+1')
  await page.waitForTimeout(500)
  await editor.select('D')
  await picture('collapsed')

  await editor.emptyCanvas()
  await picture('empty')
})
