/** @file What steers all samples at once: the class, truncation, and a slider for each of a few directions of the latent. */
import { RotateCcw } from 'lucide-react'
import { useId } from 'react'
import type { Playable } from '../../train/play'
import { Button } from '../components/Button'
import { Choice } from '../components/Choice'
import { tickText } from '../preview/paint'
import styles from './Play.module.css'
import { LATENT_REACH, type Settings } from './settings'

interface SteeringProps {
  found: Playable
  classes: readonly string[]
  settings: Settings
  /** How many sliders there are. */
  directions: number
  onChange(settings: Settings): void
}

const AS_DRAWN = 'drawn'

export function Steering({ found, classes, settings, directions, onChange }: SteeringProps) {
  const { psi, label, latent, ways, amounts } = settings
  const set = (patch: Partial<Settings>) => onChange({ ...settings, ...patch })
  const moved = amounts.some((amount) => amount !== 0) || psi !== 1
  return (
    <section className={styles.steering} aria-label="Steering">
      {classes.length > 0 && (
        <Choice
          label="Class"
          place="beside"
          value={label === null ? AS_DRAWN : String(label)}
          options={[
            { value: AS_DRAWN, title: 'As drawn' },
            ...classes.map((title, index) => ({ value: String(index), title })),
          ]}
          onChange={(next) => set({ label: next === AS_DRAWN ? null : Number(next) })}
        />
      )}
      <Slider
        name="Truncation"
        text={psi.toFixed(2)}
        minimum={0}
        maximum={1}
        step={0.05}
        value={psi}
        onChange={(next) => set({ psi: next })}
      />
      <p className={styles.hint}>
        1: latents as they are drawn. Nearer to 0 all of them come nearer to the middle: more typical samples, and fewer
        kinds of them.
      </p>
      {found.latents.length > 1 && (
        <Choice
          label="Latent"
          name="Latent that is moved"
          place="beside"
          value={latent}
          options={found.latents.map(({ value, node }) => ({ value, title: node }))}
          onChange={(next) => set({ latent: next, amounts: [] })}
        />
      )}
      <Choice
        label="Sliders"
        name="What the sliders move"
        place="beside"
        value={ways}
        options={[
          { value: 'principal', title: 'Principal directions' },
          { value: 'axes', title: 'Single numbers' },
        ]}
        onChange={(next) => set({ ways: next, amounts: [] })}
      />
      {Array.from({ length: directions }, (_, index) => (
        <Slider
          // biome-ignore lint/suspicious/noArrayIndexKey: a direction is its place
          key={index}
          name={`${ways === 'principal' ? 'Direction' : 'Number'} ${index + 1}`}
          text={tickText(amounts[index] ?? 0)}
          minimum={-LATENT_REACH}
          maximum={LATENT_REACH}
          step={0.1}
          value={amounts[index] ?? 0}
          onChange={(next) =>
            set({ amounts: Array.from({ length: directions }, (_, at) => (at === index ? next : (amounts[at] ?? 0))) })
          }
        />
      ))}
      <p className={styles.hint}>
        {ways === 'principal'
          ? 'The ways through the latent space in which the first layer answers most, strongest first (SeFa, Shen & Zhou 2021).'
          : 'The first numbers of the latent, one by one. One number alone seldom means anything.'}
      </p>
      <Button
        label="Reset sliders"
        look="outlined"
        icon={<RotateCcw size={16} aria-hidden="true" />}
        disabled={!moved}
        onClick={() => set({ psi: 1, amounts: [] })}
      />
    </section>
  )
}

interface SliderProps {
  name: string
  text: string
  minimum: number
  maximum: number
  step: number
  value: number
  onChange(value: number): void
}

export function Slider({ name, text, minimum, maximum, step, value, onChange }: SliderProps) {
  const id = useId()
  return (
    <div className={styles.slider}>
      <label htmlFor={id}>{name}</label>
      <input
        id={id}
        type="range"
        min={minimum}
        max={maximum}
        step={step}
        value={value}
        aria-valuetext={text}
        onChange={({ target }) => onChange(target.valueAsNumber)}
      />
      <output htmlFor={id}>{text}</output>
    </div>
  )
}
