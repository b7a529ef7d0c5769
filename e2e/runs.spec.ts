/**
 * @file A run outlives its page: it is killed or closed in the middle of training, offered again, and goes on; and what happens to it when
 * the browser gives no more room.
 */
import { test as bare } from '@playwright/test'
import { randomStream } from '../src/lib/random'
import { expect, test } from './fixtures/editor'
import { EditorPage } from './fixtures/editor-page'
import { keptRuns, killedPage } from './fixtures/killed-page'

/** A kept run, as it lies in the browser's file store: every file of it whole. */
async function runNamed({ page }: EditorPage, name: string) {
  const store = await keptRuns(page)
  const run = (await store.list()).find((one) => one.name === name)
  if (!run) throw new Error(`No run is kept under the name ${name}.`)
  expect(await store.load(run.id)).toMatchObject({ ok: true, value: { passedOver: [] } })
  return run
}

// `npm run kills -- --page` does it twenty times, in every way.
bare(
  'a run whose tab is killed, once while it saves, ends bit by bit like one left in peace',
  async ({ baseURL }, info) => {
    bare.setTimeout(360_000)
    const { kills, kept, resumed, ended, different } = await killedPage({
      siteUrl: baseURL ?? '',
      file: 'templates/gaussian-ring.json',
      steps: 150,
      folder: info.outputPath('profile'),
      kills: 2,
      random: randomStream('killed page').uniform,
    })
    expect({ kills, resumed, different }).toEqual({
      kills: ['tab crashed', 'renderer killed'],
      resumed: kept,
      different: 0,
    })
    expect(ended).toBeGreaterThan(0)
  },
)

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

  const dialog = next.dialog('Runs')
  const run = (name: string) => dialog.getByRole('button', { name: `Continue ${name}`, exact: true })
  const press = (name: string) => dialog.getByRole('button', { name, exact: true }).click()
  const first = await next.page.getByRole('textbox', { name: 'Name of the graph' }).inputValue()

  await test.step('the run is copied, named, compared, deleted and put back', async () => {
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
  })

  await test.step('no room is left: it is said, training goes on, and what was saved can be gone on with', async () => {
    const saved = (await runNamed(next, first)).step
    const full = next.notice(/^The room that this browser gives to Ganvas is full/)
    const savedUpTo = `it is saved up to step ${saved.toLocaleString('en')},`
    const trainAndPause = async () => {
      const before = await next.stepNumber()
      await next.train()
      await expect.poll(() => next.stepNumber()).toBeGreaterThan(before)
      await next.pause()
      await expect(full).toContainText(savedUpTo)
    }
    await next.giveNoMoreRoom()
    await trainAndPause()
    await trainAndPause()
    expect((await runNamed(next, first)).step).toBe(saved)

    await next.page.reload()
    await next.page.getByRole('button', { name: `Go on from step ${saved.toLocaleString('en')}`, exact: true }).click()
    await expect.poll(() => next.stepNumber()).toBeGreaterThan(saved)
    await next.pause()
    await expect(full).toContainText(savedUpTo)

    await next.page.getByRole('button', { name: 'Show runs' }).click()
    await press('Delete Second try')
    await next.page.keyboard.press('Escape')
    await expect(next.notice(/^There is room again: this run is saved, at step/)).toBeVisible()
    await expect(full).toHaveCount(0)
    expect((await runNamed(next, first)).step).toBe(await next.stepNumber())
    await next.giveNoMoreRoom(false)
  })

  await test.step('a run that was reset is gone on with from the list', async () => {
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
