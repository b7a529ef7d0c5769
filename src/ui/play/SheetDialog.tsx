/** @file A sheet of samples as a picture of its own: how many, how large, which weights, every class in a row. The PNG carries the design. */
import { Dices } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { Plan } from '../../compile/plan'
import type { NodeId } from '../../graph/document'
import { enlarged, type Picture, sheetOf } from '../../media/picture'
import { scatterOf } from '../../media/scatter'
import type { Playable, PlaySamples, SamplesQuestion } from '../../train/play'
import type { Preview } from '../../train/preview'
import { Button } from '../components/Button'
import { Choice } from '../components/Choice'
import { Switch } from '../components/Switch'
import { PictureButton } from '../dialogs/share/PictureButton'
import { plainName } from '../download'
import { useEditor, usePreview } from '../editor'
import { countText } from '../format'
import { carriedBySamples } from '../picture/save-picture'
import { classesOf } from './classes'
import { PlayFrame } from './PlayFrame'
import { canvasOf, squareOf } from './paint-samples'
import styles from './Sheet.module.css'
import { firstSheet, firstSide, MOST_SAMPLES, SCALES, type Sheet, sheetCount, sheetRows } from './sheet'
import { useAnswer } from './use-samples'

const SIDES = [4, 6, 8, 10, 12, 16, 20, 32]
const GAPS_PX = [0, 1, 2, 4]
const SQUARES_PX = [512, 1024, 2048]

export function SheetDialog({ node, onClose }: { node: NodeId | null; onClose(): void }) {
  return (
    <PlayFrame
      title="Sample sheet"
      description="A picture of many samples at once. The PNG carries the graph: drop it on the canvas, and it opens."
      node={node}
      onClose={onClose}
    >
      {(plan, found) => <SheetMaker key={found.node} plan={plan} found={found} />}
    </PlayFrame>
  )
}

/** As it will be saved. */
function pictureOf(samples: PlaySamples, sheet: Sheet, shown: Preview | undefined): Picture {
  if (samples.form === 'image') return enlarged(sheetOf(samples, sheet.side, sheet.gapPx), sheet.scale)
  const real = shown?.type === 'points' ? shown.real : null
  const square = squareOf(samples.points, shown)
  return scatterOf({ square, real: sheet.real ? real : null, fake: samples.points }, sheet.squarePx)
}

function SheetMaker({ plan, found }: { plan: Plan; found: Playable }) {
  const document = useEditor((state) => state.history.document)
  const showEma = useEditor((state) => state.preferences.showEma)
  const shown = usePreview(found.node)?.preview
  const classes = useMemo(() => classesOf(plan, found), [plan, found])
  const [sheet, setSheet] = useState(() => firstSheet(plan, found, classes.length, showEma))
  const set = (patch: Partial<Sheet>) => setSheet({ ...sheet, ...patch })
  const { side, draw, byClass, weights } = sheet
  const question = useMemo<SamplesQuestion>(() => {
    const wanted = { side, draw, byClass }
    const count = sheetCount(wanted, classes.length)
    return { of: 'samples', node: found.node, count, given: sheetRows(plan, found, wanted, classes.length), weights }
  }, [plan, found, side, draw, byClass, weights, classes])
  const answer = useAnswer(question)
  const samples = answer?.of === 'samples' ? answer.samples : null
  // An answer to an earlier question would stand in rows of the wrong length.
  const current = samples?.count === question.count ? samples : null
  const picture = useMemo(() => (current ? pictureOf(current, sheet, shown) : null), [current, sheet, shown])
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const context = picture && canvas.current?.getContext('2d')
    if (!context) return
    context.canvas.width = picture.widthPx
    context.canvas.height = picture.heightPx
    context.putImageData(new ImageData(picture.pixels, picture.widthPx, picture.heightPx), 0, 0)
  }, [picture])

  const numbers = (values: readonly number[], title: (value: number) => string) =>
    values.map((value) => ({ value: String(value), title: title(value) }))
  const sides = SIDES.filter((value) => sheetCount({ ...sheet, side: value }, classes.length) <= MOST_SAMPLES)
  const offersClasses = found.form === 'image' && classes.length > 0 && classes.length * SIDES[0]! <= MOST_SAMPLES
  return (
    <div className={styles.maker}>
      <div className={styles.choices}>
        <Choice
          label={byClass ? 'Each class' : found.form === 'image' ? 'Samples' : 'Points'}
          place="beside"
          value={String(side)}
          options={numbers(sides, (value) =>
            byClass ? `${value} samples` : `${value} × ${value} = ${countText(value * value)}`,
          )}
          onChange={(next) => set({ side: Number(next) })}
        />
        {found.form === 'image' ? (
          <>
            <Choice
              label="Size"
              place="beside"
              value={String(sheet.scale)}
              options={numbers(SCALES, (value) => (value === 1 ? 'Pixel for pixel' : `${value} × as large`))}
              onChange={(next) => set({ scale: Number(next) })}
            />
            <Choice
              label="Gap"
              place="beside"
              value={String(sheet.gapPx)}
              options={numbers(GAPS_PX, (value) =>
                value === 0 ? 'None' : `${value} ${value === 1 ? 'pixel' : 'pixels'} of a sample`,
              )}
              onChange={(next) => set({ gapPx: Number(next) })}
            />
          </>
        ) : (
          <Choice
            label="Size"
            place="beside"
            value={String(sheet.squarePx)}
            options={numbers(SQUARES_PX, (value) => `${countText(value)} pixels`)}
            onChange={(next) => set({ squarePx: Number(next) })}
          />
        )}
        <Choice
          label="Weights"
          place="beside"
          value={weights}
          options={[
            { value: 'ema', title: 'Moving average (EMA)' },
            { value: 'live', title: 'As last updated' },
          ]}
          onChange={(next) => set({ weights: next })}
        />
        {offersClasses && (
          <Switch
            label="A row for each class"
            shown
            checked={byClass}
            onChange={(next) => set({ byClass: next, side: firstSide(next, classes.length) })}
          />
        )}
        {found.form === 'points' && (
          <Switch label="Points of the data below" shown checked={sheet.real} onChange={(real) => set({ real })} />
        )}
        <Button
          label="Draw new samples"
          look="outlined"
          icon={<Dices size={16} aria-hidden="true" />}
          onClick={() => set({ draw: draw + 1 })}
        />
        <div className={styles.save}>
          <PictureButton
            label="Save as PNG"
            look="primary"
            waitsFor={picture ? null : 'The samples are being drawn.'}
            make={async () => {
              if (!picture || answer?.of !== 'samples') throw new Error('There are no samples.')
              return {
                canvas: canvasOf(picture),
                name: `${plainName(document.name)}-sheet-step-${answer.step}.png`,
                carried: carriedBySamples(document, found.title, answer.step),
              }
            }}
          />
        </div>
      </div>
      <div className={styles.stage}>
        {answer?.of === 'problem' ? (
          <p className={styles.problem}>{answer.message}</p>
        ) : (
          <>
            <canvas
              ref={canvas}
              role="img"
              aria-label={sheetLabel(byClass, question.count, classes)}
              className={styles.picture}
            />
            <p className={styles.facts}>
              {picture &&
                answer?.of === 'samples' &&
                `${countText(picture.widthPx)} × ${countText(picture.heightPx)} pixels · step ${countText(answer.step)}`}
            </p>
          </>
        )}
      </div>
    </div>
  )
}

const sheetLabel = (byClass: boolean, count: number, classes: readonly string[]): string =>
  byClass ? `Sheet of ${count} samples, a row for each of ${classes.join(', ')}` : `Sheet of ${count} samples`
