/** @file Networks as a whole: closed and open, entered and left, made of a selection and dissolved; calls; who plays against whom. */
import { expect, test } from './fixtures/editor'

const CONTROL = process.platform === 'darwin' ? 'Meta' : 'Control'

test('a network closes to a box that still shows its picture, and Problems opens it', async ({ editor, page }) => {
  const nodes = await editor.nodes().count()
  const before = await editor.savedText()
  await editor.select('G')
  await page.keyboard.press('Alt+c')
  await expect(editor.node('G')).toContainText('layers')
  await expect(editor.node('G_dense1')).toHaveCount(0)
  await expect(editor.input('G.z')).toBeVisible()
  await expect(editor.preview('Generator.point')).toBeVisible()
  await expect(editor.wire('G.point', 'D.point@fake')).toBeAttached()
  expect(await editor.nodes().count()).toBeLessThan(nodes)

  // Undo is one step, with whatever made way.
  await editor.undo()
  await expect(editor.nodes()).toHaveCount(nodes)
  expect(await editor.savedText()).toBe(before)

  await editor.select('G_dense2')
  await page.keyboard.press('Delete')
  await page.keyboard.press('Alt+Shift+c')
  await expect(editor.node('G').getByRole('img', { name: /^Error: / })).toBeVisible()
  await editor.problem('Dense').first().getByRole('button').first().click()
  await expect(editor.node('G_dense3')).toBeVisible()
  await page.keyboard.press('Alt+Shift+o')
  await expect(editor.node('D_dense1')).toBeVisible()
})

test('one enters a network by a double-click, works inside, survives a reload, and leaves by Escape', async ({
  editor,
  page,
}) => {
  const outside = await editor.place('G')
  const nodes = await editor.nodes().count()
  const { x, y } = await editor.grip('G')
  await page.mouse.dblclick(x, y)
  const trail = page.getByRole('navigation', { name: 'Where you are' })
  await expect(trail).toContainText('Generator')
  await expect(editor.node('loss')).toHaveCount(0)
  await expect(editor.node('D')).toHaveCount(0)
  await expect(editor.node('G_dense1')).toBeVisible()
  await editor.settled()
  const added = await editor.addLayer('dropout', { x: 300, y: 300 })
  await expect(editor.node(added)).toBeVisible()
  expect(JSON.parse(await editor.savedText()).nodes[added].parent).toBe('G')
  await editor.undo()
  await expect(editor.node(added)).toHaveCount(0)

  await page.reload()
  await expect(trail).toContainText('Generator')
  await page.keyboard.press('Escape')
  await expect(trail).toHaveCount(0)
  await expect(editor.nodes()).toHaveCount(nodes)
  // All of the graph is seen, as after the page was opened.
  await expect.poll(async () => Math.abs((await editor.place('G')).x - outside.x)).toBeLessThan(40)

  // By keyboard, and back to the same view.
  await editor.scrollCanvas(0, 120)
  await editor.select('G')
  const moved = await editor.place('G')
  await page.keyboard.press('Alt+Enter')
  await expect(trail).toContainText('Generator')
  await trail.getByRole('button', { name: 'Graph' }).click()
  await expect(trail).toHaveCount(0)
  await expect.poll(() => editor.place('G')).toEqual(moved)
})

test('layers become a network of their own, and a network is dissolved into layers', async ({ editor, page }) => {
  const nodes = await editor.nodes().count()
  await editor.select('D_dense1')
  await page.keyboard.press(`${CONTROL}+g`)
  await expect(editor.node('network_1')).toBeVisible()
  await expect(editor.wire('network_1.out@real', 'D.out@real')).toBeAttached()
  await expect(editor.wire('network_1.out@fake', 'D.out@fake')).toBeAttached()
  await expect(editor.region('Problems')).toContainText('No problems')
  await editor.undo()
  await expect(editor.nodes()).toHaveCount(nodes)

  await editor.select('D')
  await page.keyboard.press(`${CONTROL}+Shift+g`)
  await expect(editor.notice('is called 2 times')).toBeVisible()
  await editor.select('G')
  await page.keyboard.press(`${CONTROL}+Shift+g`)
  await expect(editor.node('G')).toHaveCount(0)
  await expect(editor.wire('z.out', 'G_dense1.in')).toBeAttached()
  // What was dissolved is selected, and becomes a network again.
  await page.keyboard.press(`${CONTROL}+g`)
  await expect(editor.node('network_1')).toBeVisible()
  await expect(editor.region('Problems')).toContainText('No problems')
})

test('calls are renamed on the canvas, put in order and removed with words', async ({ editor, page }) => {
  await editor.node('D').getByText('real', { exact: true }).first().dblclick()
  await page.getByRole('textbox', { name: 'Name of the call real' }).fill('true')
  await page.keyboard.press('Enter')
  await expect(editor.wire('data.point', 'D.point@true')).toBeAttached()
  await editor.select('D')
  const order = page.locator(':focus')
  await editor.region('Inspector').getByRole('button', { name: 'Move call true down' }).focus()
  await page.keyboard.press('Enter')
  // The focus goes along; at the end of the way it waits on the way back.
  await expect(order).toHaveAccessibleName('Move call true up')
  expect(JSON.parse(await editor.savedText()).nodes.D.params.calls).toEqual(['fake', 'true'])
  await editor.region('Inspector').getByRole('button', { name: 'Remove call true' }).click()
  await expect(editor.notice('The 2 wires that ended there are gone too')).toBeVisible()
})

test('an objective shows who plays against whom', async ({ editor, page }) => {
  const legend = editor.region('Canvas').getByText('Generator plays against it')
  await editor.node('loss').hover()
  await expect(legend).toBeVisible()
  await expect(editor.region('Canvas').getByText('Discriminator learns to tell apart')).toBeVisible()
  const opacity = (id: string) =>
    page.locator(`.react-flow__node[data-id="${id}"]`).evaluate((element) => Number(getComputedStyle(element).opacity))
  await expect.poll(() => opacity('z')).toBeLessThan(0.5)
  expect(await opacity('G_dense2')).toBe(1)
  await page.mouse.move(4, 4)
  await expect(legend).toHaveCount(0)
  await expect.poll(() => opacity('z')).toBe(1)
})

test('a dragged layer makes its frame grow, and is told where it goes', async ({ editor, page }) => {
  const box = async () => (await editor.node('G').boundingBox())!
  const before = await box()
  const from = await editor.grip('G_dense2')
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(from.x, from.y + 30, { steps: 3 })
  await page.mouse.move(from.x, before.y + before.height - 4, { steps: 5 })
  await expect.poll(async () => (await box()).height).toBeGreaterThan(before.height)
  const source = await editor.grip('G')
  await page.mouse.move(source.x, source.y - 400, { steps: 8 })
  await expect(editor.node('G')).toContainText('leaves Generator')
  await page.mouse.move(from.x, from.y, { steps: 4 })
  await page.mouse.up()
})
