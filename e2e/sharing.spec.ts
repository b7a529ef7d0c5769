/** @file Sharing: a link carries the work to another tab, foreign designs are opened beside one's own, and hostile ones stay inert. */
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from './fixtures/editor'
import { EditorPage } from './fixtures/editor-page'

const CONTROL = process.platform === 'darwin' ? 'Meta' : 'Control'

test('a link carries the work, and takes nothing away where it arrives', async ({ editor }, testInfo) => {
  await editor.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await editor.select('G_dense1')
  await editor.setParam('Units', '41')
  const sent = await editor.savedText()
  const link = await editor.sharedLink()

  const friend = new EditorPage(await editor.page.context().newPage())
  await test.step('opened in another tab it is the same file, and a reload keeps what is done with it', async () => {
    await friend.page.goto(link)
    await expect(friend.notice('from a link')).toBeVisible()
    await expect(friend.wire('G_dense1.out', 'G_dense2.in', '[41]')).toBeAttached()
    expect(await friend.savedText()).toBe(sent)
    expect(new URL(friend.page.url()).hash).toBe('')
    await friend.select('G_dense1')
    await friend.setParam('Units', '42')
    await friend.page.reload()
    await expect(friend.wire('G_dense1.out', 'G_dense2.in', '[42]')).toBeAttached()
  })

  await test.step('pasted on a canvas with work it opens, and the work stays under Recent', async () => {
    await friend.page.evaluate((text) => navigator.clipboard.writeText(`Look! ${text} Bye.`), link)
    await friend.page.keyboard.press(`${CONTROL}+v`)
    await expect(friend.wire('G_dense1.out', 'G_dense2.in', '[41]')).toBeAttached()
    await expect(friend.notice('is kept in Templates, under Recent')).toBeVisible()
    await friend.openRecent('8 Gaussians')
    await expect(friend.wire('G_dense1.out', 'G_dense2.in', '[42]')).toBeAttached()
  })

  await test.step('one that lost its end on the way says so and changes nothing', async () => {
    await friend.page.evaluate((text) => navigator.clipboard.writeText(text), link.slice(0, -9))
    await friend.page.keyboard.press(`${CONTROL}+v`)
    const dialog = friend.dialog('The link could not be opened')
    await expect(dialog).toContainText('a part of it is missing')
    await dialog.getByRole('button', { name: 'Close', exact: true }).last().click()
    await expect(friend.wire('G_dense1.out', 'G_dense2.in', '[42]')).toBeAttached()
  })

  await test.step('a picture of samples is dropped on another canvas and opens as the same file', async () => {
    const before = await friend.savedText()
    await friend.chooseBackend('WebAssembly')
    await friend.step()
    await expect(friend.status()).toHaveText(/^Paused, step 1\b/)
    await friend.button('Share').click()
    const button = friend.dialog('Share this graph').getByRole('button', { name: 'Save picture of samples' })
    const [download] = await Promise.all([friend.page.waitForEvent('download'), button.click()])
    const path = testInfo.outputPath(download.suggestedFilename())
    await download.saveAs(path)
    await friend.page.keyboard.press('Escape')
    await friend.emptyCanvas()
    await friend.dropFile(path)
    await expect(friend.notice('as it was at step 1')).toBeVisible()
    expect(await friend.savedText()).toBe(before)
  })
  await friend.page.close()
})

test('a hostile design is text and nothing else', async ({ editor }, testInfo) => {
  const markup =
    '<img src="https://evil.example/a.png" onerror="document.title=1"><script>fetch("https://evil.example/b")</script>'
  const template = fileURLToPath(new URL('../templates/gaussian-ring.json', import.meta.url))
  const document = JSON.parse(await readFile(template, 'utf8'))
  document.name = `${markup} [x](javascript:alert(1))`
  document.description = `${markup}\n![x](https://evil.example/c.png) https://evil.example/d`
  document.nodes.G.params.name = markup.slice(0, 60)
  const path = testInfo.outputPath('hostile.json')
  await writeFile(path, JSON.stringify(document))
  await editor.openFile(path)
  // That no request has left and nothing was thrown is asserted of every journey.
  await expect(editor.page).toHaveTitle(/^<img src=/)
  await expect(editor.node('G')).toContainText('<img src="https://evil.example')
  await editor.select('G')
  await editor.button('Share').click()
  await expect(editor.dialog('Share this graph').getByRole('textbox', { name: 'Link to this design' })).toHaveValue(
    /#g1=/,
  )
  await editor.page.keyboard.press('Escape')
  await editor.button('Templates').click()
  await editor.page.keyboard.press('Escape')
  await expect(editor.page.locator('img[src*="evil"], script:text("evil")')).toHaveCount(0)
})
