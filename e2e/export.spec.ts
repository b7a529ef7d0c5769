/** @file Exporting from the page: the files of a run arrive, name each other's tensors and carry what the run has learnt. */
import { readFile } from 'node:fs/promises'
import { decodeSafetensors } from '../src/lib/safetensors'
import { expect, test } from './fixtures/editor'

test('a run is taken along as a program, its weights and its figures', async ({ editor }) => {
  const dialog = editor.dialog('Export')
  const exported = async (choice: string): Promise<{ name: string; bytes: Buffer }> => {
    await dialog.getByRole('tab', { name: choice, exact: true }).click()
    const [download] = await Promise.all([
      editor.page.waitForEvent('download'),
      dialog.getByRole('button', { name: 'Download', exact: true }).click(),
    ])
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) }
  }
  await editor.button('Share').click()
  await editor.dialog('Share this graph').getByRole('button', { name: 'Export', exact: true }).click()
  await test.step('before a run it says whose weights these are', async () => {
    await expect(dialog.getByRole('tab', { name: 'PyTorch program' })).toBeFocused()
    await editor.page.keyboard.press('ArrowDown')
    await expect(dialog.getByRole('tabpanel')).toContainText('These are the first weights')
    await editor.page.keyboard.press('Escape')
  })

  await editor.chooseBackend('WebAssembly')
  await editor.step()
  await expect(editor.status()).toHaveText(/^Paused, step 1\b/)
  await editor.page.keyboard.press('ControlOrMeta+Shift+e')
  const program = await exported('PyTorch program')
  expect(program.name).toBe('gan_8_gaussians.py')
  const source = program.bytes.toString()

  const weights = await exported('Weights (safetensors)')
  await expect(dialog.getByRole('tabpanel')).toContainText('those of the run at step 1.')
  const decoded = decodeSafetensors(weights.bytes)
  if (!decoded.ok) throw new Error(decoded.problem)
  expect(decoded.value.metadata).toMatchObject({ design: '8 Gaussians', step: '1' })
  const names = decoded.value.tensors.map(({ name }) => name)
  expect(names.length).toBeGreaterThan(4)
  for (const name of names) {
    const [network, layer] = name.split('.')
    expect(source).toContain(`${network} = `)
    expect(source).toContain(`self.${layer} = `)
  }

  const table = await exported('Figures of the run (CSV)')
  expect(table.name).toBe('8-gaussians-step-1.csv')
  expect(table.bytes.toString()).toMatch(/^step,loss critic,loss player.*\r\n1,-?[\d.]+,-?[\d.]+.*\r\n$/)
})
