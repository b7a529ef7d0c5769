/** @file A run in figures and curves: where it is, how fast, how long still, what it loses. */
import { Activity, CircleAlert, LoaderCircle } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { findMetricValue } from '../../metrics'
import { elapsedMs, type RunState } from '../../train/run-state'
import { Button, Hint } from '../components/Button'
import { editor, useEditor } from '../editor'
import { countText, durationText, rateText } from '../format'
import { LossChart } from './LossChart'
import styles from './Training.module.css'

export interface ChartSettings {
  smooth: boolean
  logarithmic: boolean
}

/** Toggles at the right of the heading. */
export function ChartToggles({ settings, onChange }: { settings: ChartSettings; onChange(next: ChartSettings): void }) {
  const idle = useEditor((state) => state.run.status === 'idle')
  if (idle) return null
  const toggle = (key: keyof ChartSettings, label: string) => (
    <button
      type="button"
      className={styles.toggle}
      aria-pressed={settings[key]}
      onClick={() => onChange({ ...settings, [key]: !settings[key] })}
    >
      {label}
    </button>
  )
  return (
    <>
      {toggle('smooth', 'Smooth')}
      {toggle('logarithmic', 'Log')}
    </>
  )
}

export function Training({ settings }: { settings: ChartSettings }) {
  const run = useSlowRun()
  switch (run.status) {
    case 'idle':
      return (
        <div className={styles.empty}>
          <Activity size={18} aria-hidden="true" />
          <p>
            Nothing is training. <strong>Train</strong> starts a run; losses, speed and progress appear here, pictures
            on the output nodes.
          </p>
        </div>
      )
    case 'starting':
      return (
        <div className={styles.empty}>
          <LoaderCircle size={18} aria-hidden="true" className={styles.turning} />
          <div className={styles.loading}>
            <p>
              {run.loading ? `Loading ${run.loading.dataset} …` : 'Starting the backend and building the networks …'}
            </p>
            {run.loading && <Bar share={run.loading.fraction} label={`Loading ${run.loading.dataset}`} />}
          </div>
        </div>
      )
    case 'failed':
      return <Failed run={run} settings={settings} />
    default:
      return (
        <div className={styles.training}>
          <Figures run={run} />
          <LossChart {...settings} />
        </div>
      )
  }
}

/** The run, four times a second at most: nobody reads faster. What people do shows at once. */
function useSlowRun(): RunState {
  const [run, setRun] = useState(editor.getState().run)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const show = () => {
      timer = undefined
      setRun(editor.getState().run)
    }
    show()
    const unsubscribe = editor.store.subscribe((state, before) => {
      if (state.run.status !== before.run.status) show()
      else if (state.run !== before.run) timer ??= setTimeout(show, 250)
    })
    return () => {
      unsubscribe()
      clearTimeout(timer)
    }
  }, [])
  return run
}

type BegunRun = Exclude<RunState, { status: 'idle' | 'starting' | 'failed' }>

function Figures({ run }: { run: BegunRun }) {
  const steps = useEditor((state) => state.history.document.training.steps)
  const stale = useEditor((state) => state.runIsStale)
  const { step, stepsPerSecond, backend, metrics } = run
  const elapsed = elapsedMs(run, performance.now())
  const left = stepsPerSecond > 0 && step < steps ? ((steps - step) / stepsPerSecond) * 1000 : null
  return (
    <div className={styles.figures}>
      <div className={styles.step}>
        <strong>{countText(step)}</strong> / {countText(steps)} steps
      </div>
      <Bar share={step / steps} label="Progress" />
      <dl className={styles.list}>
        <Figure name="Speed">{stepsPerSecond > 0 ? `${rateText(stepsPerSecond)} steps/s` : '–'}</Figure>
        <Figure name="Elapsed">{durationText(elapsed)}</Figure>
        <Figure name="Left">{left === null ? '–' : `≈ ${durationText(left)}`}</Figure>
        <Figure name="Backend">
          <Hint text={backend.reason}>
            <button type="button" className={styles.backend}>
              {backend.name}
              {backend.threads > 1 && ` · ${backend.threads} threads`}
            </button>
          </Hint>
        </Figure>
        {Object.entries(metrics).map(([name, value]) => (
          <Metric key={name} name={name} value={value} />
        ))}
      </dl>
      {stale && <p className={styles.stale}>Edited since. Train goes on with the edit.</p>}
    </div>
  )
}

function Metric({ name, value }: { name: string; value: number }) {
  const metric = findMetricValue(name)
  const texts = { count: countText(value), share: `${(100 * value).toFixed(1)} %`, nats: value.toPrecision(2) }
  return (
    <Figure name={metric?.title ?? name}>
      <Hint text={metric?.description ?? name}>
        <span>{metric ? texts[metric.unit] : value.toPrecision(3)}</span>
      </Hint>
    </Figure>
  )
}

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Bar({ share, label }: { share: number; label: string }) {
  const percent = Math.round(100 * Math.min(1, Math.max(0, share)))
  return (
    <div
      className={styles.bar}
      role="progressbar"
      aria-label={label}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
    >
      <div style={{ scale: `${Math.min(1, Math.max(0, share))} 1` }} />
    </div>
  )
}

function Failed({ run, settings }: { run: Extract<RunState, { status: 'failed' }>; settings: ChartSettings }) {
  const { node, message, step } = run
  return (
    <div className={styles.failed}>
      <div className={styles.fault} role="alert">
        <CircleAlert size={18} aria-hidden="true" />
        <div>
          <p>
            <strong>Training stopped at step {countText(step)}.</strong> {message}
          </p>
          {node && <Button label={`Go to ${node}`} look="outlined" onClick={() => editor.reveal(node)} />}
        </div>
      </div>
      {editor.losses.length > 0 && <LossChart {...settings} />}
    </div>
  )
}
