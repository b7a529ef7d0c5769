/** @file One run of the command line as a child process, for scripts that train many graphs and read what came out. */
import { spawn } from 'node:child_process'
import { availableParallelism, cpus } from 'node:os'
import { createInterface } from 'node:readline'

/** What `ganvas train --json` says at the end of a run. */
export interface FinishedRun {
  step: number
  /** From the first step to the last metric, without loading. */
  seconds: number
  metrics: Record<string, number>
  metricDetails: Record<
    string,
    { samples: number; extractor: string | null; floor: number | null; live: number | null }
  >
  /** Path of the picture. */
  samples: string
}

interface Progress extends Pick<FinishedRun, 'step' | 'metrics' | 'metricDetails'> {
  type: 'progress'
  stepsPerSecond: number
}
type Line =
  | Progress
  | ({ type: 'done' } & Pick<FinishedRun, 'step' | 'seconds' | 'samples'>)
  | { type: 'failed'; message: string }

/** Runs `ganvas train FILE --json …` to its end; `samples`: for the metrics at the end. Throws with the run's own words when it fails. */
export async function trainRun(file: string, options: readonly string[], samples = '10000'): Promise<FinishedRun> {
  let last: Line | null = null
  let progress: Progress | null = null
  for await (const line of ganvasLines(['train', file, '--json', '--metrics', samples, ...options])) {
    last = JSON.parse(line) as Line
    if (last.type !== 'progress') continue
    progress = last
    if (process.stderr.isTTY)
      process.stderr.write(`\r\x1b[2K${file} ${last.step}, ${last.stepsPerSecond.toFixed(1)} steps/s`)
  }
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[2K')
  if (last?.type !== 'done')
    throw new Error(`${file} did not end well: ${last?.type === 'failed' ? last.message : 'it gave no result'}`)
  return { ...last, metrics: progress?.metrics ?? {}, metricDetails: progress?.metricDetails ?? {} }
}

/** What figures were measured on: processor, cores, Node. */
export const machineText = (): string =>
  `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${availableParallelism()} cores, Node ${process.version}`

/** Metrics of a run that `trainRun` left in `folder`. */
export async function evaluateRun(
  folder: string,
  samples: string,
  backend: string,
): Promise<Pick<FinishedRun, 'metrics' | 'metricDetails'>> {
  const options = ['--checkpoint', folder, '--samples', samples, '--backend', backend, '--json']
  for await (const line of ganvasLines(['evaluate', `${folder}/graph.json`, ...options]))
    return JSON.parse(line) as Pick<FinishedRun, 'metrics' | 'metricDetails'>
  throw new Error(`The run in ${folder} could not be judged.`)
}

/** What the command line prints, line by line. What it complains about goes to our own complaints. */
function ganvasLines(options: readonly string[]): AsyncIterable<string> {
  const child = spawn(process.execPath, ['src/cli/ganvas.mjs', ...options], { stdio: ['ignore', 'pipe', 'inherit'] })
  return createInterface({ input: child.stdout })
}
