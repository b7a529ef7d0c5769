/** @file Building fast: what is copied travels as text, layers go in and out of wires, and whatever was done is one step of undo. */
import { expect, test } from './fixtures/editor'
import { EditorPage } from './fixtures/editor-page'

const CONTROL = process.platform === 'darwin' ? 'Meta' : 'Control'

test('nodes travel between two tabs, with their incoming wires if asked', async ({ editor }) => {
  await editor.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  const { keyboard } = editor.page
  await editor.selectSeveral('G_dense2', 'G_dense3')
  await keyboard.press(`${CONTROL}+c`)
  const text = await editor.page.evaluate(() => navigator.clipboard.readText())
  expect(JSON.parse(text)).toMatchObject({
    format: 'ganvas-fragment',
    version: 1,
    incoming: { 'G_dense2.in': 'G_dense1.out' },
  })

  const wires = await editor.wires().count()
  await keyboard.press(`${CONTROL}+Shift+v`)
  await expect(editor.wires()).toHaveCount(wires + 2)
  await keyboard.press(`${CONTROL}+z`)
  await keyboard.press(`${CONTROL}+v`)
  await expect(editor.wires()).toHaveCount(wires + 1)

  const other = new EditorPage(await editor.page.context().newPage())
  await other.open()
  await other.emptyCanvas()
  await editor.select('G')
  await keyboard.press(`${CONTROL}+c`)
  await other.page.bringToFront()
  await other.page.keyboard.press(`${CONTROL}+v`)
  await expect(other.node('network_1')).toBeVisible()
  await expect(other.wires()).toHaveCount((await editor.wiresInside('G')) + 1)

  await test.step('what is no graph is refused in words, and a whole graph can be opened', async () => {
    await other.page.evaluate(() => navigator.clipboard.writeText('Dear all'))
    await other.page.keyboard.press(`${CONTROL}+v`)
    await expect(other.notice('The clipboard holds no nodes.')).toBeVisible()
    const graph = await editor.savedText()
    await other.page.evaluate((whole) => navigator.clipboard.writeText(`Try this!\n${whole}\nBye`), graph)
    await other.page.keyboard.press(`${CONTROL}+v`)
    await other.page.getByRole('button', { name: 'Open it instead' }).click()
    await expect(other.node('network_1')).toHaveCount(0)
    await expect(other.node('G_dense2')).toBeVisible()
    await other.page.evaluate(() =>
      navigator.clipboard.writeText('{"format": "ganvas-fragment", "version": 1, "nodes": {"a": {"kind": "dens"}}}'),
    )
    await other.page.keyboard.press(`${CONTROL}+v`)
    await expect(other.page.getByRole('dialog')).toContainText('The nearest known one is "dense"')
  })
  await other.page.close()
})

test('a drag with Alt leaves a copy, fed by the same wire', async ({ editor }) => {
  const [nodes, wires] = [await editor.nodes().count(), await editor.wires().count()]
  const start = await editor.place('loss')
  await editor.page.keyboard.down('Alt')
  await editor.dragNode('loss', 0, 130)
  await editor.page.keyboard.up('Alt')
  await expect(editor.nodes()).toHaveCount(nodes + 1)
  await expect(editor.wires()).toHaveCount(wires + 2)
  expect(await editor.place('loss')).toEqual(start)
  await editor.undo()
  await expect(editor.nodes()).toHaveCount(nodes)
})

test('layers leave a row and it closes, are let past, and go into it again', async ({ editor }) => {
  const { keyboard } = editor.page
  for (const key of ['Delete', 'Backspace']) {
    await editor.select('G_dense2')
    await keyboard.press(`${CONTROL}+${key}`)
    await expect(editor.node('G_dense2')).toHaveCount(0)
    await expect(editor.wire('G_dense1.out', 'G_dense3.in', '[64]')).toBeAttached()
    await editor.undo()
  }

  await editor.select('G_dense2')
  const bypass = editor.region('Inspector').getByRole('button', { name: 'Bypass', exact: true })
  for (const [key, pressed] of [
    ['m', true],
    [`${CONTROL}+b`, false],
  ] as const) {
    await keyboard.press(key)
    await expect(bypass).toHaveAttribute('aria-pressed', String(pressed))
  }

  await test.step('dragged onto a wire', async () => {
    await editor.page.keyboard.press('Escape')
    await editor.dropNodeOnWire('G_dense2', 'D_dense2.out', 'D_dense3.in')
    await expect(editor.wire('D_dense2.out', 'G_dense2.in')).toBeAttached()
    await expect(editor.wire('G_dense2.out', 'D_dense3.in')).toBeAttached()
    await expect(editor.wire('G_dense1.out', 'G_dense3.in')).toBeAttached()
    await editor.undo()
    await expect(editor.wire('G_dense1.out', 'G_dense2.in')).toBeAttached()
    await expect(editor.wire('D_dense2.out', 'D_dense3.in')).toBeAttached()
  })

  await test.step('asked for by the plus on the wire, and by keyboard', async () => {
    await editor.pressPlus('G_dense1.out', 'G_dense2.in')
    const dropout = await editor.added(() => editor.pick('dropout'))
    await expect(editor.wire('G_dense1.out', `${dropout}.in`, '[64]')).toBeAttached()
    await expect(editor.wire(`${dropout}.out`, 'G_dense2.in', '[64]')).toBeAttached()
    await editor.selectWire('D_dense1.out', 'D_dense2.in')
    await keyboard.press('Shift+A')
    const norm = await editor.added(() => editor.pick('layer norm'))
    await expect(editor.wire(`${norm}.out`, 'D_dense2.in', '[64]')).toBeAttached()
  })
})

