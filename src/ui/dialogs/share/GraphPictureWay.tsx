/** @file Sharing by a picture of the whole graph, with the design inside. */
import { Image } from 'lucide-react'
import { useState } from 'react'
import { Select } from '../../components/Select'
import { plainName } from '../../download'
import { editor } from '../../editor'
import { paintGraph } from '../../picture/canvas-picture'
import { type ResolvedTheme, usePageTheme } from '../../theme'
import { PictureButton } from './PictureButton'
import styles from './Share.module.css'
import { Way } from './Way'

const THEMES: readonly { value: ResolvedTheme; title: string }[] = [
  { value: 'light', title: 'Light' },
  { value: 'dark', title: 'Dark' },
]

export function GraphPictureWay() {
  const page = usePageTheme()
  const [theme, setTheme] = useState<ResolvedTheme>(page)
  return (
    <Way
      icon={<Image size={16} />}
      title="Picture of the graph"
      about="A PNG for a page or a paper, with the design inside: dropped on a canvas, it opens."
    >
      <div className={styles.row}>
        <span className={styles.choice}>
          <Select
            label="Colours of the picture"
            value={theme}
            options={THEMES}
            onChange={(chosen) => setTheme(chosen)}
          />
        </span>
        <PictureButton
          label="Save picture of the graph"
          make={async () => {
            const document = editor.document()
            const { seed } = document.training
            return {
              canvas: paintGraph(editor, theme),
              name: `${plainName(document.name)}.png`,
              carried: { document, run: { of: 'canvas', output: null, step: null, seed }, weights: null },
            }
          }}
        />
      </div>
    </Way>
  )
}
