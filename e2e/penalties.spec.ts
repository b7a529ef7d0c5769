/** @file Penalties and conditions: chosen on the objective, refused where a critic cannot bear them, trained in the worker. */
import { expect, test } from './fixtures/editor'

test('8 Gaussians trains with whatever penalty is chosen, and says what its figures are worth', async ({ editor }) => {
  await editor.select('loss')
  await expect(editor.choice('Penalty')).toHaveText('R1')
  await editor.choose('Penalty', 'Gradient penalty (WGAN-GP)')
  await editor.choose('Loss', 'Wasserstein')
  await expect(editor.region('Problems')).not.toContainText(/\d errors?|\d warnings?/)
  await editor.train()
  await expect.poll(() => editor.stepNumber()).toBeGreaterThan(0)
  await expect(editor.region('Training')).toContainText(/Modes covered\s*\d/)
})

test('a max pool under a gradient penalty is an error at its node that names what to put in its place', async ({
  editor,
}) => {
  await editor.openTemplate('WGAN-GP · MNIST')
  const id = await editor.insertFromPalette('Max pool', 'D_conv3.out', 'D_flatten.in')
  await expect(editor.errorSign(id)).toHaveAccessibleName(/second derivative.*[Aa]verage pool/)
  await expect(editor.region('Problems')).toContainText('1 error')
  await editor.undo()
  await expect(editor.region('Problems')).toContainText('No problems')
})

test('templates stand in groups, with what came out of them and the figure that they reached', async ({ editor }) => {
  await editor.button('Templates').click()
  const dialog = editor.dialog('Templates')
  for (const group of ['Laboratory', 'Losses', 'Convolutional', 'Mode collapse and its cures', 'With labels'])
    await expect(dialog.getByRole('heading', { name: group, exact: true })).toBeVisible()
  const card = dialog.getByRole('button', { name: /^8 Gaussians/ }).first()
  await card.click()
  await expect(dialog).toContainText(/Modes covered\s*8/)
})

test('a generator that is told which digit to draw trains beside a discriminator that is told too', async ({
  editor,
}) => {
  await editor.openTemplate('Conditional DCGAN · MNIST')
  await expect(editor.wire('data.label', 'D.label@fake', '[10]')).toBeAttached()
  await editor.train()
  await expect.poll(() => editor.stepNumber()).toBeGreaterThan(0)
})
