/** @file Sharing by a picture of the whole graph, with the design inside. */
import { Image } from 'lucide-react'
import { useState } from 'react'
import { Select } from '../../components/Select'
import { Switch } from '../../components/Switch'
import { plainName } from '../../download'
import { editor, useEditor } from '../../editor'
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
  // Weights of a design that was edited since are those of another one.
  const hasRun = useEditor(({ run, runIsStale }) => 'metrics' in run && !runIsStale)
  const [withWeights, setWithWeights] = useState(false)
  return (
    <Way
      icon={<Image size={16} />}
      title="Picture of the graph"
      about="A PNG for a page or a paper, with the design inside, and where a run stands: dropped on a canvas, it opens."
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
        {hasRun && <Switch label="With the weights of the run" shown checked={withWeights} onChange={setWithWeights} />}
        <PictureButton
          label="Save picture of the graph"
          make={async () => {
            const document = editor.document()
            const checkpoint = hasRun ? await editor.checkpoint() : null
            const { seed } = document.training
            return {
              canvas: paintGraph(editor, theme),
              name: `${plainName(document.name)}.png`,
              carried: {
                document,
                run: { of: 'canvas', output: null, step: checkpoint?.step ?? null, seed },
                weights: withWeights ? (checkpoint?.bytes ?? null) : null,
              },
            }
          }}
        />
      </div>
    </Way>
  )
}
