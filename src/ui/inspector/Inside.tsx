/**
 * @file Inside a layer while it trains: what it gives for the same samples as the previews, as a histogram, figures and maps. Nothing is
 * asked of the worker while this is closed.
 */
import { memo, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { NodeId } from '../../graph/document'
import { formatShape } from '../../tensor/shape'
import type { Inside as InsideOf, MapChoice, Maps, ValueStatistics } from '../../train/life'
import type { Preview } from '../../train/preview'
import { Select } from '../components/Select'
import { editor, useEditor } from '../editor'
import { plural } from '../format'
import { paintPreview, seriesToken, tickText } from '../preview/paint'
import { usePageTheme } from '../theme'
import { Disclosure } from './Disclosure'
import styles from './Inside.module.css'

/** Histograms are this much lower than wide, as previews are. */
const HISTOGRAM_HEIGHT = 0.58

export const Inside = memo(function Inside({ id, width }: { id: NodeId; width: number }) {
  const open = useEditor((state) => state.preferences.lookInside)
  return (
    <Disclosure title="Inside" open={open} onToggle={(next) => editor.setPreferences({ lookInside: next })}>
      <Opened id={id} width={width} />
    </Disclosure>
  )
})

const FIRST_SAMPLE: MapChoice = { of: 'channels', index: 0 }

function Opened({ id, width }: { id: NodeId; width: number }) {
  const [maps, setMaps] = useState(FIRST_SAMPLE)
  const [call, setCall] = useState<string | null>(null)
  useEffect(() => editor.life.lookInto({ node: id, call, maps }), [id, call, maps])
  const inside = useSyncExternalStore(
    (listener) => editor.life.insides.subscribe(id, listener),
    () => editor.life.insides.get(id),
  )
  const begun = useEditor((state) => 'metrics' in state.run)
  const takesPart = useEditor(({ compilation: { plan } }) =>
    plan === null
      ? true
      : [...plan.operations, ...Object.values(plan.networks).flatMap(({ body }) => body)].some(
          (operation) => operation.type === 'layer' && operation.node === id,
        ),
  )
  if (!begun || !inside)
    return (
      <p className={styles.hint}>
        {!takesPart
          ? 'Nothing that is trained or shown is computed from this layer, so it gives nothing.'
          : begun
            ? 'The next pictures show what it gives.'
            : 'Train, and here you see what this layer gives: a histogram, its maps, and how many of its units are dead.'}
      </p>
    )
  return (
    <div className={styles.inside}>
      <p className={styles.hint}>
        What it gives for {plural(inside.samples, 'fixed sample')}, {formatShape(inside.shape)} each.
      </p>
      <Picture
        label={`Histogram of ${id}`}
        picture={inside.histogram}
        width={width}
        height={Math.round(width * HISTOGRAM_HEIGHT)}
      />
      <Figures inside={inside} />
      {inside.maps && (
        <MapsView
          id={id}
          maps={inside.maps}
          calls={inside.calls.map((statistics) => statistics.call)}
          width={width}
          onChoose={setMaps}
          onCall={setCall}
        />
      )}
    </div>
  )
}

interface PictureProps {
  label: string
  picture: Preview
  width: number
  height: number
  fill?: boolean
}

function Picture({ label, picture, width, height, fill = false }: PictureProps) {
  const ref = useRef<HTMLCanvasElement>(null)
  const theme = usePageTheme()
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of theme repaints in other colours
  useEffect(() => {
    if (ref.current) paintPreview(ref.current, picture, width, height)
  }, [picture, width, height, theme])
  return (
    <canvas
      ref={ref}
      role="img"
      aria-label={label}
      className={styles.picture}
      data-type={picture.type}
      data-fill={fill}
      style={{ width, height }}
    />
  )
}

const ROWS: readonly [name: string, of: (statistics: ValueStatistics) => string][] = [
  ['Mean', ({ mean }) => tickText(mean)],
  ['Deviation', ({ deviation }) => tickText(deviation)],
  ['Least', ({ minimum }) => tickText(minimum)],
  ['Greatest', ({ maximum }) => tickText(maximum)],
]

function Figures({ inside: { calls } }: { inside: InsideOf }) {
  const named = calls.length > 1
  const rows = [...ROWS]
  if (calls.some(({ units }) => units !== null))
    rows.push(['Dead units', ({ units }) => (units ? `${units.dead} of ${units.count}` : '–')])
  if (calls.some(({ notFinite }) => notFinite > 0)) rows.push(['Not finite', ({ notFinite }) => String(notFinite)])
  return (
    <table className={styles.figures}>
      {named && (
        <thead>
          <tr>
            <td />
            {calls.map(({ call }, index) => (
              <th key={call} scope="col">
                <span className={styles.mark} style={{ background: `var(--${seriesToken(call, index)})` }} />
                {call}
              </th>
            ))}
          </tr>
        </thead>
      )}
      <tbody>
        {rows.map(([name, of]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {calls.map((statistics) => (
              <td key={statistics.call}>{of(statistics)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

interface MapsViewProps {
  id: NodeId
  maps: Maps
  calls: readonly string[]
  width: number
  onChoose(choice: MapChoice): void
  onCall(call: string): void
}

function MapsView({ id, maps, calls, width, onChoose, onCall }: MapsViewProps) {
  const { form, of, index, choices, call, sheet, minimum, maximum } = maps
  const height =
    form === 'grid' ? Math.round((width * sheet.heightPx) / sheet.widthPx) : Math.round(width * HISTOGRAM_HEIGHT)
  return (
    <div className={styles.maps}>
      {calls.length > 1 && (
        <Select
          label="Call"
          value={call}
          options={calls.map((value) => ({ value, title: `In the call ${value}` }))}
          onChange={onCall}
        />
      )}
      {form === 'grid' && (
        <div className={styles.choice}>
          <Select
            label="Maps"
            value={of}
            options={[
              { value: 'channels', title: 'Channels of sample' },
              { value: 'samples', title: 'Samples of channel' },
            ]}
            onChange={(next) => onChoose({ of: next, index: 0 })}
          />
          <input
            className={styles.index}
            type="number"
            aria-label={of === 'channels' ? 'Sample' : 'Channel'}
            min={1}
            max={choices}
            value={index + 1}
            onChange={({ target }) => {
              const chosen = Math.round(target.valueAsNumber)
              if (chosen >= 1 && chosen <= choices) onChoose({ of, index: chosen - 1 })
            }}
          />
          <span>of {choices}</span>
        </div>
      )}
      <Picture
        label={form === 'grid' ? `Maps of ${id}` : `Values of ${id}`}
        picture={sheet}
        width={width}
        height={height}
        fill={form === 'matrix'}
      />
      <p className={styles.hint}>
        {form === 'matrix' ? 'A row for each sample, a column for each unit. ' : ''}
        Black {tickText(minimum)}, white {tickText(maximum)}.
      </p>
    </div>
  )
}
