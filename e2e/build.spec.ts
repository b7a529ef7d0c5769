/** @file A GAN from nothing: nodes from the palette and by name, wires by mouse or keyboard, params in the inspector, and it trains. */
import { expect, test } from './fixtures/editor'
import type { EditorPage } from './fixtures/editor-page'

/** Wires a layer into a new network between its input and its output. */
async function layerBetween(editor: EditorPage, network: string, input: string, output: string, units: string) {
  const layer = await editor.addLayer('dense', await editor.inside(network, 0.37, 0.72))
  await editor.setParam('Units', units)
  await editor.connect(`${input}.out`, `${layer}.in`)
  await editor.connect(`${layer}.out`, `${output}.in`)
  return layer
}

test('by mouse', async ({ editor }) => {
  await editor.emptyCanvas()
  await expect(editor.status()).toHaveText('Not ready')
  await expect(editor.problem('The graph is empty.')).toBeVisible()

  await test.step('a generator', async () => {
    const latent = await editor.dragFromPalette('Latent', { x: 100, y: 90 })
    await editor.setParam('Shape', '4')
    await expect(editor.node(latent)).toContainText('[4]')

    const network = await editor.dragFromPalette('Network', { x: 300, y: 90 })
    await editor.setParam('Name', 'Generator')
    await expect(editor.node(network)).toHaveAccessibleName(`Generator ${network}`)
    await expect(editor.node('input_1')).toBeVisible()
    await expect(editor.node('output_1')).toBeVisible()
    await expect(editor.problem('No wire reaches Generator or leaves it.')).toBeVisible()

    const layer = await layerBetween(editor, network, 'input_1', 'output_1', '2')
    await expect(editor.wire('input_1.out', `${layer}.in`, 'unknown')).toBeAttached()
    await editor.connect(`${latent}.out`, `${network}.in`)
    // The shapes appear on every wire at once.
    await expect(editor.wire(`${latent}.out`, `${network}.in`, '[4]')).toBeAttached()
    await expect(editor.wire('input_1.out', `${layer}.in`, '[4]')).toBeAttached()
    await expect(editor.wire(`${layer}.out`, 'output_1.in', '[2]')).toBeAttached()
  })

  await test.step('a layer dropped on a wire goes into it', async () => {
    const hidden = await editor.insertFromPalette('Dense', 'input_1.out', 'dense_1.in')
    expect(hidden).toBe('dense_2')
    await editor.setParam('Units', '16')
    await editor.choose('Activation', 'Leaky ReLU')
    await expect(editor.wire('input_1.out', `${hidden}.in`, '[4]')).toBeAttached()
    await expect(editor.wire(`${hidden}.out`, 'dense_1.in', '[16]')).toBeAttached()
    await expect(editor.node(hidden)).toContainText('units 16')
  })

  await test.step('a critic and data', async () => {
    const data = await editor.dragFromPalette('Dataset', { x: 100, y: 340 })
    await expect(editor.choice('Dataset')).toHaveText('8 Gaussians')
    const network = await editor.dragFromPalette('Network', { x: 300, y: 390 })
    await editor.setParam('Name', 'Critic')
    await layerBetween(editor, network, 'input_2', 'output_2', '1')
    await editor.connect(`${data}.point`, `${network}.in`)
    await expect(editor.wire('dense_3.out', 'output_2.in', '[1]')).toBeAttached()

    await editor.train()
    await expect(editor.notice(/must be mended before training/)).toBeVisible()
    await expect(editor.status()).toHaveText('Not ready')

    // A second wire on a used input of a network calls it once more.
    await editor.connect('network_1.out', `${network}.in`)
    await expect(editor.wire(`${data}.point`, `${network}.in@real`, '[2]')).toBeAttached()
    await expect(editor.wire('network_1.out', `${network}.in@fake`, '[2]')).toBeAttached()
  })

  await test.step('a loss that sets one against the other', async () => {
    const loss = await editor.addLayer('adversarial', { x: 850, y: 420 })
    await editor.connect('network_2.out@real', `${loss}.real`)
    await editor.connect('network_2.out@fake', `${loss}.fake`)
    await expect(editor.wire('network_2.out@fake', `${loss}.fake`, '[1]')).toBeAttached()
    await expect(editor.node('network_1')).toContainText('player')
    await expect(editor.node('network_2')).toContainText('critic')
    await expect(editor.errors()).toHaveCount(0)
    await expect(editor.status()).toHaveText('Ready')
  })

  await test.step('it trains', async () => {
    const blank = await editor.picture('Generator.out')
    await editor.train()
    await expect.poll(() => editor.stepNumber()).toBeGreaterThan(2)
    await expect.poll(() => editor.picture('Generator.out')).not.toBe(blank)
    await editor.pause()
    await expect(editor.status()).toHaveText(/^Paused/)
  })
})

