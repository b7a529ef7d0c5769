/** @file Blocks: those of the editor compile where they are dropped, and one's own are kept as strictly as files are read. */
import { describe, expect, it } from 'vitest'
import { copyFragment } from '../../graph/edits'
import { loadFragment, saveFragment } from '../../graph/fragment-file'
import { openEditor, templateNamed } from '../testing/open-editor'
import { addBlock, addBlockAt, insertBlock, insertionOfBlock } from './block-insertion'
import { asBlock, createBlockLibrary, entrancesOf, exitsOf } from './blocks'
import { blockFiles } from './blocks/built-in'
import { currentFlow } from './pasting'

function memory(quota = Number.POSITIVE_INFINITY) {
  const map = new Map<string, string>()
  return {
    map,
    getItem: (key: string) => map.get(key) ?? null,
    setItem(key: string, value: string) {
      if (value.length > quota) throw new DOMException('full', 'QuotaExceededError')
      map.set(key, value)
    },
  }
}
let serial = 0
const library = (storage = memory()) => createBlockLibrary(storage, () => `b${++serial}`)
const own = (blocks: ReturnType<typeof library>) => blocks.store.getState().blocks.filter(({ builtIn }) => !builtIn)

const errorsOf = (editor: ReturnType<typeof openEditor>) =>
  editor.getState().compilation.diagnostics.filter(({ severity }) => severity === 'error')

describe('the editor’s blocks', () => {
  it.each(Object.entries(blockFiles))('%s is written as it would be saved', (_, text) => {
    const loaded = loadFragment(text)
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problem))
    expect(text).toBe(saveFragment(loaded.value.fragment, loaded.value))
    expect(loaded.value.description.length).toBeGreaterThan(40)
  })

  it.each(
    library()
      .store.getState()
      .blocks.map((block) => [block.name, block] as const),
  )('%s goes into a wire of pictures, and the graph compiles', (_, block) => {
    const editor = openEditor(templateNamed('dcgan-mnist'))
    expect(entrancesOf(block.fragment)).toHaveLength(1)
    expect(exitsOf(block.fragment)).toHaveLength(1)
    expect(insertionOfBlock(editor.document(), block.fragment, 'D_conv2.in')).toBe(true)
    const before = Object.keys(editor.document().nodes).length
    const added = insertBlock(editor, currentFlow(editor), block, 'D_conv2.in')
    expect(added).toHaveLength(Object.keys(block.fragment.nodes).length)
    expect(errorsOf(editor)).toEqual([])
    expect(editor.document().wires['D_conv2.in']).not.toBe('D_conv1.out')
    expect(editor.getState().history.done).toHaveLength(1)
    editor.undo()
    expect(Object.keys(editor.document().nodes)).toHaveLength(before)
  })

  it('do not go into a wire that carries no picture', () => {
    const editor = openEditor(templateNamed())
    for (const { fragment } of library().store.getState().blocks)
      expect(insertionOfBlock(editor.document(), fragment, 'G_dense2.in')).toBe(false)
  })
})

describe('one’s own blocks', () => {
  const piece = () => asBlock(copyFragment(templateNamed(), ['G_z', 'G_dense1', 'G_dense2']), ' Two dense ')

  it('forget their frame and its ports, and remember what fed them', () => {
    const { name, fragment } = piece()
    expect(name).toBe('Two dense')
    expect(Object.keys(fragment.nodes).sort()).toEqual(['G_dense1', 'G_dense2'])
    expect(fragment.nodes.G_dense1).not.toHaveProperty('parent')
    expect(fragment.incoming).toEqual({ 'G_dense1.in': 'G_z.out' })
  })

  it('are kept for the next page, renamed and removed', () => {
    const storage = memory()
    const blocks = library(storage)
    const { id } = blocks.keep(piece())!
    expect(own(library(storage)).map(({ name }) => name)).toEqual(['Two dense'])
    expect(blocks.rename(id, 'Pair')).toBe(true)
    expect(own(library(storage))[0]!.name).toBe('Pair')
    expect(blocks.rename('built-in-1', 'Mine')).toBe(false)
    blocks.remove(id)
    expect(own(library(storage))).toEqual([])
  })

  it('of two tabs do not overwrite each other', () => {
    const storage = memory()
    const [here, there] = [library(storage), library(storage)]
    here.keep(piece())
    there.keep({ ...piece(), name: 'Other' })
    expect(own(there).map(({ name }) => name)).toEqual(['Two dense', 'Other'])
  })

  it('that do not fit into the storage are refused, and nothing is lost', () => {
    const storage = memory(2000)
    const blocks = library(storage)
    expect(blocks.keep(asBlock(copyFragment(templateNamed(), ['G_dense1']), 'Small'))).not.toBeNull()
    expect(blocks.keep(asBlock(copyFragment(templateNamed(), ['G', 'D']), 'Large'))).toBeNull()
    expect(own(blocks).map(({ name }) => name)).toEqual(['Small'])
  })

  it('that cannot be read are passed over', () => {
    const storage = memory()
    storage.setItem('ganvas.blocks', '{"version":1,"blocks":[{"id":"x","text":"{}"}]}')
    expect(own(library(storage))).toEqual([])
    storage.setItem('ganvas.blocks', 'nonsense')
    expect(own(library(storage))).toEqual([])
  })

  it('go into the row behind what is selected, or into the network at a point', () => {
    const editor = openEditor(templateNamed())
    const block = library().keep(piece())!
    editor.select({ nodes: ['D_dense1'] })
    addBlock(editor, currentFlow(editor), block, { x: 0, y: 0 })
    expect(errorsOf(editor)).toEqual([])
    expect(editor.document().wires['D_dense2.in']).not.toBe('D_dense1.out')
    const { position } = editor.document().nodes.G!
    const [node] = addBlockAt(editor, currentFlow(editor), block, { x: position.x + 100, y: position.y + 100 })
    expect(editor.document().nodes[node!]!.parent).toBe('G')
  })
})
