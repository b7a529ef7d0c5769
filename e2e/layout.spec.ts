/** @file Laying out: by one click or one key, for all or for what is selected; and aligning by two keys. */
import { expect, test } from './fixtures/editor'

test('one click lays out everything, one undo takes it back, a second click finds nothing to do', async ({
  editor,
}) => {
  const before = await editor.savedText()
  await editor.dragNode('loss', -420, -260)
  await editor.dragNode('z', 300, 200)
  const untidy = await editor.savedText()

  await editor.control('Lay out everything').click()
  await expect(editor.announcement()).toHaveText(/^Lay out everything: moved \d+ nodes\.$/)
  await expect.poll(async () => (await editor.place('z')).x < (await editor.place('G')).x).toBe(true)
  await expect.poll(async () => (await editor.place('loss')).x > (await editor.place('D')).x).toBe(true)
  const tidy = await editor.savedText()
  expect(tidy).not.toBe(untidy)

  await editor.page.keyboard.press('Shift+L')
  await expect(editor.announcement()).toHaveText('Lay out everything: nothing had to move.')
  expect(await editor.savedText()).toBe(tidy)

  await editor.undo()
  expect(await editor.savedText()).toBe(untidy)
  await editor.undo()
  await editor.undo()
  expect(await editor.savedText()).toBe(before)
})

test('a selection is laid out among what stays; edges are aligned by two keys', async ({ editor }) => {
  await editor.dragNode('G_dense2', 20, 60)
  await editor.dragNode('G_dense3', -30, 90)
  const still = await editor.place('G_dense1')
  await editor.select('G_dense2')
  await editor.selectAlso('G_dense3')
  await editor.page.keyboard.press('Alt+L')
  await expect(editor.announcement()).toHaveText(/^Lay out selection: moved [12] nodes?\.$/)
  await expect.poll(async () => (await editor.place('G_dense2')).y - (await editor.place('G_dense3')).y).toBe(0)
  expect(await editor.place('G_dense1')).toEqual(still)

  await test.step('Alt+A, then the first letter of an edge or a way', async () => {
    await editor.dragNode('z', 24, 0)
    const several = ['z', 'data', 'loss'] as const
    await editor.selectSeveral(...several)
    const boxes = () => Promise.all(several.map(async (id) => (await editor.node(id).boundingBox())!))
    type Box = Awaited<ReturnType<typeof boxes>>[number]
    const gap = (from: (box: Box) => number, to: (box: Box) => number) => (all: Box[]) => {
      const [a, b, c] = all.toSorted((one, other) => from(one) - from(other))
      return Math.abs(from(b!) - to(a!) - (from(c!) - to(b!)))
    }
    const spread = (of: (box: Box) => number) => (all: Box[]) => Math.max(...all.map(of)) - Math.min(...all.map(of))
    const ways: [key: string, said: string, off: (all: Box[]) => number][] = [
      ['l', 'Align left edges', spread(({ x }) => x)],
      ['r', 'Align right edges', spread(({ x, width }) => x + width)],
      ['t', 'Align top edges', spread(({ y }) => y)],
      ['b', 'Align bottom edges', spread(({ y, height }) => y + height)],
      ['m', 'Align middles', spread(({ y, height }) => y + height / 2)],
      ['c', 'Align centres', spread(({ x, width }) => x + width / 2)],
      [
        'h',
        'Space evenly across',
        gap(
          ({ x }) => x,
          ({ x, width }) => x + width,
        ),
      ],
      [
        'v',
        'Space evenly down',
        gap(
          ({ y }) => y,
          ({ y, height }) => y + height,
        ),
      ],
    ]
    for (const [key, said, off] of ways) {
      expect(off(await boxes()), said).toBeGreaterThan(1)
      await editor.page.keyboard.press('Alt+A')
      await editor.page.keyboard.press(key)
      await expect(editor.announcement()).toHaveText(new RegExp(`^${said}: moved`))
      await expect.poll(async () => off(await boxes()), { message: said }).toBeLessThan(1)
      await editor.page.keyboard.press('ControlOrMeta+z')
    }
  })

  // Letters mean nothing to whoever types them.
  await editor.select('G_dense1')
  await editor.param('Units').press('Shift+L')
  await expect(editor.announcement()).not.toHaveText(/^Lay out everything/)
})

test('a wire is as wide as what runs through it is large, and says its shape to whoever points at it', async ({
  editor,
}) => {
  await editor.openTemplate('DCGAN · MNIST')
  const picture = await editor.wireWidth('G.image', 'D.image@fake')
  expect(picture).toBeGreaterThan(1.5 * (await editor.wireWidth('D.score@real', 'loss.real')))

  await editor.control('Lay out everything').click()
  await expect(editor.announcement()).toHaveText(/^Lay out everything/)
  await editor.settledPlace('loss')
  const label = editor.region('Canvas').getByText('[3136]', { exact: true })
  const before = await label.count()
  await editor.pointAtWire('G_dense.out', 'G_reshape.in')
  await expect(label).toHaveCount(before + 1)
})
