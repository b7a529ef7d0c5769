/** @file A pinned sample beside the training images that are nearest to it: is it a copy? */
import { Search } from 'lucide-react'
import { useState } from 'react'
import type { Nearest, PlayAnswer, Playable } from '../../train/play'
import { Button } from '../components/Button'
import { Select } from '../components/Select'
import { editor } from '../editor'
import { countText } from '../format'
import { tickText } from '../preview/paint'
import styles from './Play.module.css'
import { SampleTile } from './SampleTile'
import type { Pin } from './settings'
import { verdict } from './verdict'

/** Training images that are searched. */
const AMONG = 2000

interface NearestImagesProps {
  found: Playable
  pins: readonly Pin[]
  weights: 'ema' | 'live'
}

export function NearestImages({ found, pins, weights }: NearestImagesProps) {
  const [chosen, setChosen] = useState<string | null>(null)
  const [searching, setSearching] = useState(false)
  const [result, setResult] = useState<{ pin: Pin; answer: PlayAnswer } | null>(null)
  const pin = pins.find(({ name }) => name === chosen) ?? pins[0]

  if (found.form === 'points')
    return (
      <p className={styles.hint}>
        Where samples are images, those of the training data that are nearest to one are looked for here.
      </p>
    )
  if (!pin) return <p className={styles.hint}>Pin a sample, and search the training images for those nearest to it.</p>

  async function search(sought: Pin) {
    setSearching(true)
    const answer = await editor.play({ of: 'nearest', node: found.node, given: sought.rows, weights, among: AMONG })
    setSearching(false)
    if (!answer) return
    setResult({ pin: sought, answer })
    const [first] = answer.of === 'nearest' ? answer.nearest : []
    if (first) editor.announce(verdict(first))
  }

  return (
    <>
      <div className={styles.row}>
        {pins.length > 1 && (
          <span className={styles.pinChoice}>
            <Select
              label="Pinned sample"
              value={pin.name}
              options={pins.map(({ name }) => ({ value: name, title: `Sample ${name}` }))}
              onChange={setChosen}
            />
          </span>
        )}
        <Button
          label={searching ? 'Searching …' : `Search ${countText(AMONG)} training images`}
          look="outlined"
          icon={<Search size={16} aria-hidden="true" />}
          disabled={searching}
          onClick={() => void search(pin)}
        />
      </div>
      {result && pins.includes(result.pin) && <Result {...result} />}
    </>
  )
}

function Result({ pin, answer }: { pin: Pin; answer: PlayAnswer }) {
  if (answer.of === 'problem') return <p className={styles.problem}>{answer.message}</p>
  if (answer.of !== 'nearest') return null
  return (
    <div className={styles.measures}>
      {answer.nearest.map((nearest) => (
        <Measure key={nearest.measure} pin={pin} nearest={nearest} />
      ))}
      <p className={styles.hint}>
        Distances are L2, with the weights of step {countText(answer.step)}. The {countText(answer.among)} images are
        drawn at random, so a copy of another one would not be found.
      </p>
    </div>
  )
}

function Measure({ pin, nearest }: { pin: Pin; nearest: Nearest }) {
  const inWords = nearest.measure === 'pixels' ? 'pixels' : 'features of the classifier'
  return (
    <figure className={styles.measure}>
      <div className={styles.row}>
        <span className={styles.captioned}>
          <SampleTile samples={pin.sample} index={0} label={`Sample ${pin.name}`} />
          <span>{pin.name}</span>
        </span>
        {nearest.distances.map((distance, index) => (
          <span className={styles.captioned} key={distance}>
            <SampleTile
              samples={nearest.samples}
              index={index}
              label={`Training image ${index + 1} by ${inWords}, at distance ${tickText(distance)}`}
            />
            <span>{tickText(distance)}</span>
          </span>
        ))}
      </div>
      <figcaption>{verdict(nearest)}</figcaption>
    </figure>
  )
}
