/** @file The GPU goes away under a run, twice: the browser's GPU process is made to crash, as a driver makes it. */
import { expect, test } from './fixtures/editor'

test('a run whose GPU process crashes moves to a new device, and to WebAssembly when the browser gives none', async ({
  editor,
}) => {
  const { page } = editor
  const browser = await page.context().browser()!.newBrowserCDPSession()
  const crashGpu = () => browser.send('Browser.crashGpuProcess')
  await editor.chooseBackend('WebGPU')
  // One step only: on a software GPU each takes seconds.
  await editor.step()
  await expect(editor.announcement()).toHaveText(/^(Training on webgpu|Paused at step 1)\.$/)
  await crashGpu()
  await expect(editor.notice(/^The GPU device was lost .* The run waits on a new one, at/)).toBeVisible()
  // Chromium gives a page no GPU any more after it has crashed twice.
  await crashGpu()
  await expect(editor.notice(/ and there is no other\. The run waits on WebAssembly, which is slower/)).toBeVisible()
  await expect(editor.status()).toContainText('Paused')
  const step = await editor.stepNumber()
  await editor.train()
  await expect.poll(() => editor.stepNumber()).toBeGreaterThan(step + 1)
  await editor.pause()
  await expect(editor.status()).toContainText('Paused')
})
