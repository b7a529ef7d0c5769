/** @file Sharing by a picture of what a network makes, with the design, the step and, if wanted, the trained weights inside. */

import { Images } from 'lucide-react'
import { useState } from 'react'
import { Select } from '../../components/Select'
import { Switch } from '../../components/Switch'
import { plainName } from '../../download'
import { editor, useEditor } from '../../editor'
import { paintSamples, shownOutputs } from '../../picture/samples-picture'
import { carriedBySamples } from '../../picture/save-picture'
import { usePageTheme } from '../../theme'
import { PictureButton } from './PictureButton'
import styles from './Share.module.css'
import { Way } from './Way'

export function SamplesPictureWay() {
  const theme = usePageTheme()
  const hasRun = useEditor(({ run }) => 'metrics' in run)
  const [outputs] = useState(() => shownOutputs(editor))
  const [chosen, setChosen] = useState(outputs[0]?.node ?? null)
  const [withWeights, setWithWeights] = useState(true)
  const output = outputs.find(({ node }) => node === chosen)
  return (
    <Way
      icon={<Images size={16} />}
      title="Picture of samples"
      about="What an output makes now. Inside are the design, the seed and the step, and the weights if you like: dropped on a canvas, the design opens, and training goes on from that step."
    >
      <div className={styles.row}>
        {outputs.length > 1 && (
          <span className={styles.choice}>
            <Select
              label="Output whose samples are shown"
              value={chosen}
              options={outputs.map(({ node, title }) => ({ value: node, title }))}
              onChange={setChosen}
            />
          </span>
        )}
        {output && hasRun && <Switch label="With the weights" shown checked={withWeights} onChange={setWithWeights} />}
        <PictureButton
          label="Save picture of samples"
          waitsFor={output ? null : 'Press Train first: there are no samples yet.'}
          make={async () => {
            const { node, title } = output!
            const preview = editor.previews.get(node)!
            const canvas = paintSamples(preview, theme)
            // What the run trains, which is not what is on the canvas when that was edited since.
            const checkpoint = await editor.checkpoint()
            const document = checkpoint?.document ?? editor.document()
            const step = checkpoint?.step ?? preview.step
            return {
              canvas,
              name: `${plainName(document.name)}-step-${step}.png`,
              carried: carriedBySamples(document, title, step, withWeights ? (checkpoint?.bytes ?? null) : null),
            }
          }}
        />
      </div>
    </Way>
  )
}
