/** @file Seeing the machine: what layers cost, what they give while they train, and how they learn. */
import type { Locator } from '@playwright/test'
import { expect, test } from './fixtures/editor'

const drawn = (canvas: Locator): Promise<string> =>
  canvas.evaluate((element) => (element as HTMLCanvasElement).toDataURL())

test('a layer is looked into while it trains, and what it gives is seen to change', async ({ editor }) => {
  const inspector = editor.region('Inspector')
  await editor.lookInside('D_dense2')
  await expect(inspector).toContainText('Train, and here you see what this layer gives')
  await editor.train()
  const histogram = editor.insidePicture('Histogram of D_dense2')
  const values = editor.insidePicture('Values of D_dense2')
  await expect(histogram).toBeVisible()
  await expect(inspector).toContainText('64 fixed samples, [64] each')
  for (const picture of [histogram, values]) {
    const first = await drawn(picture)
    await expect.poll(() => drawn(picture)).not.toBe(first)
  }
  await expect(inspector.getByRole('columnheader', { name: 'real' })).toBeVisible()
  // Leaky units do not die.
  await expect(inspector).not.toContainText('Dead units')

  await editor.pause()
  await editor.lookInside('G_dense2')
  await expect(editor.insidePicture('Histogram of G_dense2')).toBeVisible()
  await expect(inspector.getByRole('row', { name: /^Dead units \d+ of 64$/ })).toBeVisible()
  const before = await drawn(editor.insidePicture('Histogram of G_dense2'))
  await editor.step()
  await expect.poll(() => drawn(editor.insidePicture('Histogram of G_dense2'))).not.toBe(before)
})

test('heat shows on every layer how far an update moves its weights', async ({ editor }) => {
  await editor.step()
  await expect(editor.status()).toHaveText(/^Paused, step 1,/)
  await expect(editor.node('G_dense2')).not.toContainText('An update changes')
  await editor.switchHeat()
  await expect(editor.region('Training').getByRole('note', { name: 'Legend of the heat' })).toBeVisible()
  // Units are counted at once; the weights are seen to move with the next update.
  await expect(editor.node('G_dense2')).toContainText(/\d+ of 64 units dead/)
  await editor.step()
  for (const id of ['G_dense1', 'G_dense4', 'D_dense1', 'D_dense4'])
    await expect(editor.node(id)).toContainText(/An update changes its weights by [\d.]+ %/)
  await editor.page.getByRole('button', { name: 'Heat of the update; change to the gradient' }).click()
  await expect(editor.node('G_dense1').getByTitle(/The norm of its gradient is [\d.e−-]+\./)).toHaveText(/^[\d.e−]+/)
  await editor.select('D_dense3')
  await expect(editor.region('Inspector')).toContainText(/Norm of the gradient[\d.e−-]+/)

  await editor.switchHeat()
  await expect(editor.node('G_dense1')).not.toContainText('An update changes')
})

test('cards and the summary say what each layer costs', async ({ editor }) => {
  const { page } = editor
  await expect(editor.node('D_dense2')).toContainText('4,160 weights')
  await editor.select('D')
  await editor.region('Inspector').getByRole('button', { name: 'Open as a table' }).click()
  const dialog = editor.dialog('Summary of Discriminator')
  const rows = dialog.getByRole('table', { name: 'Layers of Discriminator' }).getByRole('row')
  await expect(rows.nth(2)).toHaveText(/D_dense2.*Dense.*\[64\].*4,160.*4,160.*MFLOP.*%/)
  await expect(rows.last()).toHaveText(/Total.*8,577.*8,577/)
  await expect(dialog).toContainText(/call real \d+ %.*call fake \d+ %/)
  await editor.settled()

  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await dialog.getByRole('button', { name: 'Whole graph' }).click()
  const whole = editor.dialog('Summary')
  await whole.getByRole('button', { name: 'Copy as text' }).click()
  await expect(whole.getByRole('button', { name: 'Copied' })).toBeVisible()
  const text = await page.evaluate(() => navigator.clipboard.readText())
  expect(text).toMatch(/^ +2 +D_dense2 +Dense +\[64\] +4,160/m)
  expect(text).toMatch(/^ +Parameters +17,219$/m)

  // A layer's name leads to it.
  await whole.getByRole('button', { name: 'G_dense3' }).click()
  await expect(whole).toHaveCount(0)
  await expect(editor.region('Inspector')).toContainText('G_dense3')
})
