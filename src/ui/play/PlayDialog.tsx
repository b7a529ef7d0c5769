/**
 * @file Playing with a generator: draw samples, steer all of them, pin some, go from one to the next, look for what they were copied
 * from. The run goes on meanwhile, and Refresh shows what it makes by now.
 */
import { Dices, LayoutGrid, Pin as PinIcon, PinOff, RefreshCw } from 'lucide-react'
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { Plan } from '../../compile/plan'
import type { NodeId } from '../../graph/document'
import { enlarged, sheetOf } from '../../media/picture'
import { type DirectionsQuestion, type Playable, rowOf, type SamplesQuestion } from '../../train/play'
import { Button } from '../components/Button'
import { PictureButton } from '../dialogs/share/PictureButton'
import { plainName } from '../download'
import { editor, useEditor, usePreview } from '../editor'
import { countText } from '../format'
import { carriedBySamples } from '../picture/save-picture'
import { Between } from './Between'
import { classesOf } from './classes'
import { NearestImages } from './NearestImages'
import { Past } from './Past'
import styles from './Play.module.css'
import { PlayFrame } from './PlayFrame'
import { PointsPlot } from './PointsPlot'
import { canvasOf, oneOf } from './paint-samples'
import { SampleGrid } from './SampleGrid'
import { SampleTile } from './SampleTile'
import { Steering } from './Steering'
import { DIRECTIONS, MOST_PINS, type Pin, recall, remember, type Settings, SHOWN, steeredRows } from './settings'
import { useAnswer } from './use-samples'

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const COLUMNS = 8

export function PlayDialog({ node, onClose }: { node: NodeId | null; onClose(): void }) {
  return (
    <PlayFrame
      title="Play with latents"
      description="Draw samples and steer them. Press a sample to pin it; the run goes on meanwhile."
      node={node}
      onClose={onClose}
    >
      {(plan, found) => <Playground key={found.node} plan={plan} found={found} />}
    </PlayFrame>
  )
}

