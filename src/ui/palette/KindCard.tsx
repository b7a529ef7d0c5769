/** @file What a kind is, on a card beside the palette, while the pointer rests on it or it has the focus. One card serves all. */
import { PreviewCard } from '@base-ui/react/preview-card'
import { shapesExample, shapesLine } from '../../editor/choosing/kind-shapes'
import type { AnyKind } from '../../graph/kinds'
import { KindPicture } from '../components/KindPicture'
import { editor } from '../editor'
import { tour } from '../tour/tour'
import styles from './KindCard.module.css'

/** Ties the items of the palette to the card. */
export const kindCard = PreviewCard.createHandle<AnyKind>()

export function KindCard() {
  return (
    <PreviewCard.Root
      handle={kindCard}
      onOpenChange={(open, details) => {
        // The tour has a card of its own, and its offer leaves the pointer on the palette.
        if (open && tour.getState().step !== null) details.cancel()
      }}
    >
      {({ payload: kind }) => (
        <PreviewCard.Portal>
          <PreviewCard.Positioner side="right" align="start" sideOffset={10} className={styles.positioner}>
            <PreviewCard.Popup className={styles.card}>{kind && <Content kind={kind} />}</PreviewCard.Popup>
          </PreviewCard.Positioner>
        </PreviewCard.Portal>
      )}
    </PreviewCard.Root>
  )
}

function Content({ kind }: { kind: AnyKind }) {
  const example = shapesExample(kind)
  return (
    <>
      <span className={styles.sheet}>
        <KindPicture kind={kind} widthPx={168} />
      </span>
      <strong className={styles.title}>{kind.title}</strong>
      <p>{kind.summary}</p>
      {example && <code className={styles.shapes}>{shapesLine(example)}</code>}
      <div className={styles.foot}>
        <button
          type="button"
          onClick={() => {
            kindCard.close()
            editor.openDialog({ kind: 'about-kind', name: kind.kind })
          }}
        >
          More …
        </button>
        <kbd>F1</kbd>
      </div>
    </>
  )
}
