/** @file The first minute: the page opens on 8 Gaussians, Train is pressed, and it is seen to learn. */
import { expect, test } from './fixtures/editor'

test.beforeEach(async ({ editor }) => {
  await expect(editor.page).toHaveTitle(/8 Gaussians/)
})

test('opens on a GAN that is ready to train, with threads allowed', async ({ editor }) => {
  await expect(editor.status()).toHaveText('Ready')
  for (const id of ['z', 'G', 'data', 'D', 'loss']) await expect(editor.node(id)).toBeVisible()
  await expect(editor.node('G')).toHaveAccessibleName('Generator G')
  await expect(editor.wire('D.score@fake', 'loss.fake', '[1]')).toBeAttached()
  await expect(editor.region('Problems')).toContainText('No problems')
  expect(await editor.page.evaluate(() => crossOriginIsolated)).toBe(true)
})

test('trains live on every output node', async ({ editor }) => {
  const previews = ['Generator.point', 'Discriminator.score']
  const blank = await Promise.all(previews.map((name) => editor.picture(name)))
  await editor.train()
  await expect(editor.button('Pause')).toBeVisible()
  await expect(editor.status()).toHaveText(/^Training, step [\d,]+, [\d.,]+ steps\/s$/)
  for (const [index, name] of previews.entries()) {
    await expect.poll(() => editor.picture(name), { message: name }).not.toBe(blank[index])
    const first = await editor.picture(name)
    await expect.poll(() => editor.picture(name), { message: name }).not.toBe(first)
  }
  await expect(editor.node('G_out')).toContainText('critic')
  await expect(editor.node('D_out')).toContainText(/real.*fake/)

  const early = await editor.stepNumber()
  await expect.poll(() => editor.stepNumber()).toBeGreaterThan(early)
  const training = editor.region('Training')
  await expect(training).toContainText('steps/s')
  await expect(training).toContainText(/Backend\s*(wasm|webgpu)/)
  await expect(training.getByRole('progressbar', { name: 'Progress' })).toBeVisible()
  await expect(training.getByText(/^critic/)).toBeVisible()
  await expect(training.getByText(/^player/)).toBeVisible()
  await expect(training.locator('canvas')).toBeVisible()
})

test('pauses, steps once at a time, goes on, and starts anew', async ({ editor }) => {
  await editor.train()
  await expect.poll(() => editor.stepNumber()).toBeGreaterThan(0)
  await editor.pause()
  await expect(editor.status()).toHaveText(/^Paused/)
  await expect(editor.button('Train')).toBeVisible()

  const paused = await editor.stepNumber()
  for (const next of [1, 2, 3]) {
    if (next === 3) await editor.page.keyboard.press('ControlOrMeta+Shift+Enter')
    else await editor.step()
    await expect(editor.status()).toHaveText(new RegExp(`^Paused, step ${(paused + next).toLocaleString('en')},`))
  }
  await editor.train()
  await expect(editor.status()).toHaveText(/^Training/)
  await expect.poll(() => editor.stepNumber()).toBeGreaterThan(paused + 3)

  await editor.reset()
  await expect(editor.status()).toHaveText('Ready')
  await expect(editor.region('Training')).toContainText('Nothing is training')
  await expect(editor.button('Reset')).toBeDisabled()

  // A run that starts by a step waits after it.
  await editor.step()
  await expect(editor.status()).toHaveText(/^Paused, step 1,/)
  await editor.reset()
  await editor.train()
  await expect(editor.status()).toHaveText(/^Training/)
  await expect.poll(() => editor.stepNumber()).toBeGreaterThan(0)
})