function Playground({ plan, found }: { plan: Plan; found: Playable }) {
  const document = useEditor((state) => state.history.document)
  const weights = useEditor((state) => (state.preferences.showEma ? 'ema' : 'live'))
  const opened = useEditor((state) => state.opened)
  const shown = usePreview(found.node)
  const key = `${opened} ${found.node}`
  const [{ settings, pins }, setState] = useState(() => recall(key, found))
  const [refreshed, setRefreshed] = useState<object>({})
  const [path, setPath] = useState<Float32Array | null>(null)
  const classes = useMemo(() => classesOf(plan, found), [plan, found])
  const latentSize = found.latents.find(({ value }) => value === settings.latent)?.size ?? 0
  useEffect(() => remember(key, settings, pins), [key, settings, pins])

  const setSettings = (next: Settings) => setState({ settings: next, pins })
  const setPins = (next: readonly Pin[]) => setState({ settings, pins: next })

  // biome-ignore lint/correctness/useExhaustiveDependencies: refreshing asks the same again
  const directionsQuestion = useMemo<DirectionsQuestion>(
    () => ({ of: 'directions', node: found.node, latent: settings.latent, count: DIRECTIONS, weights }),
    [found, settings.latent, weights, refreshed],
  )
  const directionsAnswer = useAnswer(directionsQuestion)
  const directions = directionsAnswer?.of === 'directions' ? directionsAnswer.directions : NO_DIRECTIONS

  // biome-ignore lint/correctness/useExhaustiveDependencies: refreshing asks the same again
  const question = useMemo<SamplesQuestion>(
    () => ({
      of: 'samples',
      node: found.node,
      count: SHOWN,
      given: steeredRows(plan, found, settings, directions),
      weights,
    }),
    [plan, found, settings, directions, weights, refreshed],
  )
  const answer = useAnswer(question)
  const samples = answer?.of === 'samples' ? answer.samples : null

  /** The pin that is made of the same rows as the sample. */
  const pinOf = useCallback(
    (index: number) => {
      const rows = rowOf(found, question.given, index)
      const same = ({ rows: pinned }: Pin) =>
        Object.entries(rows).every(([value, row]) => row.every((entry, at) => entry === pinned[value]![at]))
      return pins.find(same)?.name ?? null
    },
    [found, question, pins],
  )
  const isPinned = useCallback((index: number) => pinOf(index) !== null, [pinOf])

  function toggle(index: number) {
    const pinned = pinOf(index)
    if (pinned !== null) {
      setPins(pins.filter(({ name }) => name !== pinned))
      return
    }
    if (pins.length >= MOST_PINS) {
      editor.announce(`There are ${MOST_PINS} pins already. Unpin one first.`)
      return
    }
    const name = [...LETTERS].find((letter) => pins.every((pin) => pin.name !== letter))!
    if (!samples) return
    setPins([...pins, { name, rows: rowOf(found, question.given, index), sample: oneOf(samples, index) }])
  }

  return (
    <div className={styles.playground}>
      <Steering
        found={found}
        classes={classes}
        settings={settings}
        directions={Math.min(DIRECTIONS, latentSize, settings.ways === 'principal' ? directions.length : DIRECTIONS)}
        onChange={setSettings}
      />
      <div className={styles.stage}>
        <div className={styles.row}>
          <Button
            label="Draw new samples"
            look="primary"
            icon={<Dices size={16} aria-hidden="true" />}
            onClick={() => setSettings({ ...settings, draw: settings.draw + 1 })}
          />
          <Button
            label="Refresh"
            look="outlined"
            tooltip="Compute the same samples with the weights as they are now"
            icon={<RefreshCw size={16} aria-hidden="true" />}
            onClick={() => setRefreshed({})}
          />
          {found.form === 'image' && (
            <PictureButton
              label="Save as PNG"
              waitsFor={samples ? null : 'There are no samples yet.'}
              make={async () => {
                if (samples?.form !== 'image' || answer?.of !== 'samples') throw new Error('There are no images.')
                const scale = Math.max(1, Math.ceil(96 / samples.widthPx))
                return {
                  canvas: canvasOf(enlarged(sheetOf(samples, COLUMNS), scale)),
                  name: `${plainName(document.name)}-samples-step-${answer.step}.png`,
                  carried: carriedBySamples(document, found.title, answer.step),
                }
              }}
            />
          )}
          <Button
            label="Sample sheet …"
            look="outlined"
            tooltip="A picture of as many samples as you like, all classes in rows"
            icon={<LayoutGrid size={16} aria-hidden="true" />}
            onClick={() => editor.openDialog({ kind: 'sample-sheet', node: found.node })}
          />
          <span className={styles.step}>
            {answer?.of === 'samples' && `Step ${countText(answer.step)}`}
            {settings.draw === 0 && found.labels.length === 0 && ' · the samples of the preview'}
          </span>
        </div>
        {answer?.of === 'problem' && <p className={styles.problem}>{answer.message}</p>}
        <div className={styles.samples} data-form={found.form}>
          {samples?.form === 'points' && (
            <PointsPlot points={samples.points} pins={pins} isPinned={isPinned} path={path} shown={shown} />
          )}
          {samples && (
            <SampleGrid
              samples={samples}
              columns={found.form === 'image' ? COLUMNS : 4}
              pinOf={pinOf}
              onToggle={toggle}
            />
          )}
        </div>
        <Part title="Pinned">
          {pins.length === 0 ? (
            <p className={styles.hint}>
              <PinIcon size={14} aria-hidden="true" /> Press a sample, or Enter on it, to pin up to {MOST_PINS}.
            </p>
          ) : (
            <ul className={styles.pins}>
              {pins.map((pin) => (
                <li key={pin.name} className={styles.captioned}>
                  <SampleTile samples={pin.sample} index={0} label={`Sample ${pin.name}`} />
                  <span className={styles.pinName}>
                    {pin.name}
                    <Button
                      label={`Unpin ${pin.name}`}
                      text="never"
                      icon={<PinOff size={14} aria-hidden="true" />}
                      onClick={() => setPins(pins.filter((other) => other !== pin))}
                    />
                  </span>
                </li>
              ))}
            </ul>
          )}
        </Part>
        <Part title="Between pinned samples">
          <Between found={found} pins={pins} weights={weights} refreshed={refreshed} shown={shown} onPath={setPath} />
        </Part>
        <Part title="Nearest training images">
          <NearestImages found={found} pins={pins} weights={weights} />
        </Part>
        <Part title="Fixed samples over time">
          <Past plan={plan} found={found} />
        </Part>
      </div>
    </div>
  )
}

const NO_DIRECTIONS: readonly Float32Array[] = []

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section className={styles.part} aria-label={title}>
      <h3>{title}</h3>
      {children}
    </section>
  )
}
