/** @file Templates: chosen, trained, and fed with data from nowhere but the page's own server. */
import { expect, test } from './fixtures/editor'

test('DCGAN · MNIST draws other pictures as it learns, with MNIST from this server', async ({ editor, baseURL }) => {
  const asked: string[] = []
  editor.page.on('request', (request) => asked.push(request.url()))
  await editor.openTemplate('DCGAN · MNIST')
  await expect(editor.page).toHaveTitle(/DCGAN · MNIST/)
  await expect(editor.status()).toHaveText('Ready')
  await expect(editor.wire('G.image', 'D.image@fake', '[28, 28, 1]')).toBeAttached()
  const blank = await editor.picture('Generator.image')

  await editor.train()
  await expect.poll(() => editor.picture('Generator.image')).not.toBe(blank)
  const noise = await editor.picture('Generator.image')
  await expect.poll(() => editor.stepNumber()).toBeGreaterThan(2)
  await expect.poll(() => editor.picture('Generator.image')).not.toBe(noise)
  await expect(editor.node('G_out')).toContainText('6 × 6 samples')

  const data = asked.filter((url) => url.includes('mnist'))
  expect(data.length).toBeGreaterThan(0)
  // That nothing else was asked of anybody else holds in every journey (fixtures/editor.ts).
  for (const url of asked) expect(new URL(url).origin).toBe(new URL(baseURL ?? '').origin)
})

test('WGAN · MNIST is as published, and trains', async ({ editor }) => {
  await editor.openTemplate('WGAN · MNIST')
  await editor.select('D')
  await expect(editor.choice('Optimiser')).toHaveText('RMSProp')
  await expect(editor.param('Learning rate')).toHaveValue('0.00005')
  await expect(editor.param('Updates')).toHaveValue('5')
  await editor.showMore()
  await expect(editor.param('Clip weights')).toHaveValue('0.01')
  await editor.select('loss')
  await expect(editor.choice('Loss')).toHaveText('Wasserstein')

  const blank = await editor.picture('Critic.score')
  await editor.train()
  await expect.poll(() => editor.stepNumber()).toBeGreaterThan(0)
  await expect.poll(() => editor.picture('Critic.score')).not.toBe(blank)
})

test('25 Gaussians counts the modes that are found', async ({ editor }) => {
  await editor.openTemplate('25 Gaussians')
  await expect(editor.node('data')).toContainText('25 Gaussians')
  const blank = await editor.picture('Generator.point')
  await editor.train()
  await expect.poll(() => editor.stepNumber()).toBeGreaterThan(0)
  await expect.poll(() => editor.picture('Generator.point')).not.toBe(blank)
  await expect(editor.region('Training')).toContainText(/Modes covered\s*\d/)
})

test('opening another template ends the run and begins a new history', async ({ editor }) => {
  await editor.train()
  await expect.poll(() => editor.stepNumber()).toBeGreaterThan(0)
  await editor.openTemplate('25 Gaussians')
  await expect(editor.status()).toHaveText('Ready')
  await expect(editor.button('Reset')).toBeDisabled()
  await expect(editor.button('Undo')).toBeDisabled()
})
