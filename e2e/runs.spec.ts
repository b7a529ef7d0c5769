/** @file A run outlives its page: it is closed in the middle of training, offered again, and goes on with its losses. */
import { expect, test } from './fixtures/editor'
import { EditorPage } from './fixtures/editor-page'

test('a run whose page is closed while it trains is offered again and goes on', async ({ editor }) => {
  const { page } = editor
  await editor.chooseBackend('WebAssembly')
  await editor.train()
  // Kept without a word, in the middle of training.
  await expect.poll(() => page.evaluate(() => localStorage.getItem('ganvas.unfinished-run'))).not.toBeNull()
  const next = new EditorPage(await page.context().newPage())
  await page.close({ runBeforeUnload: false })

  await next.open()
  const offer = next.page.getByRole('button', { name: /^Go on from step [\d,]+$/ })
  const kept = Number(((await offer.textContent()) ?? '').replaceAll(/\D/g, ''))
  expect(kept).toBeGreaterThan(0)
  await offer.click()
  await expect(next.announcement()).toContainText('Goes on from step')
  await expect.poll(() => next.stepNumber()).toBeGreaterThan(kept)
  await next.pause()
  await expect(next.status()).toContainText('Paused')
})
