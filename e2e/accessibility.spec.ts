/** @file Accessibility: axe finds nothing serious, the names of the contract are there, and the keyboard reaches everything. */
import { fileURLToPath } from 'node:url'
import { barriersInBothThemes } from './fixtures/barriers'
import { expect, test } from './fixtures/editor'
import type { EditorPage } from './fixtures/editor-page'

const BROKEN = fileURLToPath(new URL('../graphs/broken/two-nodes-of-one-id.json', import.meta.url))
const CONTROL = process.platform === 'darwin' ? 'Meta' : 'Control'

const PALETTE = '[aria-label="Palette"]'
const INSPECTOR = '[aria-label="Inspector"]'

/** Looks for barriers in what a step shows, or in the part of the page that it changes, in both themes; the other steps follow all the same. */
const showing = (editor: EditorPage) => (state: string, show: () => Promise<unknown>, within?: string) =>
  test.step(state, async () => {
    await show()
    await editor.settled()
    expect.soft(await barriersInBothThemes(editor.page, within), state).toEqual([])
  })

/** Two looks at each of some twenty screens: on a busy machine that has taken more than three minutes. */
test.describe.configure({ timeout: 360_000 })

test.beforeEach(({ editor }) => editor.page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' }))

test('axe finds no barrier on any screen, light or dark', async ({ editor }) => {
  const { page } = editor
  const { keyboard } = page
  const screen = showing(editor)
  const canvas = editor.region('Canvas')
  const search = editor.region('Palette').getByRole('searchbox', { name: 'Search nodes' })
  const tour = page.getByRole('region', { name: /^Tour, step/ })
  /** Keys are for the page again only when the menu or the list has gone. */
  const leave = async () => {
    await keyboard.press('Escape')
    await expect(page.getByRole('menu').or(canvas.getByRole('combobox'))).toHaveCount(0)
  }

  await screen('the page as it opens', () => editor.node('loss').waitFor())
  await screen('the tour', async () => {
    await page.getByRole('button', { name: 'Take the tour' }).click()
    await tour.waitFor()
  })
  await keyboard.press('Escape')
  await screen('the palette searched in vain', () => search.fill('no such node'), PALETTE)
  await screen('the palette searched', () => search.fill('conv'), PALETTE)
  await search.fill('')
  await screen('a network in the inspector', () => editor.select('G'), INSPECTOR)
  await screen(
    'an objective in the inspector, every param shown',
    async () => {
      await editor.select('loss')
      await editor.showMore()
    },
    INSPECTOR,
  )
  await screen('a dataset in the inspector', () => editor.select('data'), INSPECTOR)
  await screen('several nodes in the inspector', () => editor.selectSeveral('G_dense1', 'G_dense2'), INSPECTOR)
  await screen('a layer in the inspector, asked what is inside', () => editor.lookInside('D_dense2'), INSPECTOR)
  await screen('the menu of a node', async () => {
    const { x, y } = await editor.grip('D_dense2')
    await page.mouse.click(x, y, { button: 'right' })
    await page.getByRole('menu').waitFor()
  })
  await leave()
  await screen('a menu of the toolbar', () => page.getByRole('button', { name: 'Help', exact: true }).click())
  await leave()
  await screen('find', async () => {
    await keyboard.press(`${CONTROL}+f`)
    await canvas.getByRole('combobox', { name: 'Find a node' }).waitFor()
  })
  await leave()
  await screen('quick-add', async () => {
    await keyboard.press('Shift+A')
    await canvas.getByRole('combobox').waitFor()
  })
  await leave()
  await screen('what is this, pointed at a node', async () => {
    await keyboard.press('Shift+F1')
    await editor.node('loss').hover()
    await page.getByRole('button', { name: 'More …' }).waitFor()
  })
  await leave()
  await screen('mistakes with their repairs', async () => {
    await editor.select('G_dense4')
    await keyboard.press('Delete')
    await editor.errors().first().waitFor()
    await editor.problems().first().getByRole('button', { name: /^Why/ }).click()
  })
  await editor.undo()
  await screen('a network entered', async () => {
    await editor.select('G')
    await keyboard.press('Alt+Enter')
    await page.getByRole('navigation', { name: 'Where you are' }).waitFor()
  })
  await keyboard.press('Alt+Backspace')
  await screen('networks collapsed', async () => {
    await keyboard.press('Alt+Shift+C')
    await expect(editor.node('G_dense1')).toHaveCount(0)
  })
  await keyboard.press('Alt+Shift+O')
  await screen('training paused, with metrics, heat and the inside of a layer', async () => {
    await editor.switchHeat()
    await editor.lookInside('D_dense2')
    await editor.train()
    await editor.insidePicture('Histogram of D_dense2').waitFor()
    await editor.region('Training').getByRole('table').first().waitFor()
    await editor.pause()
    await expect(editor.status()).toHaveText(/^Paused/)
  })
  await screen('a tablet held upright', () => page.setViewportSize({ width: 820, height: 1180 }))
  await page.setViewportSize({ width: 1440, height: 900 })
  await screen('the empty canvas', () => editor.emptyCanvas())
})

test('axe finds no barrier in any dialog, light or dark', async ({ editor }) => {
  const { page } = editor
  const { keyboard } = page
  const screen = showing(editor)
  const dialog = (name: string | RegExp, show: () => Promise<unknown>) =>
    screen(
      `the dialog ${name}`,
      async () => {
        await show()
        await editor.dialog(name).waitFor()
      },
      '[role="dialog"]',
    )
  const close = async () => {
    await keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
  }

  await dialog('Templates', () => editor.button('Templates').click())
  await screen(
    'a template in the gallery',
    async () => {
      const gallery = editor.dialog('Templates')
      await gallery.getByRole('button', { name: 'Mode collapse', exact: true }).click()
      await gallery.getByRole('region', { name: 'About Mode collapse', exact: true }).waitFor()
    },
    '[role="dialog"]',
  )
  await close()
  await dialog('Share', () => editor.button('Share').click())
  await close()
  await dialog('Export', async () => {
    await keyboard.press(`${CONTROL}+Shift+e`)
    await editor.dialog('Export').getByRole('button', { name: 'Copy code' }).waitFor()
  })
  await close()
  await dialog('Runs', () => keyboard.press('Alt+r'))
  await close()
  await dialog('Keyboard shortcuts', () => keyboard.press('?'))
  await close()
  await dialog('Commands', () => keyboard.press(`${CONTROL}+k`))
  await close()
  await editor.select('D')
  await dialog('Summary of Discriminator', () =>
    editor.region('Inspector').getByRole('button', { name: 'Open as a table' }).click(),
  )
  await close()
  await editor.select('G_dense2')
  await dialog('Dense', () => keyboard.press('F1'))
  await close()
  await editor.step()
  await expect(editor.status()).toHaveText(/^Paused, step 1,/)
  await dialog('Play with latents', async () => {
    await keyboard.press('Shift+P')
    for (const name of ['Sample 1', 'Sample 2'])
      await editor.dialog('Play with latents').getByRole('button', { name, exact: true }).click()
    await editor.dialog('Play with latents').getByRole('button', { name: 'Save as MP4' }).waitFor()
  })
  await dialog('Sample sheet', () =>
    editor.dialog('Play with latents').getByRole('button', { name: 'Sample sheet …' }).click(),
  )
  await close()
  await editor.select('G')
  await dialog(/^Load weights/, () =>
    editor
      .region('Inspector')
      .getByRole('button', { name: /^Load weights/ })
      .click(),
  )
  await close()
  await editor.select('G_dense2')
  await dialog('Keep the selection as a block', () => keyboard.press(`${CONTROL}+Shift+b`))
  await close()
  await dialog(/^About/, async () => {
    await page.getByRole('button', { name: 'Help', exact: true }).click()
    await page.getByRole('menuitem', { name: 'About Ganvas' }).click()
  })
  await close()
  await dialog(/could not be opened/, () => editor.openFile(BROKEN))
  await close()
})

test('regions, buttons, nodes, wires and previews go by the names of the contract', async ({ editor }) => {
  for (const name of ['Palette', 'Canvas', 'Inspector', 'Problems', 'Training'] as const)
    await expect(editor.region(name)).toBeVisible()
  for (const name of ['Train', 'Step', 'Reset', 'Undo', 'Redo', 'Templates', 'Open', 'Save', 'Share'] as const)
    await expect(editor.button(name)).toBeVisible()
  await expect(editor.status()).toHaveText('Ready')
  await expect(editor.node('G_dense1')).toHaveAccessibleName('Dense G_dense1')
  await expect(editor.wire('z.out', 'G.z')).toHaveAccessibleName('Wire from z.out to G.z, shape [2]')
  await expect(editor.preview('Generator.point')).toBeVisible()
  await expect(editor.preview('Discriminator.score')).toBeVisible()
  await expect(editor.input('D.point@real')).toBeVisible()
})

test('dialogs keep the focus and give it back', async ({ editor }) => {
  const { keyboard } = editor.page
  await editor.button('Templates').focus()
  await keyboard.press('Enter')
  const dialog = editor.dialog('Templates')
  await expect(dialog).toBeVisible()
  for (let press = 0; press < 12; press++) {
    await keyboard.press('Tab')
    await expect(dialog.locator(':focus')).toHaveCount(1)
  }
  await keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  await expect(editor.button('Templates')).toBeFocused()

  await keyboard.press('?')
  await expect(editor.dialog('Keyboard shortcuts')).toBeVisible()
  await keyboard.press('Escape')
  await expect(editor.dialog('Keyboard shortcuts')).toHaveCount(0)
})