test('both ends of a wire move to other ports, and an end let go over nothing takes the wire away', async ({
  editor,
}) => {
  await editor.dragWireEnd('D_dense1.out', 'D_dense2.in', 'target', { input: 'D_dense3.in' })
  await expect(editor.wire('D_dense1.out', 'D_dense3.in')).toBeAttached()
  await expect(editor.wire('D_dense1.out', 'D_dense2.in')).toHaveCount(0)
  await editor.undo()
  await editor.dragWireEnd('D_dense2.out', 'D_dense3.in', 'source', { output: 'D_dense1.out' })
  await expect(editor.wire('D_dense1.out', 'D_dense3.in')).toBeAttached()
  await editor.undo()
  await editor.dragWireEnd('D_dense1.out', 'D_dense2.in', 'target', { by: { x: -2, y: 2 } })
  await expect(editor.wire('D_dense1.out', 'D_dense2.in')).toBeAttached()
  await editor.dragWireEnd('D_dense1.out', 'D_dense2.in', 'target', { by: { x: -14, y: 60 } })
  await expect(editor.wire('D_dense1.out', 'D_dense2.in')).toHaveCount(0)

  // On the ground of its network as on the canvas: what is to take it?
  await editor.pullWire('D_dense1.out', await editor.inside('D', 0.5, 0.93))
  const added = await editor.added(() => editor.pick('dropout'))
  await expect(editor.wire('D_dense1.out', `${added}.in`, '[64]')).toBeAttached()

  await test.step('Escape gives up what is dragged, and the selection stays', async () => {
    const { keyboard, mouse } = editor.page
    const edits = await editor.button('Undo').isEnabled()
    const wires = await editor.wires().count()
    await editor.dragWire('G_dense1.out', 'G_dense3.in')
    await keyboard.press('Escape')
    await expect(editor.page.locator('.react-flow__connection')).toHaveCount(0)
    await mouse.up()
    await expect(editor.wires()).toHaveCount(wires)
    await editor.select('G_dense2')
    const before = await editor.place('G_dense2')
    const { x, y } = await editor.grip('G_dense2')
    await mouse.down()
    await mouse.move(x + 40, y + 60, { steps: 4 })
    await expect.poll(() => editor.place('G_dense2')).not.toEqual(before)
    await keyboard.press('Escape')
    await expect.poll(() => editor.place('G_dense2')).toEqual(before)
    await mouse.move(x + 80, y + 90, { steps: 4 })
    await mouse.up()
    expect(await editor.place('G_dense2')).toEqual(before)
    expect(await editor.selected()).toEqual(['G_dense2'])
    expect(await editor.button('Undo').isEnabled()).toBe(edits)
  })
})

test('what several nodes have in common is set for all of them at once', async ({ editor }) => {
  await editor.select('G_dense1')
  await editor.setParam('Units', '4*4*2')
  await expect(editor.node('G_dense1')).toContainText('units 32')
  await editor.selectSeveral('G_dense1', 'G_dense2', 'D_dense1')
  await expect(editor.region('Inspector')).toContainText('3 nodes selected')
  await expect(editor.param('Units')).toHaveValue('')
  await expect(editor.param('Units')).toHaveAttribute('placeholder', 'mixed')
  await editor.setParam('Units', '2^5 + 16')
  for (const id of ['G_dense1', 'G_dense2', 'D_dense1']) await expect(editor.node(id)).toContainText('units 48')
  await editor.page.keyboard.press('Escape')
  await editor.undo()
  await expect(editor.node('G_dense2')).toContainText('units 64')
  await expect(editor.node('G_dense1')).toContainText('units 32')
})

test('a selection is kept as a block, used again, and goes to others as a file', async ({ editor }) => {
  const { keyboard } = editor.page
  await editor.selectSeveral('D_dense2', 'D_dense3')
  await keyboard.press(`${CONTROL}+Shift+b`)
  await editor.page.getByRole('textbox', { name: 'Name', exact: true }).fill('Two dense')
  await keyboard.press('Enter')
  await expect(editor.notice('“Two dense” is in the palette now, under Blocks.')).toBeVisible()

  const [nodes, wires] = [await editor.nodes().count(), await editor.wires().count()]
  await editor.insertFromPalette('Two dense', 'G_dense1.out', 'G_dense2.in')
  await expect(editor.nodes()).toHaveCount(nodes + 2)
  await expect(editor.wires()).toHaveCount(wires + 2)
  await expect(editor.wire('G_dense1.out', 'G_dense2.in')).toHaveCount(0)
  await expect(editor.errors()).toHaveCount(0)
  await editor.undo()
  await expect(editor.wire('G_dense1.out', 'G_dense2.in', '[64]')).toBeAttached()

  const options = editor.region('Palette').getByRole('button', { name: 'What to do with Two dense' })
  const menu = async (name: string) => {
    await options.click()
    await editor.page.getByRole('menuitem', { name }).click()
  }
  const [file] = await Promise.all([editor.page.waitForEvent('download'), menu('Export as a file')])
  await menu('Rename')
  await editor.page.getByRole('textbox', { name: 'Name', exact: true }).fill('Pair')
  await keyboard.press('Enter')
  await expect(editor.region('Palette').getByRole('button', { name: 'Pair', exact: true })).toBeVisible()

  // Kept in the browser, and read from a file of somebody else.
  await editor.page.reload()
  await expect(editor.region('Palette').getByRole('button', { name: 'Pair', exact: true })).toBeVisible()
  await editor.dropFile(await file.path())
  await expect(editor.region('Palette').getByRole('button', { name: 'Two dense', exact: true })).toBeVisible()
})
