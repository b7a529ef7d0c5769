/** @file A run outlives its page: it is closed in the middle of training, offered again, and goes on with its losses. */
import { expect, test } from './fixtures/editor'
import { EditorPage } from './fixtures/editor-page'
import { keptRuns } from './fixtures/killed-page'

test('a run whose page is closed while it trains is offered again and goes on', async ({ editor }) => {
  const { page } = editor
  await editor.chooseBackend('WebAssembly')
  await editor.train()
  // Kept without a word, in the middle of training.
  await expect.poll(async () => (await (await keptRuns(page)).list()).length).toBe(1)
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

  await test.step('the run is copied, named, compared, deleted and put back', async () => {
    const dialog = next.dialog('Runs')
    const run = (name: string) => dialog.getByRole('button', { name: `Continue ${name}`, exact: true })
    const press = (name: string) => dialog.getByRole('button', { name, exact: true }).click()
    const first = await next.page.getByRole('textbox', { name: 'Name of the graph' }).inputValue()
    // While it is open here, nobody else may train it.
    await next.openRuns()
    await expect(run(first)).toBeDisabled()
    await press(`Duplicate ${first}`)
    await expect(run(`${first} (copy)`)).toBeEnabled()
    await press(`Rename ${first} (copy)`)
    await next.page.keyboard.type('Second try')
    await next.page.keyboard.press('Enter')
    await expect(run('Second try')).toBeVisible()

    await dialog.getByRole('checkbox', { name: `Compare ${first}`, exact: true }).check()
    await dialog.getByRole('checkbox', { name: 'Compare Second try' }).check()
    await expect(dialog.getByRole('img', { name: /^Losses over steps of .*Second try/ })).toBeVisible()

    await press('Delete Second try')
    await press('Put back Second try')
    await next.page.keyboard.press('Escape')
    await next.openRuns()
    await press('Delete Second try')
    await next.page.keyboard.press('Escape')
    await next.reset()
    await next.openRuns()
    await expect(run('Second try')).toHaveCount(0)
    await run(first).click()
    await expect.poll(() => next.stepNumber()).toBeGreaterThan(kept)
  })

  await test.step('a worker that dies is said, and the run goes on from what was kept', async () => {
    const training = next.region('Training')
    for (const worker of next.page.workers())
      await worker.evaluate(() => {
        if (self.name === 'Ganvas training')
          setTimeout(() => {
            throw new Error('Thrown outside of every run.')
          })
      })
    await expect(training.getByRole('alert')).toContainText(/Training stopped at step [1-9][\d,]*\. .*Thrown outside/)
    await training.getByRole('button', { name: /^Go on from step [1-9][\d,]*$/ }).click()
    await expect(next.status()).toHaveText(/^Training, step/)
    await expect.poll(() => next.stepNumber()).toBeGreaterThan(kept)
  })
})
