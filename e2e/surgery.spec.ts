/** @file Graph surgery: a trained network is carried in a picture, goes on from there, is changed, and lends its weights to another. */
import { fileURLToPath } from 'node:url'
import { expect, test } from './fixtures/editor'

test('what was learnt goes on elsewhere, and in a changed network as far as it fits', async ({ editor }, testInfo) => {
  const path = testInfo.outputPath('samples.png')
  const ofGraph = testInfo.outputPath('graph.png')
  let step = 0

  await test.step('a picture of samples, and one of the graph, take the weights along', async () => {
    await editor.chooseBackend('WebAssembly')
    await editor.train()
    await expect.poll(() => editor.stepNumber()).toBeGreaterThan(30)
    await editor.pause()
    await expect(editor.status()).toHaveText(/^Paused/)
    step = await editor.stepNumber()
    await editor.button('Share').click()
    const dialog = editor.dialog('Share this graph')
    await dialog.getByRole('switch', { name: 'With the weights of the run' }).click()
    for (const [what, to] of [
      ['samples', path],
      ['the graph', ofGraph],
    ] as const) {
      const button = dialog.getByRole('button', { name: `Save picture of ${what}` })
      const [download] = await Promise.all([editor.page.waitForEvent('download'), button.click()])
      await download.saveAs(to)
    }
    await editor.page.keyboard.press('Escape')
  })

  await test.step('dropped on another canvas the graph goes on from that step', async () => {
    await editor.emptyCanvas()
    await editor.dropFile(ofGraph)
    await editor.page.getByRole('button', { name: `Go on from step ${step.toLocaleString('en')}`, exact: true }).click()
    await expect(editor.status()).toHaveText(/^Training, step/)
    expect(await editor.stepNumber()).toBeGreaterThanOrEqual(step)
    await editor.pause()
    await expect(editor.status()).toHaveText(/^Paused/)
  })

  await test.step('an edit marks the layers that will start afresh, for as long as it stands', async () => {
    await editor.select('G_dense2')
    await editor.setParam('Units', '41')
    await expect(editor.weightMark('G_dense2')).toBeVisible()
    await expect(editor.weightMark('G_dense1')).toHaveCount(0)
    await editor.undo()
    await expect(editor.weightMark('G_dense2')).toHaveCount(0)
    await editor.redo()
    await expect(editor.weightMark('G_dense2')).toBeVisible()
  })

  await test.step('a file that holds no weights is refused where it was chosen', async () => {
    await editor.select('G')
    await editor.loadWeights(fileURLToPath(new URL('../templates/gaussian-ring.json', import.meta.url)))
    await expect(editor.dialog('Load weights into Generator').getByRole('alert')).toBeVisible()
  })

  await test.step('weights that fit are loaded, the rest is named', async () => {
    await editor.loadWeights(path)
    const notice = editor.notice('Loaded the weights of')
    await expect(notice).toContainText('of Generator from samples.png. G_dense2 keeps its own: kernel is [')
    await expect(editor.weightMark('G_dense2')).toHaveText('not loaded')
    await notice.getByRole('button', { name: 'Details' }).click()
    const dialog = editor.dialog('Weights of Generator')
    await expect(dialog.getByRole('row', { name: /^G_dense1 Loaded$/ })).toBeVisible()
    await expect(dialog.getByRole('row', { name: /^G_dense2 Keeps its own: / })).toBeVisible()
    await dialog.getByRole('button', { name: 'Close', exact: true }).last().click()
  })

  await test.step('with a frozen layer it trains on, and nothing is marked any more', async () => {
    await editor.select('G_dense1')
    await editor.page.keyboard.press('Shift+F')
    const before = await editor.stepNumber()
    await editor.step()
    await expect.poll(() => editor.stepNumber()).toBe(before + 1)
    await expect(editor.weightMark('G_dense2')).toHaveCount(0)
    await editor.reset()
    await expect(editor.notice('The next run starts with random weights')).toBeVisible()
  })
})
