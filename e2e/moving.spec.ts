/** @file Moving about the canvas and selecting on it: mouse, wheel, keys and fingers, by the conventions of drawing tools. */
import { expect, test } from './fixtures/editor'
import type { EditorPage, Place } from './fixtures/editor-page'
import { Fingers } from './fixtures/touch'

const CONTROL = process.platform === 'darwin' ? 'Meta' : 'Control'

/** Places on the canvas where nothing lies when the first template is open. */
const NOWHERE = { x: 40, y: 40 }

const moved = (before: Place, after: Place): [number, number] => [after.x - before.x, after.y - before.y]

async function positions(editor: EditorPage): Promise<Record<string, Place>> {
  const { nodes } = JSON.parse(await editor.savedText()) as { nodes: Record<string, { position: Place }> }
  return Object.fromEntries(Object.entries(nodes).map(([id, { position }]) => [id, position]))
}

test('the canvas is moved by Space and a drag, the middle button and the wheel, wherever the pointer is', async ({
  editor,
}) => {
  const { page } = editor
  const grip = await editor.grip('G_dense2')
  let before = await editor.place('loss')

  await editor.select('G_dense2')
  await page.keyboard.down('Space')
  await editor.sweep(grip, -60, 40)
  await page.keyboard.up('Space')
  expect(moved(before, await editor.place('loss'))).toEqual([-60, 40])
  await expect(editor.button('Undo')).toBeDisabled()

  before = await editor.place('loss')
  await editor.sweep(await editor.grip('G_dense2'), 30, -20, 'middle')
  expect(moved(before, await editor.place('loss'))).toEqual([30, -20])
  await expect(editor.button('Undo')).toBeDisabled()

  before = await editor.place('loss')
  await editor.scrollCanvas(80, 60)
  await expect.poll(async () => moved(before, await editor.place('loss'))).toEqual([-40, -30])
})

test('in the other style a drag moves the canvas, and Shift and a drag draw a box', async ({ editor }) => {
  const { page } = editor
  await page.keyboard.press('h')
  let before = await editor.place('z')
  await editor.sweep(await editor.onScreen(NOWHERE), 50, 30)
  expect(moved(before, await editor.place('z'))).toEqual([50, 30])
  await expect.poll(() => editor.selected()).toEqual([])

  before = await editor.place('z')
  const corner = await editor.node('z').boundingBox()
  await page.keyboard.down('Shift')
  await editor.sweep({ x: corner!.x - 12, y: corner!.y - 12 }, corner!.width + 24, corner!.height + 24)
  await page.keyboard.up('Shift')
  await expect.poll(() => editor.selected()).toEqual(['z'])
  expect(moved(before, await editor.place('z'))).toEqual([0, 0])

  await page.reload()
  await editor.button('Templates').waitFor()
  before = await editor.place('z')
  await editor.sweep(await editor.onScreen(NOWHERE), 20, 30)
  expect(moved(before, await editor.place('z'))).toEqual([20, 30])
})

test('zoom by Ctrl and the wheel, by the wheel alone, and by keys; show everything, or the selection', async ({
  editor,
}) => {
  const { page } = editor
  const first = await editor.zoomPercent()
  await page.keyboard.down(CONTROL)
  await editor.scrollCanvas(0, -120)
  await page.keyboard.up(CONTROL)
  await expect.poll(() => editor.zoomPercent()).toBeGreaterThan(first)

  await editor.switchCanvas('Wheel zooms')
  const second = await editor.zoomPercent()
  await editor.scrollCanvas(0, 120)
  await expect.poll(() => editor.zoomPercent()).toBeLessThan(second)

  await page.keyboard.press(`${CONTROL}+0`)
  await expect.poll(() => editor.zoomPercent()).toBe(100)
  await page.keyboard.press(`${CONTROL}+=`)
  await expect.poll(() => editor.zoomPercent()).toBe(125)
  await page.keyboard.press(`${CONTROL}+-`)
  await expect.poll(() => editor.zoomPercent()).toBe(100)

  await page.keyboard.press('Shift+1')
  await expect.poll(() => editor.zoomPercent()).toBe(first)
  await editor.select('loss')
  await page.keyboard.press('Shift+2')
  await expect.poll(() => editor.zoomPercent()).toBeGreaterThan(first)
  await expect(editor.node('loss')).toBeInViewport({ ratio: 0.99 })
  await editor.control('Fit view').click()
  await expect.poll(() => editor.zoomPercent()).toBe(first)
})

