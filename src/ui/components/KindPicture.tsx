/** @file What a kind of node does, as a small picture in the colours of its family. It repeats the summary, so it is hidden from screen readers. */
import type { KindBase } from '../../layers/layer'
import { PICTURE_SIZE } from '../../layers/pictures'
import styles from './KindPicture.module.css'

interface KindPictureProps {
  kind: Pick<KindBase, 'picture' | 'family'>
  /** Of the picture, px; its height follows. */
  widthPx?: number
}

export function KindPicture({ kind: { picture, family }, widthPx = 56 }: KindPictureProps) {
  const [width, height] = PICTURE_SIZE
  return (
    <svg
      className={styles.picture}
      data-family={family}
      viewBox={`0 0 ${width} ${height}`}
      width={widthPx}
      height={(widthPx * height) / width}
      aria-hidden="true"
      focusable="false"
    >
      {picture.soft && <path className={styles.soft} d={picture.soft} />}
      {picture.line && <path className={styles.line} d={picture.line} />}
      {picture.strong && <path className={styles.strong} d={picture.strong} />}
    </svg>
  )
}
