/** @file Playing with a generator: from the first samples to the question whether one of them was copied. */
import { readFile } from 'node:fs/promises'
import type { Locator } from '@playwright/test'
import { gifFacts } from '../src/media/testing/gif'
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

  /** Presses a button that saves something, and answers the file. */
  const saved = async (button: Locator) => {
    const [download] = await Promise.all([page.waitForEvent('download'), button.click()])
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) }
  }

  await test.step('the way is animated, and saved as a GIF and as a video', async () => {
    const between = dialog.getByRole('region', { name: 'Between pinned samples' })
    const onTheWay = between.getByRole('img', { name: 'Sample on the way' })
    const before = await drawn(onTheWay)
    await between.getByRole('button', { name: 'Animate' }).click()
    await expect.poll(() => drawn(onTheWay)).not.toBe(before)
    await between.getByRole('button', { name: 'Stop' }).click()
    await between.getByRole('combobox', { name: 'Frames from pin to pin' }).click()
    await page.getByRole('option', { name: '10 frames a pin' }).click()
    const gif = await saved(between.getByRole('button', { name: 'Save as GIF' }))
    expect(gif.name).toBe('conditional-digits-8-8-a-b-step-1.gif')
    const { frames, widthPx, heightPx } = gifFacts(gif.bytes)
    expect([frames.length, frames[0]!.delay, widthPx, heightPx]).toEqual([20, 5, 256, 256])
    const video = await saved(between.getByRole('button', { name: 'Save as MP4' }))
    expect(video.name).toBe('conditional-digits-8-8-a-b-step-1.mp4')
    expect(video.bytes.toString('latin1', 4, 8)).toBe('ftyp')
    await expect(between).toContainText(`Saved ${video.name}`)
  })

  await test.step('what is shown, and a sheet with a row for each class, are saved as PNG', async () => {
    const size = (png: Buffer) => [png.readUInt32BE(16), png.readUInt32BE(20)]
    const shown = await saved(dialog.getByRole('button', { name: 'Save as PNG' }))
    expect(size(shown.bytes)).toEqual([8 * 96, 3 * 96])
    await dialog.getByRole('button', { name: 'Sample sheet …' }).click()
    const sheet = editor.dialog('Sample sheet')
    await expect(sheet.getByRole('img', { name: /^Sheet of 100 samples, a row for each of 0, 1,/ })).toBeVisible()
    await sheet.getByRole('combobox', { name: 'Size' }).click()
    await page.getByRole('option', { name: '2 × as large' }).click()
    const { name, bytes } = await saved(sheet.getByRole('button', { name: 'Save as PNG' }))
    expect(name).toBe('conditional-digits-8-8-sheet-step-1.png')
    // Ten of 8 pixels, a pixel apart.
    expect(size(bytes)).toEqual([178, 178])
    await page.keyboard.press('Escape')
    await expect(sheet).toBeHidden()
  })

  await test.step('later on, what was pinned is there, and the fixed samples at every checkpoint', async () => {
    // Each pause leaves a checkpoint.
    for (let pause = 0; pause < 2; pause++) {
      const before = await editor.stepNumber()
      await editor.train()
      await expect.poll(() => editor.stepNumber()).toBeGreaterThan(before)
      await editor.pause()
      await expect(editor.status()).toHaveText(/^Paused/)
    }
    await page.keyboard.press('Shift+P')
    await expect(sample(2)).toHaveAccessibleName('Sample 2, pinned as B')
    const past = dialog.getByRole('region', { name: 'Fixed samples over time' })
    const picture = past.getByRole('img', { name: /^The fixed samples at step/ })
    const slider = past.getByRole('slider', { name: 'Checkpoint' })
    await expect(picture).toHaveAccessibleName(`The fixed samples at step ${await editor.stepNumber()}`)
    await expect(picture).toHaveAttribute('aria-busy', 'false')
    const [newest, last] = [await drawn(picture), Number(await slider.getAttribute('max'))]
    await slider.press('Home')
    await expect.poll(() => drawn(picture)).not.toBe(newest)
    await slider.press('End')
    await expect.poll(() => drawn(picture)).toBe(newest)
    const film = await saved(past.getByRole('button', { name: 'Save as GIF' }))
    expect(gifFacts(film.bytes).frames).toHaveLength(last + 1)
    // They pass in less time than a look from here may take.
    const passed = await picture.evaluateHandle((canvas) => {
      const names: (string | null)[] = []
      const note = () => names.push(canvas.getAttribute('aria-label'))
      new MutationObserver(note).observe(canvas, { attributeFilter: ['aria-label'] })
      return names
    })
    await past.getByRole('button', { name: 'Play over time' }).click()
    await expect.poll(() => passed.jsonValue()).toHaveLength(last + 1)
    await expect.poll(() => drawn(picture)).toBe(newest)
  })
})
