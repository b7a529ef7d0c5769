/** @file Own data: dropped, looked at, trained on, still there after a reload, asked for when it is not. */
import { writeFile } from 'node:fs/promises'
import { pngOf, zipOf } from '../src/data/own/testing/files'
import { expect, test } from './fixtures/editor'

/** Two class folders of ten pictures each, and a text that is no picture. */
const pets = () =>
  zipOf([
    ...['cats', 'dogs'].flatMap((name, index) =>
      Array.from({ length: 10 }, (_, number) => ({
        path: `pets/${name}/${number}.png`,
        content: pngOf(40, 30, [index === 0 ? 20 * number : 0, 40, index === 0 ? 0 : 20 * number]),
      })),
    ),
    { path: 'pets/dogs/broken.png', content: new Uint8Array(50) },
  ])

test('pictures of one’s own are dropped, seen, trained on, kept, and asked for when they are gone', async ({
  editor,
}, testInfo) => {
  test.setTimeout(90_000)
  const { page } = editor
  const zip = testInfo.outputPath('pets.zip')
  await writeFile(zip, pets())
  const data = editor.region('Inspector').getByRole('region', { name: 'Data' }).or(editor.region('Inspector'))

  await test.step('a zip that is dropped on the selected dataset shows what will be fed', async () => {
    await editor.openTemplate('GAN (minimax) · MNIST')
    await editor.chooseBackend('WebAssembly')
    await editor.select('data')
    await editor.dropFile(zip)
    const dialog = editor.dialog('Use your own data')
    // As the node gives them now.
    await expect(dialog.getByRole('status')).toContainText('20 pictures of 28 × 28 × 1 in 2 classes')
    await expect(dialog.getByRole('heading', { name: 'cats 10' })).toBeVisible()
    await expect(dialog.getByRole('img', { name: '8 pictures of dogs' })).toBeVisible()
    await dialog.getByText('1 file was left out').click()
    await expect(dialog).toContainText('no picture, whatever its name says')
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Pets')
    await dialog.getByRole('button', { name: 'Use this data' }).click()
    await expect(dialog).toHaveCount(0)
    await expect(editor.node('data')).toContainText('Pets')
  })

  await test.step('it is one step of undo, and is trained on', async () => {
    await editor.undo()
    await expect(editor.node('data')).toContainText('MNIST')
    await editor.redo()
    await editor.train()
    await expect.poll(() => editor.stepNumber(), { timeout: 30_000 }).toBeGreaterThan(2)
    await editor.pause()
  })

  await test.step('after a reload it is there and is trained on again', async () => {
    await page.reload()
    await expect(editor.node('data')).toContainText('Pets')
    await editor.train()
    await expect.poll(() => editor.stepNumber(), { timeout: 30_000 }).toBeGreaterThan(2)
    await editor.pause()
  })

  await test.step('where it is missing the node says so, Train waits, and the same files are enough', async () => {
    await editor.select('data')
    await data.getByRole('button', { name: 'Use your own data …' }).click()
    await page.getByRole('tab', { name: 'In this browser' }).click()
    await page.getByRole('button', { name: 'Delete Pets', exact: true }).click()
    await page.getByRole('button', { name: 'Delete Pets for good' }).click()
    await expect(page.getByText('keeps no data of yours yet')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(editor.region('Problems')).toContainText('This browser does not have the data: Pets, 20 pictures')
    await editor.train()
    await expect(editor.notice('must be mended before training')).toBeVisible()
    await data.getByRole('button', { name: 'Give the data' }).click()
    const dialog = editor.dialog('Give the data of this design')
    await dialog.getByLabel('Files', { exact: true }).setInputFiles(zip)
    await dialog.getByRole('button', { name: 'Use this data' }).click()
    await expect(editor.notice('exactly the data that this design was made with')).toBeVisible()
    await expect(editor.region('Problems')).not.toContainText('does not have the data')
  })
})

test('points are drawn by keyboard and by mouse and become a data set', async ({ editor }) => {
  const { page } = editor
  await editor.region('Palette').getByRole('button', { name: 'Your own data …' }).click()
  const dialog = editor.dialog('Use your own data')
  await dialog.getByRole('tab', { name: 'Draw points' }).click()
  const pad = dialog.getByRole('application', { name: 'Pad for points' })
  await pad.focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('Space')
  await expect(dialog.getByRole('status')).toHaveText('24 points')
  await page.keyboard.press('Backspace')
  await expect(dialog.getByRole('status')).toHaveText('12 points')
  const box = (await pad.boundingBox())!
  await page.mouse.move(box.x + 60, box.y + 60)
  await page.mouse.down()
  await page.mouse.move(box.x + 160, box.y + 90, { steps: 6 })
  await page.mouse.up()
  await dialog.getByRole('button', { name: 'Take these points' }).click()
  await expect(dialog.getByRole('status')).toContainText(/\d\d points/)
  await expect(dialog.getByRole('img', { name: /points$/ })).toBeVisible()
  await dialog.getByRole('button', { name: 'Add to the graph' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(editor.region('Inspector')).toContainText('Drawn points')
})
