/** @file Mistakes: refused while they are drawn, or marked where they are, in the same words everywhere. */
import { expect, test } from './fixtures/editor'

test('a wire that cannot be is refused while it is drawn, with the reason and the way out', async ({ editor }) => {
  const wrong = [
    {
      from: 'data.point',
      to: 'loss.real',
      message: 'Adversarial compares scores of the same critic, but "real" is [2] and "fake" is [1].',
      fix: 'Wire both from the same output of one network',
    },
    {
      from: 'z.out',
      to: 'G_dense1.in',
      message: 'A wire cannot cross a frame: "z.out" is outside networks, "G_dense1.in" in the network "G".',
      fix: 'Wire to a port of the network',
    },
    {
      from: 'G_dense3.out',
      to: 'G_dense1.in',
      message: 'Dense "G_dense3" already reads from Dense "G_dense1", so the wire would close a circle.',
      fix: 'Begin at something that does not depend on it.',
    },
  ]
  const count = await editor.wires().count()
  const colours = await editor.wireColours()
  await editor.dragWire('data.point', 'D.point@fake')
  await expect.poll(() => editor.drawnWireColour()).toBe(colours.valid)
  await expect(editor.input('D.point@fake')).toHaveCSS('background-color', colours.valid)
  // Ports that do not fit step back.
  await expect(editor.input('loss.real')).toHaveCSS('opacity', '0.45')
  await editor.dragBack('data.point')
  await expect(editor.wires()).toHaveCount(count)
  for (const { from, to, message, fix } of wrong) {
    await editor.dragWire(from, to)
    await expect.poll(() => editor.drawnWireColour()).toBe(colours.refused)
    await expect(editor.refusal()).toContainText(message)
    await expect(editor.refusal()).toContainText(fix)
    await editor.letGo()
    await expect(editor.refusal()).toHaveCount(0)
    await expect(editor.notice(message)).toContainText(fix)
  }
  await expect(editor.wires()).toHaveCount(count)
  await expect(editor.wire('D.score@real', 'loss.real')).toBeAttached()
  await expect(editor.button('Undo')).toBeDisabled()
})

test('a wrong shape is marked on its node and stands in Problems until it is mended', async ({ editor }) => {
  await editor.openTemplate('DCGAN · MNIST')
  await editor.select('G_reshape')
  await editor.setParam('Shape', '7, 7, 63')
  const message = 'Reshape needs 3,087 values for [7, 7, 63] but receives 3,136 in [3136].'
  const fix = 'Set the units of the Dense before it to 3087, or set a shape of 3,136 values.'
  await expect(editor.errorSign('G_reshape')).toHaveAccessibleName(`Error: ${message} ${fix}`)
  await expect(editor.problem(message)).toContainText(fix)
  await expect(editor.region('Inspector')).toContainText(message)
  // One mistake, one message: what follows from it stays silent.
  await expect(editor.errors()).toHaveCount(1)
  await expect(editor.region('Problems')).toContainText('1 error')

  await editor.train()
  await expect(editor.notice('One problem must be mended before training.')).toBeVisible()
  await expect(editor.status()).toHaveText('Not ready')
  await expect(editor.problem(message).getByRole('button').first()).toBeFocused()

  await editor.select('G_reshape')
  await editor.setParam('Shape', '7, 7, 64')
  await expect(editor.errorSign('G_reshape')).toHaveCount(0)
  await expect(editor.region('Problems')).toContainText('No problems')
  await expect(editor.wire('G_reshape.out', 'G_norm1.in', '[7, 7, 64]')).toBeAttached()
  await expect(editor.status()).toHaveText('Ready')
})

test('a press on a problem goes to its node', async ({ editor }) => {
  await editor.select('D_dense4')
  await editor.page.keyboard.press('Delete')
  const problem = editor.errors().filter({ hasText: 'D_out' })
  await expect(editor.errorSign('D_out')).toBeVisible()
  await expect(problem).toHaveCount(1)
  const sentence = ((await editor.errorSign('D_out').getAttribute('aria-label')) ?? '').replace('Error: ', '')
  await expect(problem).toContainText(sentence)

  // Far away, so that there is somewhere to go.
  await editor.scrollCanvas(-4000, -4000)
  await expect(editor.node('D_out')).not.toBeInViewport()
  await problem.getByRole('button').first().click()
  await expect(editor.node('D_out')).toBeInViewport({ ratio: 0.9 })
  await expect(editor.node('D_out')).toBeFocused()
  await expect(editor.region('Inspector').getByRole('heading', { name: 'score' })).toBeVisible()
  await expect(editor.region('Inspector')).toContainText('D_out')
})

test('a value that cannot be stays out of the graph, and the field says why', async ({ editor }) => {
  await editor.select('G_dense1')
  const units = editor.param('Units')
  await units.fill('many')
  await expect(units).toHaveAttribute('aria-invalid', 'true')
  await expect(editor.region('Inspector')).toContainText('“many” is not a number or a sum.')
  await units.fill('0')
  await expect(units).toHaveAttribute('aria-invalid', 'true')
  await expect(editor.wire('G_dense1.out', 'G_dense2.in', '[64]')).toBeAttached()
  await units.fill('2*24')
  await expect(units).not.toHaveAttribute('aria-invalid', 'true')
  await expect(editor.wire('G_dense1.out', 'G_dense2.in', '[48]')).toBeAttached()
})

