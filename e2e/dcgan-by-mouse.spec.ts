/**
 * @file A DCGAN for MNIST from an empty canvas, by mouse and with words typed into fields, in fewer than 60 actions. An action is a press, a
 * drag, or typing into one field, the press into that field included.
 */
import { expect, test } from './fixtures/editor'
import type { EditorPage } from './fixtures/editor-page'

const MOST_ACTIONS = 60

/** Does what somebody does, and counts it. */
function hands(editor: EditorPage) {
  let count = 0
  const press = async (what: ReturnType<EditorPage['param']>) => {
    count++
    await what.click()
  }
  return {
    count: () => count,
    press,
    /** Types into the search of the palette, and Enter. */
    async add(kind: string): Promise<string> {
      count++
      const search = editor.region('Palette').getByRole('searchbox', { name: 'Search nodes' })
      return editor.added(async () => {
        await search.click()
        await search.fill(kind)
        await search.press('Enter')
      })
    },
    async type(field: string, value: string): Promise<void> {
      count++
      await editor.param(field).click()
      await editor.setParam(field, value)
    },
    async choose(field: string, option: string): Promise<void> {
      await press(editor.choice(field))
      await press(editor.page.getByRole('option', { name: option, exact: true }))
    },
    async wire(from: string, to: string): Promise<void> {
      count++
      await editor.connect(from, to)
    },
  }
}

test('a DCGAN for MNIST is built by mouse in fewer than 60 actions, and trains', async ({ editor }) => {
  await editor.emptyCanvas()
  const { count, press, add, type, choose, wire } = hands(editor)

  await test.step('the generator', async () => {
    await add('latent')
    await add('network')
    await type('Name', 'Generator')
    await add('dense')
    await type('Units', '7*7*8')
    await add('reshape')
    await type('Shape', '7, 7, 8')
    await add('batch-norm')
    await add('activation')
    await add('conv2d transpose')
    await type('Filters', '8')
    await type('Kernel size', '4')
    await type('Strides', '2')
    await choose('Padding', 'Same')
    await add('batch-norm')
    await add('activation')
    await add('conv2d transpose')
    await type('Filters', '1')
    await type('Kernel size', '4')
    await type('Strides', '2')
    await choose('Padding', 'Same')
    await choose('Activation', 'Tanh')
    await expect(editor.wire('conv2d_transpose_2.out', 'output_1.in', '[28, 28, 1]')).toBeAttached()
  })

  await test.step('the discriminator', async () => {
    await add('dataset')
    await choose('Dataset', 'MNIST')
    await add('network')
    await type('Name', 'Discriminator')
    for (const filters of ['8', '16']) {
      await add('conv2d')
      await type('Filters', filters)
      await type('Kernel size', '4')
      await type('Strides', '2')
      await choose('Padding', 'Same')
      await choose('Activation', 'Leaky ReLU')
    }
    await add('flatten')
    await add('dense')
    await type('Units', '1')
    await expect(editor.wire('dense_2.out', 'output_2.in', '[1]')).toBeAttached()
  })

  await test.step('who plays against whom', async () => {
    await add('adversarial')
    await press(editor.region('Canvas').getByRole('button', { name: 'Fit view' }))
    await editor.settledPlace('network_2')
    await wire('network_1.out', 'network_2.in')
    await wire('network_2.out@real', 'adversarial_1.real')
    await wire('network_2.out@fake', 'adversarial_1.fake')
    await expect(editor.errors()).toHaveCount(0)
    await expect(editor.status()).toHaveText('Ready')
  })

  const blank = await editor.picture('Generator.out')
  await press(editor.button('Train'))
  await expect.poll(() => editor.stepNumber(), { timeout: 120_000 }).toBeGreaterThan(2)
  await expect.poll(() => editor.picture('Generator.out'), { timeout: 60_000 }).not.toBe(blank)
  // biome-ignore lint/suspicious/noConsole: the figure is what this journey is for
  console.log(`${count()} actions from an empty canvas to a DCGAN that trains`)
  expect(count()).toBeLessThan(MOST_ACTIONS)
})
