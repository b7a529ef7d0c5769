/** @file One kind in the palette: a row with its star, or a tile. */
import { PreviewCard } from '@base-ui/react/preview-card'
import { Star } from 'lucide-react'
import type { DragEvent } from 'react'
import { toggleFavourite } from '../../editor/choosing/kind-choice'
import type { AnyKind } from '../../graph/kinds'
import { KindPicture } from '../components/KindPicture'
import { editor } from '../editor'
import { addAtCentre } from './add-at-centre'
import { kindCard } from './KindCard'
import { KIND_DRAG_TYPE } from './kind-drag'
import styles from './Palette.module.css'

/** How long the pointer rests on an item before its card opens. */
const CARD_DELAY_MS = 450

/** What every item does, whatever its look. */
const itemProps = (kind: AnyKind) => ({
  'data-stop': true,
  'data-kind': kind.kind,
  'data-family': kind.family,
  'aria-description': kind.summary,
  draggable: true,
  onDragStart(event: DragEvent) {
    kindCard.close()
    event.dataTransfer.setData(KIND_DRAG_TYPE, kind.kind)
    event.dataTransfer.effectAllowed = 'copy'
  },
  onClick() {
    kindCard.close()
    addAtCentre(kind)
  },
  onKeyDown(event: React.KeyboardEvent) {
    if (event.key !== 'F1') return
    event.preventDefault()
    kindCard.close()
    editor.openDialog({ kind: 'about-kind', name: kind.kind })
  },
})

interface PaletteItemProps {
  kind: AnyKind
  favourite: boolean
  /** It can be reached by Tab; the others by the arrows only. */
  entry: boolean
}

export function PaletteItem({ kind, favourite, entry }: PaletteItemProps) {
  return (
    <li className={styles.row}>
      <PreviewCard.Trigger
        handle={kindCard}
        payload={kind}
        delay={CARD_DELAY_MS}
        closeDelay={120}
        render={
          <button
            type="button"
            className={styles.item}
            aria-label={kind.title}
            tabIndex={entry ? 0 : -1}
            {...itemProps(kind)}
          />
        }
      >
        <span className={styles.picture}>
          <KindPicture kind={kind} widthPx={36} />
        </span>
        <span className={styles.title}>{kind.title}</span>
      </PreviewCard.Trigger>
      <button
        type="button"
        className={styles.star}
        data-star
        tabIndex={-1}
        aria-label={`Favourite: ${kind.title}`}
        aria-pressed={favourite}
        title={favourite ? 'Take it from the favourites' : 'Keep it at the top'}
        onClick={() => toggleFavourite(editor, kind.kind)}
      >
        <Star size={13} aria-hidden="true" fill={favourite ? 'currentColor' : 'none'} />
      </button>
    </li>
  )
}

/** Named apart from the row of the same kind, which stands further down. */
export function PaletteTile({ kind, section }: { kind: AnyKind; section: string }) {
  return (
    <li>
      <PreviewCard.Trigger
        handle={kindCard}
        payload={kind}
        delay={CARD_DELAY_MS}
        closeDelay={120}
        render={
          <button
            type="button"
            className={styles.tile}
            aria-label={`${kind.title}, ${section}`}
            tabIndex={-1}
            {...itemProps(kind)}
          />
        }
      >
        <KindPicture kind={kind} widthPx={40} />
        <span className={styles.title}>{kind.title}</span>
      </PreviewCard.Trigger>
    </li>
  )
}
