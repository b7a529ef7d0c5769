/** @file What is to become of the files: size, colours, crop, the meaning of folders. */
import { type PrepareOptions, SIDES, type SourceForm } from '../../data/own/prepare'
import { Choice } from '../components/Choice'
import { Switch } from '../components/Switch'
import styles from './OwnData.module.css'

interface Props {
  /** What the files are; `null` while that is unknown. */
  source: SourceForm | null
  shape: readonly number[] | null
  options: PrepareOptions
  onChange(options: PrepareOptions): void
}

const AUTO = 'auto'

export function ImportOptions({ source, shape, options, onChange }: Props) {
  if (source === 'points')
    return (
      <Switch
        label="Mean 0, variance 1"
        shown
        checked={options.standardise}
        onChange={(standardise) => onChange({ ...options, standardise })}
      />
    )
  if (source === 'prepared') return <p className={styles.note}>A dataset that was prepared already: taken as it is.</p>
  const found = shape?.length === 3 ? ` (${shape[1]} × ${shape[0]})` : ''
  const colours = shape?.length === 3 ? (shape[2] === 1 ? ' (grey)' : ' (colour)') : ''
  return (
    <div className={styles.options}>
      <Choice
        label="Size"
        place="above"
        value={String(options.side)}
        options={[
          { value: AUTO, title: `Automatic${options.side === AUTO ? found : ''}` },
          ...SIDES.map((side) => ({ value: String(side), title: `${side} × ${side}` })),
        ]}
        onChange={(side) => onChange({ ...options, side: side === AUTO ? AUTO : Number(side) })}
      />
      <Choice
        label="Colours"
        place="above"
        value={String(options.channels)}
        options={[
          { value: AUTO, title: `Automatic${options.channels === AUTO ? colours : ''}` },
          { value: '3', title: 'Colour' },
          { value: '1', title: 'Grey' },
        ]}
        onChange={(channels) => onChange({ ...options, channels: channels === AUTO ? AUTO : channels === '1' ? 1 : 3 })}
      />
      <Choice
        label="Crop"
        place="above"
        value={options.crop}
        options={[
          { value: 'centre', title: 'Square in the middle' },
          { value: 'stretch', title: 'All, squeezed' },
        ]}
        onChange={(crop) => onChange({ ...options, crop })}
      />
      {source === 'pictures' && (
        <Choice
          label="Folders are"
          place="above"
          value={options.folders}
          options={[
            { value: 'auto', title: 'Automatic' },
            { value: 'classes', title: 'Classes' },
            { value: 'pairs', title: 'Pairs, A and B' },
            { value: 'none', title: 'Nothing' },
          ]}
          onChange={(folders) => onChange({ ...options, folders })}
        />
      )}
    </div>
  )
}
