/** @file A run in figures and curves: where it is, how fast, how long still, what it loses. */
import { Activity, CircleAlert, LoaderCircle } from 'lucide-react'
import { memo, type ReactNode } from 'react'
import { elapsedMs, type RunState } from '../../train/run-state'
import { Button, Hint } from '../components/Button'
import { editor, useEditor } from '../editor'
import { countText, durationText, plural, rateText } from '../format'
import { goOnHere } from '../runs'
import { LossChart } from './LossChart'
import { MetricTable } from './MetricTable'
import { useSlowRun } from './slow-run'
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
  const status = useSlowRun((run) => run.status)
  switch (status) {
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
      return <Starting />
    case 'failed':
      return <Failed settings={settings} />
    default:
      return (
        <div className={styles.training}>
          <Figures />
          <MetricTable />
          <LossChart {...settings} />
        </div>
      )
  }
}

function Starting() {
  const loading = useSlowRun((run) => (run.status === 'starting' ? run.loading : null))
  return (
    <div className={styles.empty}>
      <LoaderCircle size={18} aria-hidden="true" className={styles.turning} />
      <div className={styles.loading}>
        <p>{loading ? `Loading ${loading.dataset} …` : 'Starting the backend and building the networks …'}</p>
        {/* The bar keeps its place, so that nothing jumps between the two. */}
        <Bar
          share={loading?.fraction ?? 0}
          label={loading ? `Loading ${loading.dataset}` : 'Starting'}
          hidden={!loading}
        />
        <p className={styles.waiting}>
          {loading
            ? 'From this page’s own server. The browser keeps it for the next time.'
            : 'The first step takes longest: every operation is compiled once, on the processor or on the graphics card.'}
        </p>
      </div>
    </div>
  )
}

type BegunRun = Exclude<RunState, { status: 'idle' | 'starting' | 'failed' }>

const isBegun = (run: RunState): run is BegunRun => 'metrics' in run

/** Words about the run. Only they are drawn again when they change, not what stands around them. */
function Live({ of }: { of(run: BegunRun): string }) {
  return useSlowRun((run) => (isBegun(run) ? of(run) : ''))
}

const Figures = memo(function Figures() {
  const steps = useEditor((state) => state.history.document.training.steps)
  const stale = useEditor((state) => state.runIsStale)
  const backend = useSlowRun((run) => (isBegun(run) ? run.backend : null))
  return (
    <div className={styles.figures}>
      <div className={styles.step}>
        <strong>
          <Live of={(run) => countText(run.step)} />
        </strong>{' '}
        / {countText(steps)} steps
      </div>
      <Progress steps={steps} />
      <dl className={styles.list}>
        <Figure name="Speed">
          <Live of={({ stepsPerSecond: rate }) => (rate > 0 ? `${rateText(rate)} steps/s` : '–')} />
        </Figure>
        <Figure name="Elapsed">
          <Live of={(run) => durationText(elapsedMs(run, performance.now()))} />
        </Figure>
        <Figure name="Left">
          <Live of={(run) => leftText(run, steps)} />
        </Figure>
        {backend && (
          <Figure name="Backend">
            <Hint text={backend.reason}>
              <button type="button" className={styles.backend}>
                {backend.name}
                {backend.name === 'wasm' && ` · ${plural(backend.threads, 'thread')}`}
              </button>
            </Hint>
          </Figure>
        )}
      </dl>
      {stale && <p className={styles.stale}>Edited since. Train goes on with the edit.</p>}
    </div>
  )
})

function leftText({ status, step, stepsPerSecond }: BegunRun, steps: number): string {
  if (status === 'running' && step === 0) return 'compiling'
  return stepsPerSecond > 0 && step < steps ? `≈ ${durationText(((steps - step) / stepsPerSecond) * 1000)}` : '–'
}

/** In whole percents, so that it is drawn no more often than it moves. */
function Progress({ steps }: { steps: number }) {
  const percent = useSlowRun((run) => (isBegun(run) ? Math.round((100 * run.step) / steps) : 0))
  return <Bar share={percent / 100} label="Progress" />
}

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Bar({ share, label, hidden = false }: { share: number; label: string; hidden?: boolean }) {
  const percent = Math.round(100 * Math.min(1, Math.max(0, share)))
  return (
    <div
      className={styles.bar}
      style={hidden ? { visibility: 'hidden' } : undefined}
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

function Failed({ settings }: { settings: ChartSettings }) {
  const run = useEditor((state) => state.run)
  const kept = useEditor((state) => state.keptRun)
  if (run.status !== 'failed') return null
  const { node, message, step } = run
  return (
    <div className={styles.failed}>
      <div className={styles.fault} role="alert">
        <CircleAlert size={18} aria-hidden="true" />
        <div>
          <p>
            <strong>Training stopped at step {countText(step)}.</strong> {message}{' '}
            {kept
              ? `Your graph is as it was, and the run is kept up to step ${countText(kept.step)}.`
              : 'Your graph is as it was; the weights of this run are gone.'}
          </p>
          {node && <Button label={`Go to ${node}`} look="outlined" onClick={() => editor.reveal(node)} />}
          {kept && (
            <Button
              label={`Go on from step ${countText(kept.step)}`}
              look="primary"
              onClick={() => void goOnHere(kept.run)}
            />
          )}
          <Button
            label="Start again"
            look="outlined"
            onClick={() => {
              editor.reset()
              editor.train()
            }}
          />
          {run.backend && run.backend.name !== 'wasm' && (
            <Button
              label="Start again on WebAssembly"
              look="outlined"
              onClick={() => {
                editor.setPreferences({ backendChoice: 'wasm' })
                editor.reset()
                editor.train()
              }}
            />
          )}
        </div>
      </div>
      {editor.losses.length > 0 && <LossChart {...settings} />}
    </div>
  )
}
