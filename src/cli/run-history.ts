/**
 * @file What a run on the command line has been through: its checkpoint has the losses of every step up to it, its metrics.jsonl a report
 * every second, on to its end. Each says what the other does not.
 */
import { readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { fail, ok, type Result } from '../lib/result'
import { sameContent } from '../lib/same-content'
import { createNodeDirectory } from '../runs/directory-node'
import { RunHistory } from '../runs/history'
import { isManifest } from '../runs/manifest'
import { KEPT, openRuns } from './resume'
import { problemText } from './system-problem'

const loss = z.number().nullable()
const reportLine = z.object({
  type: z.literal('progress'),
  step: z.int().min(1),
  losses: z.record(z.string(), z.object({ critic: loss, player: loss })),
  /** `null` was no number. */
  metrics: z.record(z.string(), z.number().nullable()),
})
type ReportLine = z.infer<typeof reportLine>

/** `path`: the folder of a run, or a file in it. A problem when there is neither a checkpoint nor a report. */
export async function readRunHistory(path: string): Promise<Result<RunHistory, string>> {
  let folder: string
  try {
    folder = (await stat(path)).isDirectory() ? path : dirname(path)
  } catch (error) {
    return fail(`The run cannot be read: ${problemText(error)}`)
  }
  const kept = (await createNodeDirectory(folder).list(KEPT)).some(({ name }) => isManifest(name))
  const history = (kept ? await (await openRuns(folder)).history(KEPT) : null) ?? new RunHistory()
  const reports = await readReports(join(folder, 'metrics.jsonl'))
  addReports(history, reports)
  if (history.losses.length === 0 && history.metrics.length === 0)
    return fail(
      `${folder} holds no run: neither checkpoints nor metrics.jsonl were found in it. Give the folder that "ganvas train" wrote, as in its --out.`,
    )
  return ok(history)
}

/** Lines that are no report, as the torn last one of a run that was killed, are left out. */
async function readReports(path: string): Promise<ReportLine[]> {
  const text = await readFile(path, 'utf8').catch(() => '')
  return text.split('\n').flatMap((line) => {
    try {
      const { success, data } = reportLine.safeParse(JSON.parse(line))
      return success ? [data] : []
    } catch {
      return []
    }
  })
}

/** Adds what was reported after all that the history knows. */
export function addReports(history: RunHistory, reports: readonly ReportLine[]): void {
  const known = history.losses.length > 0 ? history.losses.points().at(-1)!.step : -1
  const measuredAt = history.metrics.at(-1)?.step ?? 0
  let last: ReportLine['metrics'] = history.metrics.at(-1)?.metrics ?? {}
  for (const { step, losses, metrics } of reports) {
    // Losses count from 0: after step n, those of n − 1 are the newest.
    if (step - 1 > known) history.losses.append([{ step: step - 1, losses }])
    // A report repeats the figures that were measured last.
    if (step > measuredAt && !sameContent(metrics, last)) history.measured(step, finite(metrics))
    last = metrics
  }
}

const finite = (metrics: ReportLine['metrics']): Record<string, number> =>
  Object.fromEntries(Object.entries(metrics).filter((entry): entry is [string, number] => entry[1] !== null))
