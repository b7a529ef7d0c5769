/** @file Own data: dropped, looked at, trained on, still there after a reload, asked for when it is not. */
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { ownDataFor } from '../src/cli/own-data'
import { jpegOf, pngOf, zipOf } from '../src/data/own/testing/files'
import { loadDocument } from '../src/graph/load'
import { embed } from '../src/sharing/picture'
import { expect, test } from './fixtures/editor'

/** A PNG with a template in it, in base 64. */
async function readDesign(): Promise<string> {
  const document = loadDocument(
    await readFile(fileURLToPath(new URL('../templates/wgan-mnist.json', import.meta.url)), 'utf8'),
  )
  if (!document.ok) throw new Error('The template is broken.')
  const run = { of: 'samples', output: null, step: 3, seed: 0 } as const
  const picture = await embed(pngOf(8, 8, [0, 0, 0]), { document: document.value, run, weights: null })
  if (!picture.ok) throw new Error(picture.problem)
  return Buffer.from(picture.value).toString('base64')
}

/** Two class folders of ten pictures each, the last of them a photograph, and a text that is no picture. */
const pets = async () =>
  zipOf([
    ...['cats', 'dogs'].flatMap((name, index) =>
      Array.from({ length: 10 - index }, (_, number) => ({
        path: `pets/${name}/${number}.png`,
        content: pngOf(40, 30, [index === 0 ? 20 * number : 0, 40, index === 0 ? 0 : 20 * number]),
      })),
    ),
    { path: 'pets/dogs/9.jpg', content: await jpegOf(90, 60, (x, y) => [2 * x, 4 * y, (x * y) % 251]) },
    { path: 'pets/dogs/broken.png', content: new Uint8Array(50) },
  ])

test('pictures of one’s own are dropped, seen, trained on, kept, and asked for when they are gone', async ({
  editor,
}, testInfo) => {
  const { page } = editor
  const zip = testInfo.outputPath('pets.zip')
  await writeFile(zip, await pets())
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
    await expect.poll(() => editor.stepNumber()).toBeGreaterThan(2)
    await editor.pause()
  })

  await test.step('the command line takes the same files for the same data', async () => {
    const saved = loadDocument(await editor.savedText())
    if (!saved.ok) throw new Error(JSON.stringify(saved.problem))
    expect(await ownDataFor(saved.value, zip)).toMatchObject({ ok: true })
  })

  await test.step('after a reload it is there and is trained on again', async () => {
    await page.reload()
    await expect(editor.node('data')).toContainText('Pets')
    await editor.train()
    await expect.poll(() => editor.stepNumber()).toBeGreaterThan(2)
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

test('a picture without a design, dropped or pasted, is taken as data; one with a design is opened', async ({
  editor,
}, testInfo) => {
  const { page } = editor
  const control = process.platform === 'darwin' ? 'Meta' : 'Control'
  const dialog = editor.dialog('Use your own data')
  const photo = testInfo.outputPath('photo.png')
  await writeFile(photo, pngOf(40, 30, [200, 40, 0]))
  await test.step('dropped', async () => {
    await editor.dropFile(photo)
    await expect(dialog).toContainText('This picture carries no design, so it is taken as data.')
    await expect(dialog.getByRole('textbox', { name: 'Name' })).toHaveValue('photo')
    await expect(dialog.getByRole('status')).toContainText('1 picture')
    await page.keyboard.press('Escape')
  })
  await test.step('pasted, as browsers copy images', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.evaluate(
      async (base64) => {
        const blob = new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], { type: 'image/png' })
        await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })])
      },
      (await readFile(photo)).toString('base64'),
    )
    await page.keyboard.press(`${control}+v`)
    await expect(dialog.getByRole('status')).toContainText('1 picture')
    await page.keyboard.press('Escape')
  })
  await test.step('pasted as a file that holds a design', async () => {
    const design = await readDesign()
    // The system's clipboard takes no files from a page; the event is the one that a file manager's copy brings.
    await page.evaluate((base64) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
      const clipboardData = new DataTransfer()
      clipboardData.items.add(new File([bytes], 'shared.png', { type: 'image/png' }))
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    }, design)
    await expect(editor.notice('Opened “WGAN · MNIST” from shared.png')).toBeVisible()
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
