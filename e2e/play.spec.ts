/** @file Playing with a generator: from the first samples to the question whether one of them was copied. */
import type { Locator } from '@playwright/test'
import { expect, test } from './fixtures/editor'

const drawn = (canvas: Locator): Promise<string> =>
  canvas.evaluate((element) => (element as HTMLCanvasElement).toDataURL())

test('samples of digits are drawn, steered, pinned, joined by a way and compared with the training images', async ({
  editor,
}) => {
  const { page } = editor
  await editor.openFile('graphs/conditional-digits.json')
  await editor.node('G').waitFor()
  const dialog = editor.dialog('Play with latents')

  await test.step('without a run it says what to do', async () => {
    await editor.node('G').focus()
    await page.keyboard.press('Shift+P')
    await expect(dialog).toContainText('Press Train')
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
  })

  await editor.step()
  await expect(editor.status()).toHaveText(/^Paused, step 1,/)
  await page.keyboard.press('Shift+P')
  const sample = (number: number) => dialog.getByRole('button', { name: new RegExp(`^Sample ${number}(,|$)`) })
  const picture = (number: number) => drawn(sample(number).locator('canvas'))
  await expect(sample(24)).toBeVisible()
  await expect(dialog).toContainText('Step 1')

  await test.step('drawing and sliders change the samples, and Reset sliders brings them back', async () => {
    const first = await picture(3)
    await dialog.getByRole('button', { name: 'Draw new samples' }).click()
    await expect.poll(() => picture(3)).not.toBe(first)
    const before = await picture(3)
    await dialog.getByRole('slider', { name: 'Direction 1' }).press('End')
    await expect.poll(() => picture(3)).not.toBe(before)
    await dialog.getByRole('button', { name: 'Reset sliders' }).click()
    await expect.poll(() => picture(3)).toBe(before)
    await dialog.getByRole('slider', { name: 'Truncation' }).press('Home')
    await dialog.getByRole('combobox', { name: 'Class' }).click()
    await page.getByRole('option', { name: '7', exact: true }).click()
    // All latents are in the middle and all classes the same: so are the samples.
    await expect.poll(async () => (await picture(3)) === (await picture(20))).toBe(true)
    await dialog.getByRole('button', { name: 'Reset sliders' }).click()
    await expect.poll(async () => (await picture(3)) === (await picture(20))).toBe(false)
  })

  await test.step('two are pinned, by mouse and by keyboard, and the way between them can be walked', async () => {
    await sample(1).click()
    await expect(sample(1)).toHaveAttribute('aria-pressed', 'true')
    await page.keyboard.press('ArrowRight')
    await expect(sample(2)).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(sample(2)).toHaveAccessibleName('Sample 2, pinned as B')
    await expect(dialog.getByRole('img', { name: 'Way from A to B' })).toBeVisible()
    const onTheWay = dialog.getByRole('img', { name: 'Sample on the way' })
    await expect.poll(() => drawn(onTheWay)).toBe(await picture(1))
    await dialog.getByRole('slider', { name: 'Position' }).press('End')
    await expect.poll(() => drawn(onTheWay)).toBe(await picture(2))
  })

  await test.step('the nearest training images are shown, with what their distance means', async () => {
    await dialog.getByRole('button', { name: /^Search 2,000/ }).click()
    const part = dialog.getByRole('region', { name: 'Nearest training images' })
    await expect(part.getByRole('img', { name: /^Training image \d by pixels, at distance/ })).toHaveCount(3)
    await expect(part).toContainText(/No sign of a copy|Close|Looks copied/)
  })

  await test.step('what was pinned is there when it is opened again', async () => {
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
    await page.keyboard.press('Shift+P')
    await expect(sample(2)).toHaveAccessibleName('Sample 2, pinned as B')
  })
})
