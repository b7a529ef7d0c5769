/** @file Files: what Save gives is what Open takes, here and on the command line; what is broken is named and changes nothing. */
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { test as bare } from '@playwright/test'
import { loadDocument } from '../src/graph/load'
import { saveDocument } from '../src/graph/save'
import { expect, test } from './fixtures/editor'
import { EditorPage } from './fixtures/editor-page'
import { journalText, killedEdits } from './fixtures/killed-edits'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const templateFile = (name: string) => join(ROOT, 'templates', `${name}.json`)
const brokenFile = (name: string) => join(ROOT, 'graphs/broken', `${name}.json`)

async function canonical(path: string): Promise<string> {
  const loaded = loadDocument(await readFile(path, 'utf8'))
  if (!loaded.ok) throw new Error(`${path} does not load.`)
  return saveDocument(loaded.value)
}

test('Save downloads the canonical file, which the command line takes', async ({ editor }, testInfo) => {
  const download = await editor.save()
  expect(download.suggestedFilename()).toBe('8-gaussians.json')
  const path = testInfo.outputPath(download.suggestedFilename())
  await download.saveAs(path)
  expect(await readFile(path, 'utf8')).toBe(await canonical(templateFile('gaussian-ring')))
  await expect(editor.notice('Saved 8-gaussians.json')).toBeVisible()

  const { stdout } = await promisify(execFile)(process.execPath, ['src/cli/ganvas.mjs', 'check', path, '--json'], {
    cwd: ROOT,
  })
  const report = JSON.parse(stdout)
  expect(report).toMatchObject({ ok: true, networks: { G: { parameters: 8642 }, D: { parameters: 8577 } } })
})

test('an edited graph is saved, opened again by the dialog, and is the same', async ({ editor }, testInfo) => {
  await editor.select('G_dense1')
  await editor.setParam('Units', '33')
  const path = testInfo.outputPath('mine.json')
  const [download] = await Promise.all([
    editor.page.waitForEvent('download'),
    editor.page.keyboard.press('ControlOrMeta+s'),
  ])
  await download.saveAs(path)
  const text = await readFile(path, 'utf8')

  await editor.emptyCanvas()
  await expect(editor.nodes()).toHaveCount(0)
  const [chooser] = await Promise.all([
    editor.page.waitForEvent('filechooser'),
    editor.page.keyboard.press('ControlOrMeta+o'),
  ])
  await chooser.setFiles(path)
  await expect(editor.wire('G_dense1.out', 'G_dense2.in', '[33]')).toBeAttached()
  await expect(editor.status()).toHaveText('Ready')
  expect(await editor.savedText()).toBe(text)
})

test('a file that is dropped on the canvas opens', async ({ editor }) => {
  await editor.dropFile(templateFile('wgan-mnist'))
  await expect(editor.page).toHaveTitle(/WGAN · MNIST/)
  await expect(editor.node('D')).toHaveAccessibleName('Critic D')
  await expect(editor.wire('G.image', 'D.image@fake', '[28, 28, 1]')).toBeAttached()
})

test('a broken file is named place by place, and the canvas stays', async ({ editor }) => {
  const before = await editor.savedText()
  await editor.select('z')
  const broken = [
    { name: 'unknown-kind', how: 'open', path: 'nodes.G_fc.kind' },
    { name: 'units-text', how: 'drop', path: 'nodes.G_fc.params.units' },
    { name: 'wire-to-nobody', how: 'open', path: /^wires/ },
    { name: 'version-newer', how: 'drop', path: 'version' },
    { name: 'truncated-in-node', how: 'drop', path: /^nodes/ },
  ] as const
  for (const { name, how, path } of broken) {
    await (how === 'open' ? editor.openFile(brokenFile(name)) : editor.dropFile(brokenFile(name)))
    const dialog = editor.dialog(`${name}.json could not be opened`)
    await expect(dialog).toBeVisible()
    await expect(dialog).toContainText('Your canvas was left as it was.')
    await expect(dialog.getByRole('code').first()).toHaveText(path)
    await dialog.getByRole('button', { name: 'Close', exact: true }).last().click()
    await expect(dialog).toHaveCount(0)
  }
  await expect(editor.page).toHaveTitle(/8 Gaussians/)
  await expect(editor.region('Inspector')).toContainText('Latent')
  expect(await editor.savedText()).toBe(before)
})

test('a reload keeps the work, and its history', async ({ editor }) => {
  await editor.select('G_dense1')
  await editor.setParam('Units', '37')
  await editor.dragNode('z', 10, 60)
  await editor.select('loss')
  await editor.page.keyboard.press('Shift+ArrowDown')
  const text = await editor.savedText()
  await editor.scrollCanvas(60, 90)
  const seen = await editor.settledPlace('loss')
  await editor.page.reload()
  await expect(editor.wire('G_dense1.out', 'G_dense2.in', '[37]')).toBeAttached()
  // One sees what one saw, and has in hand what one had.
  expect(await editor.settledPlace('loss')).toEqual(seen)
  expect(await editor.selected()).toEqual(['loss'])
  expect(await editor.savedText()).toBe(text)
  for (let step = 0; step < 3; step++) await editor.undo()
  await expect(editor.wire('G_dense1.out', 'G_dense2.in', '[64]')).toBeAttached()
})

