/** @file Blocks in the palette: those of the editor and one's own, to be dragged, pressed, renamed, shared and removed. */
import { Menu } from '@base-ui/react/menu'
import { Boxes, Download, MoreHorizontal, PencilLine, Trash2 } from 'lucide-react'
import { useId } from 'react'
import type { Block } from '../../editor/building/blocks'
import { addBlockFromPalette, BLOCK_DRAG_TYPE, blocks, exportBlock, useBlocks } from '../blocks'
import { focusNode } from '../canvas/CanvasMenus'
import { editor } from '../editor'
import styles from './BlocksSection.module.css'

/** Blocks whose name or description has all the words. */
export const matchingBlocks = (all: readonly Block[], text: string): readonly Block[] => {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return all.filter(({ name, description }) =>
    words.every((word) => `${name} ${description} block`.toLowerCase().includes(word)),
  )
}

export function BlocksSection({ search }: { search: string }) {
  const id = useId()
  const found = matchingBlocks(useBlocks(), search)
  if (found.length === 0) return null
  return (
    <div className={styles.section}>
      <h3 id={id} className={styles.heading}>
        Blocks
      </h3>
      <ul aria-labelledby={id} className={styles.items}>
        {found.map((block) => (
          <BlockItem key={block.id} block={block} />
        ))}
      </ul>
    </div>
  )
}

function BlockItem({ block }: { block: Block }) {
  const add = () => {
    const node = addBlockFromPalette(block)
    if (node !== null) focusNode(node)
  }
  return (
    <li className={styles.row}>
      <button
        type="button"
        className={styles.item}
        title={block.description || block.name}
        aria-label={block.name}
        aria-description={block.description}
        draggable
        onDragStart={(event) => {
          event.dataTransfer.setData(BLOCK_DRAG_TYPE, block.id)
          event.dataTransfer.effectAllowed = 'copy'
        }}
        onClick={add}
      >
        <Boxes size={14} aria-hidden="true" className={styles.icon} />
        <span className={styles.title}>{block.name}</span>
      </button>
      <Menu.Root>
        <Menu.Trigger className={styles.more} aria-label={`What to do with ${block.name}`}>
          <MoreHorizontal size={14} aria-hidden="true" />
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner className={styles.positioner} align="start" sideOffset={4}>
            <Menu.Popup className={styles.menu}>
              <Menu.Item className={styles.menuItem} onClick={() => exportBlock(block)}>
                <Download size={14} aria-hidden="true" /> Export as a file
              </Menu.Item>
              {!block.builtIn && (
                <>
                  <Menu.Item
                    className={styles.menuItem}
                    onClick={() => editor.openDialog({ kind: 'block', id: block.id })}
                  >
                    <PencilLine size={14} aria-hidden="true" /> Rename
                  </Menu.Item>
                  <Menu.Item className={styles.menuItem} onClick={() => removeBlock(block)}>
                    <Trash2 size={14} aria-hidden="true" /> Remove
                  </Menu.Item>
                </>
              )}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </li>
  )
}

/** What was removed can be brought back for as long as the notice stands. */
function removeBlock(block: Block): void {
  blocks.remove(block.id)
  editor.notify({
    tone: 'info',
    text: `Removed “${block.name}”.`,
    action: { label: 'Bring it back', run: () => void blocks.keep(block) },
  })
}