test('a box selects, Shift and Ctrl add to it; all, none', async ({ editor }) => {
  const { page } = editor
  const around = async (id: string) => {
    const box = await editor.node(id).boundingBox()
    await editor.sweep({ x: box!.x - 8, y: box!.y - 8 }, box!.width + 16, box!.height + 16)
  }
  await around('z')
  await expect.poll(() => editor.selected()).toEqual(['z'])
  await page.keyboard.down('Shift')
  await around('loss')
  await page.keyboard.up('Shift')
  await expect.poll(() => editor.selected()).toEqual(['loss', 'z'])
  await page.keyboard.down(CONTROL)
  await editor.select('G_dense2')
  await page.keyboard.up(CONTROL)
  await expect.poll(() => editor.selected()).toEqual(['G_dense2', 'loss', 'z'])
  await page.keyboard.down('Shift')
  await editor.select('loss')
  await page.keyboard.up('Shift')
  await expect.poll(() => editor.selected()).toEqual(['G_dense2', 'z'])
  await around('loss')
  await expect.poll(() => editor.selected()).toEqual(['loss'])
  await page.keyboard.press(`${CONTROL}+a`)
  await expect.poll(async () => (await editor.selected()).length).toBe(await editor.nodes().count())
  await page.keyboard.press('Escape')
  await expect.poll(() => editor.selected()).toEqual([])

  // Space selects what has the focus, unless it moved the canvas meanwhile.
  await editor.node('data').focus()
  await page.keyboard.press('Space')
  await expect.poll(() => editor.selected()).toEqual(['data'])
})

test('arrows move what is selected, as one step of undo; with the grid on, from line to line', async ({ editor }) => {
  const { page } = editor
  const before = await positions(editor)
  await editor.select('loss')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Shift+ArrowDown')
  const after = await positions(editor)
  expect(moved(before.loss!, after.loss!)).toEqual([8, 40])
  await editor.undo()
  await expect(editor.button('Undo')).toBeDisabled()

  await page.keyboard.press(`${CONTROL}+'`)
  await editor.select('loss')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowUp')
  const snapped = (await positions(editor)).loss!
  expect([snapped.x % 20, snapped.y % 20]).toEqual([0, 0])
  await editor.undo()

  await editor.dragNode('loss', -33, 47)
  const dropped = (await positions(editor)).loss!
  expect([dropped.x % 20, dropped.y % 20]).toEqual([0, 0])
  await editor.undo()
})

test('what is dragged snaps to its neighbours and shows with what it lies level; Ctrl lets go', async ({ editor }) => {
  const { page } = editor
  const guides = editor.region('Canvas').locator('path[data-axis]')
  const before = await positions(editor)
  const from = await editor.grip('G_dense2')
  // Away, and almost back to the height where it was.
  const wander = async () => {
    await page.mouse.move(from.x + 2, from.y)
    await page.mouse.move(from.x + 20, from.y + 40, { steps: 3 })
    await page.mouse.move(from.x + 20, from.y + 4, { steps: 3 })
  }
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await wander()
  await expect(guides.first()).toBeAttached()
  await page.mouse.up()
  await expect(guides).toHaveCount(0)
  const level = await positions(editor)
  expect(level.G_dense2!.y).toBe(before.G_dense1!.y)

  await editor.undo()
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.keyboard.down(CONTROL)
  await wander()
  await expect(guides).toHaveCount(0)
  await page.mouse.up()
  await page.keyboard.up(CONTROL)
  expect((await positions(editor)).G_dense2!.y).not.toBe(before.G_dense1!.y)
})

test('the minimap moves the view, and can be put away', async ({ editor }) => {
  const { page } = editor
  const map = page.getByRole('img', { name: /^Minimap/ })
  await expect(map).toHaveCount(0)
  await page.keyboard.press(`${CONTROL}+0`)
  await expect(map).toBeVisible()
  const colours = await map.locator('rect').evaluateAll((nodes) => nodes.map((node) => getComputedStyle(node).fill))
  expect(new Set(colours).size).toBeGreaterThan(3)
  const box = await map.boundingBox()
  const before = await editor.place('G')
  await editor.sweep({ x: box!.x + box!.width / 2, y: box!.y + box!.height / 2 }, 20, 0)
  await expect.poll(async () => (await editor.place('G')).x).toBeLessThan(before.x - 20)
  await page.keyboard.press('Shift+M')
  await expect(map).toHaveCount(0)
})

test('a menu at the pointer does what can be done there', async ({ editor }) => {
  const { page } = editor
  const nodes = await editor.nodes().count()
  const item = (name: string) => page.getByRole('menuitem', { name, exact: true })
  await editor.node('G_dense2').click({ button: 'right', position: { x: 30, y: 10 } })
  await expect.poll(() => editor.selected()).toEqual(['G_dense2'])
  await item('Duplicate').click()
  await expect(editor.nodes()).toHaveCount(nodes + 1)
  await editor.undo()

  const nowhere = await editor.onScreen(NOWHERE)
  await page.mouse.click(nowhere.x, nowhere.y, { button: 'right' })
  await expect(item('Delete')).toHaveCount(0)
  await item('Select all').click()
  await expect.poll(async () => (await editor.selected()).length).toBe(nodes)
  await page.keyboard.press('Escape')

  await editor.node('loss').focus()
  await page.keyboard.press('Shift+F10')
  await item('Delete').focus()
  await page.keyboard.press('Enter')
  await expect(editor.node('loss')).toHaveCount(0)
  await editor.undo()
})

