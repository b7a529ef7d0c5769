/** @file Editing: everything can be undone, a run goes on with what was edited, and keys mean nothing while somebody types. */
import { expect, test } from './fixtures/editor'

const CONTROL = process.platform === 'darwin' ? 'Meta' : 'Control'

test('everything can be undone and redone, one thing at a time', async ({ editor }) => {
  const original = await editor.savedText()
  const nodes = await editor.nodes().count()
  const wires = await editor.wires().count()
  const start = await editor.place('loss')

  const added = await editor.addLayer('preview', { x: 866, y: 110 })
  await expect(editor.nodes()).toHaveCount(nodes + 1)
  await editor.connect('G.point', `${added}.in`)
  await expect(editor.wires()).toHaveCount(wires + 1)
  await editor.dragNode('loss', -60, 90)
  const moved = await editor.place('loss')
  expect(moved.x).toBeLessThan(start.x - 40)
  expect(moved.y).toBeGreaterThan(start.y + 60)
  await editor.select('G_dense2')
  await editor.setParam('Units', '40')
  await expect(editor.wire('G_dense2.out', 'G_dense3.in', '[40]')).toBeAttached()
  await editor.select('D_dense2')
  await editor.page.keyboard.press('Delete')
  await expect(editor.node('D_dense2')).toHaveCount(0)
  await expect(editor.wires()).toHaveCount(wires - 1)
  const edited = await editor.savedText()

  await editor.undo()
  await expect(editor.node('D_dense2')).toBeVisible()
  await expect(editor.wire('D_dense1.out', 'D_dense2.in', '[64]')).toBeAttached()
  await editor.undo()
  await expect(editor.wire('G_dense2.out', 'G_dense3.in', '[64]')).toBeAttached()
  // A drag is one step, however many moves the mouse made.
  await editor.undo()
  expect(await editor.place('loss')).toEqual(start)
  await editor.undo()
  await expect(editor.wires()).toHaveCount(wires)
  await editor.undo()
  await expect(editor.nodes()).toHaveCount(nodes)
  await expect(editor.button('Undo')).toBeDisabled()
  expect(await editor.savedText()).toBe(original)

  for (let step = 0; step < 5; step++) await editor.redo()
  await expect(editor.button('Redo')).toBeDisabled()
  expect(await editor.savedText()).toBe(edited)

  await editor.page.keyboard.press(`${CONTROL}+z`)
  await expect(editor.node('D_dense2')).toBeVisible()
  await editor.page.keyboard.press(`${CONTROL}+Shift+z`)
  await expect(editor.node('D_dense2')).toHaveCount(0)
})

test('Delete and Backspace remove what is selected: a node, several, a wire', async ({ editor }) => {
  const { keyboard } = editor.page
  const nodes = await editor.nodes().count()
  for (const key of ['Delete', 'Backspace']) {
    await editor.select('G_dense2')
    await keyboard.press(key)
    await expect(editor.node('G_dense2')).toHaveCount(0)
    await editor.undo()
    await expect(editor.node('G_dense2')).toBeVisible()
  }

  await editor.select('G_dense2')
  await keyboard.down('Shift')
  await editor.select('D_dense2')
  await keyboard.up('Shift')
  await expect(editor.region('Inspector')).toContainText('2 nodes selected')
  await keyboard.press('Delete')
  await expect(editor.nodes()).toHaveCount(nodes - 2)
  await editor.undo()
  await expect(editor.nodes()).toHaveCount(nodes)

  await keyboard.press('Escape')
  await editor.selectWire('G.point', 'D.point@fake')
  await expect(editor.region('Inspector')).toContainText('1 wire selected')
  await keyboard.press('Backspace')
  await expect(editor.wire('G.point', 'D.point@fake')).toHaveCount(0)
  await expect(editor.errors().first()).toBeVisible()
  await editor.undo()
  await expect(editor.wire('G.point', 'D.point@fake', '[2]')).toBeAttached()
  await expect(editor.region('Problems')).toContainText('No problems')
})

