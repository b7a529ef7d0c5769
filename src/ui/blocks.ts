/** @file The page's blocks, kept in the browser and the same in every tab. */
import { useStore } from 'zustand'
import { addBlock } from '../editor/building/block-insertion'
import { asBlock, type Block, createBlockLibrary } from '../editor/building/blocks'
import { loadFragment, saveFragment } from '../graph/fragment-file'
import type { LoadError } from '../graph/load'
import { uniqueId } from '../lib/unique-id'
import { canvasFlow } from './canvas/canvas-flow'
import { downloadText, fileName } from './download'
import { editor } from './editor'
import { kept } from './kept'

export const blocks = createBlockLibrary(kept, uniqueId)

addEventListener('storage', () => blocks.refresh())

/** The type under which a block travels while it is dragged from the palette to the canvas. */
export const BLOCK_DRAG_TYPE = 'application/x-ganvas-block'

export const useBlocks = (): readonly Block[] => useStore(blocks.store, (state) => state.blocks)

/** Puts a block where the work is, as a click in the palette does. Answers one of its nodes. */
export function addBlockFromPalette(block: Block): string | null {
  const centre = editor.canvas()?.centre() ?? { x: 0, y: 0 }
  const [first] = addBlock(editor, canvasFlow.flow(), block, centre)
  return first ?? null
}

export function exportBlock({ name, description, fragment }: Block): void {
  downloadText(fileName(name), saveFragment(fragment, { name, description }))
}

/** Keeps what a file holds as a block, under its own name or the file's. */
export function importBlock(text: string, file: string): { ok: true } | { ok: false; errors: readonly LoadError[] } {
  const loaded = loadFragment(text)
  if (!loaded.ok) return { ok: false, errors: loaded.problem }
  const { name, description, fragment } = loaded.value
  keepBlock(asBlock(fragment, name || file.replace(/\.json$/i, ''), description))
  return { ok: true }
}

export function keepBlock(piece: ReturnType<typeof asBlock>): void {
  const block = blocks.keep(piece)
  if (!block) {
    editor.notify({
      tone: 'error',
      text: `This browser has no room for “${piece.name}”. Remove blocks that you no longer use, or export it as a file.`,
    })
    return
  }
  editor.notify({
    tone: 'success',
    text: `“${block.name}” is in the palette now, under Blocks.`,
    action: { label: 'Add it here', run: () => void addBlockFromPalette(block) },
  })
}