test('Ctrl+F finds a node by its id, its kind or its params, and shows it', async ({ editor }) => {
  const { page } = editor
  await page.keyboard.press(`${CONTROL}+f`)
  await editor.pick('G_dense3')
  await expect(editor.region('Inspector')).toContainText('G_dense3')
  await expect.poll(() => editor.selected()).toEqual(['G_dense3'])
  await expect.poll(() => editor.zoomPercent()).toBeGreaterThan(79)
  await expect(editor.node('G_dense3')).toBeInViewport({ ratio: 0.99 })
  await page.keyboard.press(`${CONTROL}+f`)
  await editor.pick('adversarial')
  await expect.poll(() => editor.selected()).toEqual(['loss'])
})

test.describe('on a tablet', () => {
  // The view goes where it is sent at once, so that fingers land where they were meant to.
  test.use({ hasTouch: true, viewport: { width: 1024, height: 768 }, contextOptions: { reducedMotion: 'reduce' } })

  test('one finger drags and moves, two zoom, a long press opens the menu, taps wire', async ({ editor }) => {
    const { page } = editor
    const fingers = await Fingers.on(page)
    await page.keyboard.press('Shift+1')
    await editor.settled()

    const grip = await editor.grip('loss')
    await fingers.drag({ from: grip, to: { x: grip.x - 20, y: grip.y + 60 } })
    const dragged = await editor.grip('loss')
    // A finger has to go some way before the browser takes it for a drag.
    expect(Math.abs(dragged.y - grip.y - 60)).toBeLessThan(24)
    await editor.undo()

    const nowhere = await editor.onScreen({ x: 120, y: 30 })
    const before = await editor.place('loss')
    await fingers.drag({ from: nowhere, to: { x: nowhere.x + 30, y: nowhere.y + 50 } })
    expect(moved(before, await editor.place('loss'))).toEqual([30, 50])
    await expect.poll(() => editor.selected()).toEqual(['loss'])

    const zoom = await editor.zoomPercent()
    await fingers.pinch({ x: nowhere.x + 60, y: nowhere.y }, 60, 110)
    await expect.poll(() => editor.zoomPercent()).toBeGreaterThan(zoom * 1.3)
    // On nodes too, without moving them.
    await page.keyboard.press('Shift+1')
    await editor.settled()
    const near = await editor.zoomPercent()
    await fingers.pinch(await editor.grip('D'), 80, 40)
    await expect.poll(() => editor.zoomPercent()).toBeLessThan(near * 0.8)
    await expect(editor.button('Undo')).toBeDisabled()
    await page.keyboard.press('Shift+1')
    await editor.settled()

    const duplicate = page.getByRole('menuitem', { name: 'Duplicate', exact: true })
    await fingers.longPress(await editor.grip('data'), duplicate)
    await expect(duplicate).toBeVisible()
    await expect.poll(() => editor.selected()).toEqual(['data'])
    await page.keyboard.press('Escape')
    await expect(page.getByRole('menu')).toHaveCount(0)

    const wires = await editor.wires().count()
    const middle = async (target: ReturnType<EditorPage['output']>) => {
      const box = await target.boundingBox()
      return { x: box!.x + box!.width / 2, y: box!.y + box!.height / 2 }
    }
    await fingers.tap(await middle(editor.output('z.out')))
    await fingers.tap(await middle(editor.input('loss.real')))
    await expect(editor.notice(/Wasserstein|score|network/i).first()).toBeVisible()
    await expect(editor.wires()).toHaveCount(wires)
    await fingers.tap(await middle(editor.output('data.point')))
    await fingers.tap(await middle(editor.input('D.point@fake')))
    await expect(editor.wires()).toHaveCount(wires + 1)
    await editor.undo()

    const nodes = await editor.nodes().count()
    await fingers.tap(await middle(editor.region('Palette').getByRole('button', { name: 'Preview', exact: true })))
    await expect(editor.nodes()).toHaveCount(nodes + 1)
  })

  test('nothing of the page lies beyond the screen, whichever way it is held', async ({ editor }) => {
    const { page } = editor
    for (const viewport of [
      { width: 1024, height: 768 },
      { width: 768, height: 1024 },
    ]) {
      await page.setViewportSize(viewport)
      for (const button of await page.getByRole('banner').getByRole('button').all())
        await expect(button).toBeInViewport({ ratio: 0.99 })
      for (const name of ['Palette', 'Canvas', 'Inspector', 'Problems', 'Training'] as const)
        await expect(editor.region(name)).toBeInViewport({ ratio: 0.99 })
    }
  })
})