test('by keyboard alone', async ({ editor }) => {
  const { keyboard } = editor.page
  await editor.button('Templates').focus()
  await keyboard.press('Enter')
  const empty = editor.dialog('Templates').getByRole('button', { name: /^Empty canvas/ })
  for (let press = 0; press < 10 && !(await empty.evaluate((button) => button === document.activeElement)); press++)
    await keyboard.press('Tab')
  await keyboard.press('Enter')
  await expect(editor.nodes()).toHaveCount(0)

  const quickAdd = (name: string) =>
    editor.added(async () => {
      await keyboard.press('Shift+A')
      await editor.pick(name)
    })
  const latent = await quickAdd('latent')
  const network = await quickAdd('network')
  await expect(editor.node(network)).toBeFocused()
  await keyboard.press('w')
  await editor.pick(`${network}.in`)
  await editor.pick(`${latent}.out`)
  await expect(editor.wire(`${latent}.out`, `${network}.in`, '[100]')).toBeAttached()
  await expect(editor.node(network)).toBeFocused()

  // Into the network, beside what it has, and between the two.
  await editor.node('input_1').focus()
  await keyboard.press('Enter')
  await expect(editor.region('Inspector')).toContainText('input_1')
  const palette = editor.region('Palette').getByRole('searchbox', { name: 'Search nodes' })
  await palette.focus()
  await keyboard.type('dense')
  const layer = await editor.added(() => keyboard.press('Enter'))
  // It goes behind what was selected, and in front of the output.
  await expect(editor.wire('input_1.out', `${layer}.in`, '[100]')).toBeAttached()
  await expect(editor.wire(`${layer}.out`, 'output_1.in')).toBeAttached()
  for (const end of [editor.wire('input_1.out', `${layer}.in`), editor.wire(`${layer}.out`, 'output_1.in')]) {
    await end.focus()
    await keyboard.press('Enter')
    await keyboard.press('Delete')
    await expect(end).toHaveCount(0)
  }
  await editor.node(layer).focus()
  await keyboard.press('Enter')
  await keyboard.press('w')
  await editor.pick(`${layer}.out`)
  await editor.pick('output_1.in')
  await expect(editor.wire(`${layer}.out`, 'output_1.in', 'unknown')).toBeAttached()
  await keyboard.press('w')
  await editor.pick(`${layer}.in`)
  await editor.pick('input_1.out')
  await expect(editor.wire('input_1.out', `${layer}.in`, '[100]')).toBeAttached()

  // What does not fit stays in the list and says why, and Enter does not take it.
  await keyboard.press('w')
  await editor.pick(`${layer}.out`)
  await keyboard.type(`${network}.in`)
  const refused = editor.region('Canvas').getByRole('option', { name: `${network}.in` })
  await expect(refused).toHaveAttribute('aria-disabled', 'true')
  await expect(refused).toContainText('cannot cross a frame')
  await keyboard.press('Enter')
  await keyboard.press('Escape')
  await expect(editor.wires()).toHaveCount(3)

  // Arrow keys move it, Delete removes it.
  const before = await editor.place(layer)
  await keyboard.press('Shift+ArrowRight')
  await expect.poll(async () => (await editor.place(layer)).x).toBeGreaterThan(before.x)
  await keyboard.press('Delete')
  await expect(editor.node(layer)).toHaveCount(0)
  await expect(editor.wires()).toHaveCount(1)
})

test('a wire that is let go over nothing asks what is to take it', async ({ editor }) => {
  await editor.emptyCanvas()
  await editor.dragFromPalette('Dataset', { x: 140, y: 140 })
  await editor.choose('Dataset', 'MNIST')
  await editor.page.keyboard.press('Escape')
  const canvas = editor.region('Canvas')
  const preview = await editor.added(async () => {
    await editor.pullWire('dataset_1.image', { x: 420, y: 160 })
    // The wire waits for its other end, and what cannot take it is not offered.
    await expect(canvas.getByRole('combobox')).toHaveAttribute('placeholder', 'What takes dataset_1.image?')
    await expect(canvas.locator('path[data-status="open"]')).toBeVisible()
    await expect(canvas.getByRole('option', { name: /^Dataset/ })).toHaveCount(0)
    await editor.pick('preview')
  })
  await expect(editor.wire('dataset_1.image', `${preview}.in`, '[28, 28, 1]')).toBeAttached()

  await test.step('Tab asks what is to stand where the pointer is', async () => {
    const place = await editor.onScreen({ x: 200, y: 60 })
    await editor.page.mouse.click(place.x, place.y)
    await editor.page.keyboard.press('Tab')
    const latent = await editor.added(() => editor.pick('latent'))
    const { x, y } = await editor.settledPlace(latent)
    expect(Math.abs(x - place.x) + Math.abs(y - place.y)).toBeLessThan(120)
  })
})
