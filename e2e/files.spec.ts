/** @file Files: what Save gives is what Open takes, here and on the command line; what is broken is named and changes nothing. */
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { loadDocument } from '../src/graph/load'
import { saveDocument } from '../src/graph/save'
import { expect, test } from './fixtures/editor'

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
  await editor.page.reload()
  await expect(editor.wire('G_dense1.out', 'G_dense2.in', '[37]')).toBeAttached()
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
  await recent.filter({ hasText: '8 Gaussians' }).getByRole('button').click()
  await expect(editor.wire('G_dense1.out', 'G_dense2.in', '[39]')).toBeAttached()
})