test('work that was left for another graph is under Recent', async ({ editor }) => {
  await editor.select('G_dense1')
  await editor.setParam('Units', '39')
  await editor.openTemplate('25 Gaussians')
  await expect(editor.node('data')).toContainText('25 Gaussians')
  await editor.button('Templates').click()
  const recent = editor
    .dialog('Templates')
    .getByRole('listitem')
    .filter({ has: editor.page.getByRole('time') })
  const mine = recent.filter({ hasText: '8 Gaussians' })
  // Removed and put back while the list is open, it is as it was.
  await mine.getByRole('button', { name: 'Remove 8 Gaussians' }).click()
  await mine.getByRole('button', { name: 'Put back 8 Gaussians' }).click()
  await mine.getByRole('button').first().click()
  await expect(editor.wire('G_dense1.out', 'G_dense2.in', '[39]')).toBeAttached()
})

test('two tabs with the same work keep theirs apart, and a crash loses neither', async ({ editor }) => {
  const kept = (units: number) =>
    editor.page.evaluate(
      (text) => Object.values(localStorage).some((value) => value.includes(text)),
      `\\"units\\": ${units}`,
    )
  await editor.select('G_dense1')
  await editor.setParam('Units', '41')
  await expect.poll(() => kept(41)).toBe(true)
  const anotherTab = async () => {
    const other = new EditorPage(await editor.page.context().newPage())
    await other.open()
    return other
  }
  const other = await anotherTab()
  await expect(other.wire('G_dense1.out', 'G_dense2.in', '[41]')).toBeAttached()
  await editor.select('G_dense2')
  await editor.setParam('Units', '43')
  await expect.poll(() => kept(43)).toBe(true)
  await other.select('G_dense1')
  await other.setParam('Units', '42')
  await expect.poll(() => kept(42)).toBe(true)
  expect(await kept(43)).toBe(true)

  const crashed = other.page.waitForEvent('crash')
  void other.page.goto('chrome://crash').catch(() => {})
  await crashed
  const again = await anotherTab()
  await expect(again.wire('G_dense1.out', 'G_dense2.in', '[42]')).toBeAttached()
  await expect(again.wire('G_dense2.out', 'G_dense3.in', '[64]')).toBeAttached()
  await again.undo()
  await expect(again.wire('G_dense1.out', 'G_dense2.in', '[41]')).toBeAttached()
  await again.page.close()

  await editor.page.reload()
  await expect(editor.wire('G_dense2.out', 'G_dense3.in', '[43]')).toBeAttached()

  // Closed in the moment of the edit.
  const last = await anotherTab()
  await last.select('G_dense1')
  await last.setParam('Units', '47')
  await last.page.close()
  await expect((await anotherTab()).wire('G_dense1.out', 'G_dense2.in', '[47]')).toBeAttached()
})

// `npm run kills -- --edits` does it twenty times, by the clock.
bare('a killed browser takes no edit, no step of undo and no favourite with it', async ({ baseURL }, info) => {
  const [killed] = await killedEdits({
    siteUrl: baseURL ?? '',
    folder: info.outputPath('profile'),
    kills: 1,
    // As a rule long before Chromium has put `localStorage` on the disk.
    pause: (editor) => expect.poll(() => journalText(editor)).toContain('\\"units\\": 200'),
  })
  expect(killed?.found).toEqual(killed?.done)
})

test('a full disk is said once, with the way out, and takes nothing', async ({ editor }) => {
  const { page } = editor
  // To the last character that the browser takes.
  await page.evaluate(() => {
    for (let [size, number] = [1 << 22, 0]; size >= 1; number++)
      try {
        localStorage.setItem(`filler ${number}`, 'x'.repeat(size))
      } catch {
        size = Math.floor(size / 2)
      }
  })
  await editor.select('G_dense1')
  await editor.setParam('Units', '44')
  const noRoom = editor.notice('This browser has no room left to keep your work.')
  await expect(noRoom).toBeVisible()
  await editor.setParam('Units', '45')
  await expect(noRoom).toHaveCount(1)

  // Whoever leaves now is asked first.
  const asked = page.waitForEvent('dialog')
  void page.reload().catch(() => {})
  const question = await asked
  expect(question.type()).toBe('beforeunload')
  await question.dismiss()
  await expect(editor.wire('G_dense1.out', 'G_dense2.in', '[45]')).toBeAttached()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    noRoom.getByRole('button', { name: 'Save to a file' }).click(),
  ])
  expect(JSON.parse(await readFile(await download.path(), 'utf8')).nodes.G_dense1.params.units).toBe(45)

  await page.evaluate(() => {
    for (const key of Object.keys(localStorage)) if (key.startsWith('filler')) localStorage.removeItem(key)
  })
  await editor.setParam('Units', '46')
  await expect(editor.notice('This browser has room again: your work is kept.')).toBeVisible()
  await page.reload()
  await expect(editor.wire('G_dense1.out', 'G_dense2.in', '[46]')).toBeAttached()

  await test.step('storage that is forbidden is said as well, and the page works', async () => {
    const context = await page.context().browser()!.newContext()
    const other = new EditorPage(await context.newPage())
    await other.page.addInitScript(() => {
      const get = () => {
        throw new DOMException('Forbidden.', 'SecurityError')
      }
      for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { get })
      // As on pages without https.
      Object.defineProperty(crypto, 'randomUUID', { value: undefined })
    })
    await other.page.goto(page.url())
    await other.select('G_dense1')
    await other.setParam('Units', '44')
    await expect(other.notice('This browser has no room left to keep your work.')).toBeVisible()
    await context.close()
  })
})