test('keys do nothing to the graph while somebody types', async ({ editor }) => {
  const { keyboard } = editor.page
  const nodes = await editor.nodes().count()
  await editor.select('G_dense2')
  await editor.param('Units').fill('640')
  await keyboard.press('Backspace')
  await expect(editor.param('Units')).toHaveValue('64')
  await keyboard.press('Home')
  await keyboard.press('Delete')
  await expect(editor.param('Units')).toHaveValue('4')
  await expect(editor.node('G_dense2')).toContainText('units 4')
  await expect(editor.nodes()).toHaveCount(nodes)

  const name = editor.page.getByRole('banner').getByRole('textbox', { name: 'Name of the graph' })
  await name.fill('')
  await keyboard.type('Away with A? Wire 1!')
  await keyboard.press('ArrowLeft')
  await expect(name).toHaveValue('Away with A? Wire 1!')
  await expect(editor.page.getByRole('dialog')).toHaveCount(0)
  await keyboard.press('Enter')
  await expect(editor.page).toHaveTitle(/Away with A\? Wire 1!/)
  await expect(editor.nodes()).toHaveCount(nodes)
})

test('a run that is paused goes on with the edit and keeps its weights', async ({ editor }) => {
  await editor.train()
  await expect.poll(() => editor.stepNumber()).toBeGreaterThan(0)
  await editor.pause()
  await expect(editor.status()).toHaveText(/^Paused/)
  const step = await editor.stepNumber()

  await editor.select('G_dense2')
  await editor.setParam('Units', '48')
  await expect(editor.region('Training')).toContainText('Edited since')
  await expect(editor.status()).toHaveText(/^Paused/)
  await editor.train()
  await expect(editor.notice(/^Kept .* G_dense2, G_dense3 start afresh\.$/)).toBeVisible()
  await expect(editor.status()).toHaveText(/^Training/)
  await expect.poll(() => editor.stepNumber()).toBeGreaterThan(step)
  await expect(editor.region('Training')).not.toContainText('Edited since')
})

test('an edit pauses a run, and moving a node does not', async ({ editor }) => {
  await editor.train()
  await expect.poll(() => editor.stepNumber()).toBeGreaterThan(0)
  await editor.dragNode('loss', 20, 60)
  await editor.undo()
  const moved = await editor.stepNumber()
  await expect.poll(() => editor.stepNumber()).toBeGreaterThan(moved)
  await expect(editor.status()).toHaveText(/^Training/)

  await editor.select('D')
  await editor.choose('Optimizer', 'RMSProp')
  await expect(editor.notice('Paused, because the graph was edited.')).toBeVisible()
  await expect(editor.status()).toHaveText(/^Paused/)
  const paused = await editor.stepNumber()
  await editor.train()
  await expect(editor.notice(/^Kept .* nothing had to start afresh\.$/)).toBeVisible()
  await expect.poll(() => editor.stepNumber()).toBeGreaterThan(paused)
})

test('nodes are copied and pasted with the wires between them', async ({ editor }) => {
  const { keyboard } = editor.page
  const [nodes, wires] = [await editor.nodes().count(), await editor.wires().count()]
  await editor.select('G_dense2')
  await keyboard.down('Shift')
  await editor.select('G_dense3')
  await keyboard.up('Shift')
  await keyboard.press(`${CONTROL}+c`)
  await keyboard.press(`${CONTROL}+v`)
  await expect(editor.nodes()).toHaveCount(nodes + 2)
  await expect(editor.wires()).toHaveCount(wires + 1)
  await keyboard.press(`${CONTROL}+z`)
  await expect(editor.nodes()).toHaveCount(nodes)
  await editor.select('G_dense2')
  await keyboard.press(`${CONTROL}+d`)
  await expect(editor.nodes()).toHaveCount(nodes + 1)
})
