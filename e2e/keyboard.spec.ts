/** @file The whole editor without a mouse: walking, adding, wiring, params, training; and a DCGAN from an empty canvas by keys alone. */
import { expect, test } from './fixtures/editor'

test('keys walk along the wires, to neighbours, and from part to part of the page', async ({ editor }) => {
  const { page } = editor
  const focused = page.locator('.react-flow__node:focus')
  await page.keyboard.press(']')
  await expect(focused).toHaveAttribute('data-id', 'data')
  await page.keyboard.press(']')
  await expect(focused).toHaveAttribute('data-id', 'D_point')
  await page.keyboard.press(']')
  await expect(focused).toHaveAttribute('data-id', 'D_dense1')
  await page.keyboard.press('Alt+ArrowRight')
  await expect(focused).toHaveAttribute('data-id', 'D_dense2')
  await page.keyboard.press('[')
  await page.keyboard.press('[')
  await expect(focused).toHaveAttribute('data-id', 'D_point')
  await page.keyboard.press('[')
  await expect(focused).toHaveAttribute('data-id', 'data')

  await page.keyboard.press('F6')
  await expect(editor.region('Inspector').locator(':focus')).toHaveCount(1)
  await page.keyboard.press('Shift+F6')
  await expect(focused).toHaveAttribute('data-id', 'data')
  await page.keyboard.press('Alt+1')
  await expect(editor.region('Palette').locator(':focus')).toHaveCount(1)
})

test('a DCGAN is built and trained from an empty canvas by keys alone', async ({ editor }) => {
  const { page } = editor
  const { keyboard } = page
  let actions = 0
  const press = async (key: string) => {
    actions++
    await keyboard.press(key)
  }
  /** Runs a command of the palette of commands. */
  const command = async (name: string) => {
    await press('Control+K')
    await page.getByRole('combobox').waitFor()
    await keyboard.type(name)
    await page.getByRole('option', { selected: true }).waitFor()
    await press('Enter')
  }
  /** Adds a node by a key and its name, and answers its id. */
  const add = (key: string, name: string) =>
    editor.added(async () => {
      await press(key)
      await editor.pick(name)
      actions++
    })
  /** Goes to a param by Tab and sets it: text, or the first letters of an option. */
  const set = async (title: string, value: string) => {
    await press('Alt+3')
    const isThere = () =>
      page.evaluate((wanted) => {
        const element = document.activeElement
        const label = element?.id ? document.querySelector(`label[for="${element.id}"]`)?.textContent : null
        return (element?.getAttribute('aria-label') ?? label ?? '') === wanted
      }, title)
    for (let tabs = 0; !(await isThere()); tabs++) {
      expect(tabs, `Tab reaches ${title}`).toBeLessThan(40)
      await keyboard.press('Tab')
    }
    if (await page.evaluate(() => document.activeElement?.tagName === 'INPUT')) {
      await press('Control+A')
      await keyboard.type(value)
      await press('Enter')
    } else {
      await press('Enter')
      await page.getByRole('listbox').waitFor()
      await keyboard.type(value)
      await press('Enter')
      await expect(page.getByRole('listbox')).toHaveCount(0)
    }
    await press('Shift+F6')
  }
  /** From a port of the node with the focus to one of another node, by their names. */
  const wire = async (from: string | null, to: string) => {
    await press('W')
    if (from !== null) await editor.pick(from)
    await editor.pick(to)
    actions++
  }

  await command('New graph')
  await expect(editor.nodes()).toHaveCount(0)

  const generator = await add('Shift+A', 'network')
  await set('Name', 'Generator')
  await press('Alt+Enter')
  await press(']')
  await add('A', 'dense')
  await set('Units', '7*7*8')
  await add('A', 'reshape')
  await set('Shape', '7, 7, 8')
  await add('A', 'conv2d transpose')
  await set('Filters', '8')
  await set('Kernel size', '4')
  await set('Strides', '2')
  await set('Padding', 'Same')
  await add('A', 'conv2d transpose')
  await set('Filters', '1')
  await set('Kernel size', '4')
  await set('Strides', '2')
  await set('Padding', 'Same')
  await set('Activation', 'Tanh')
  await wire('out', 'output')
  await press('Escape')
  await press('Escape')

  const critic = await add('Shift+A', 'network')
  await set('Name', 'Discriminator')
  await press('Alt+Enter')
  await press(']')
  await add('A', 'conv2d')
  await set('Filters', '8')
  await set('Kernel size', '4')
  await set('Strides', '2')
  await set('Activation', 'Leaky')
  await add('A', 'flatten')
  await add('A', 'dense')
  await set('Units', '1')
  await wire('out', 'output')
  await press('Escape')
  await press('Escape')

  await add('Shift+A', 'latent')
  await wire(null, generator)
  await add('Shift+A', 'dataset')
  await set('Dataset', 'MNIST')
  await wire('image', critic)
  await command(generator)
  await wire('out', critic)
  await add('Shift+A', 'adversarial')
  await wire('real', '@real')
  await wire('fake', '@fake')
  await expect(editor.errors()).toHaveCount(0)
  await press('Control+Enter')
  await expect.poll(() => editor.stepNumber()).toBeGreaterThan(1)
  await press('Control+Enter')
  test.info().annotations.push({ type: 'actions', description: `${actions} key presses and names typed` })
})