test('a target takes one number or the two ends of a range, and says so', async ({ editor }) => {
  await editor.select('loss')
  await editor.showMore()
  const target = editor.param('Real target')
  await expect(target).toHaveValue('1')
  await expect(target).toHaveAccessibleDescription(/told of real samples/)
  await target.fill('0.7, 1.2')
  await expect(target).not.toHaveAttribute('aria-invalid', 'true')
  await target.fill('1.2, 0.7')
  await expect(target).toHaveAttribute('aria-invalid', 'true')
  await expect(target).toHaveAccessibleDescription(/The lower end of a range comes first/)
  await target.fill('nearly one')
  await expect(editor.region('Inspector')).toContainText('the two ends of a range: 0.7, 1.2')
  await target.press('Escape')
  await expect(target).toHaveValue('0.7, 1.2')
  await expect(target).not.toHaveAttribute('aria-invalid', 'true')
})

test('a press mends what is wrong, as one step of undo, in the panel and at the sign on the node', async ({
  editor,
}) => {
  await editor.openTemplate('DCGAN · MNIST')
  await editor.select('G_reshape')
  await editor.setParam('Shape', '7, 7, 63')
  const problem = editor.problem('Reshape needs 3,087 values')
  await expect(problem.getByRole('button', { name: 'Insert Dense 3087' })).toBeVisible()
  await problem.getByRole('button', { name: /^Why/ }).click()
  await expect(problem).toContainText('A reshape is asked to make a shape with another number of values')
  await expect(problem).toContainText('Received[3136]Expected[3087]')

  await problem.getByRole('button', { name: 'Set shape to [7, 7, 64]' }).click()
  await expect(editor.region('Problems')).toContainText('No problems')
  await expect(editor.announcement()).toContainText('Done: Set shape to [7, 7, 64]. No errors are left.')
  await editor.page.keyboard.press('ControlOrMeta+z')
  await expect(editor.errorSign('G_reshape')).toBeVisible()
  await editor.page.keyboard.press('ControlOrMeta+.')
  await expect(editor.wire('G_reshape.out', 'G_norm1.in', '[7, 7, 64]')).toBeAttached()
  await editor.page.keyboard.press('ControlOrMeta+z')
  await expect(editor.errorSign('G_reshape')).toBeVisible()

  await editor.errorSign('G_reshape').click()
  const offered = editor.page.getByRole('dialog', { name: 'Problems of G_reshape' })
  await offered.getByRole('button', { name: 'Set units of Dense "G_dense" to 3087' }).click()
  await expect(offered).toBeHidden()
  await expect(editor.wire('G_dense.out', 'G_reshape.in', '[3087]')).toBeAttached()
  await expect(editor.region('Problems')).toContainText('No problems')
})

test('a layer that is put in stands between its neighbours, which make room', async ({ editor }) => {
  await editor.openFile('graphs/mistakes/missing-flatten.json')
  const problem = editor.problem('works at each of the 4 places')
  await problem.getByRole('button', { name: 'Insert Flatten' }).click()
  await expect(editor.wire('flatten_1.out', 'D_3.in', '[64]')).toBeAttached()
  const [before, inserted, after] = await Promise.all(
    ['D_2', 'flatten_1', 'D_3'].map((id) => editor.node(id).boundingBox()),
  )
  expect(inserted!.x).toBeGreaterThan(before!.x + before!.width)
  expect(after!.x).toBeGreaterThan(inserted!.x + inserted!.width)
})

test('a refused wire offers its adapter', async ({ editor }) => {
  await editor.openTemplate('DCGAN · MNIST')
  const wires = await editor.wires().count()
  await editor.dragWire('G_dense.out', 'G_up1.in')
  await expect(editor.refusal()).toContainText('Let go to be offered: Insert Reshape [7, 7, 64] and connect.')
  await editor.letGo()
  await expect(editor.wires()).toHaveCount(wires)
  const notice = editor.notice('Conv2D transpose expects an image')
  await notice.getByRole('button', { name: 'Insert Reshape [7, 7, 64] and connect' }).click()
  await expect(editor.wire('G_dense.out', 'reshape_1.in')).toBeAttached()
  await expect(editor.wire('reshape_1.out', 'G_up1.in', '[7, 7, 64]')).toBeAttached()
  await editor.page.keyboard.press('ControlOrMeta+z')
  await expect(editor.wires()).toHaveCount(wires)
})

test('a warning is silenced here or everywhere, and reported again', async ({ editor }) => {
  await editor.openFile('graphs/mistakes/frozen-critic.json')
  const problem = editor.problem('Critic is frozen')
  await expect(problem).toBeVisible()
  await problem.getByRole('button', { name: 'Silence Critic is frozen' }).click()
  await editor.page.getByRole('menuitem', { name: 'Silence here' }).click()
  await expect(editor.region('Problems')).toContainText('No problems')
  await editor.region('Problems').getByRole('button', { name: 'Silenced (1)' }).click()
  await editor.region('Problems').getByRole('button', { name: 'Report again: Critic is frozen' }).click()
  await expect(problem).toBeVisible()
})
