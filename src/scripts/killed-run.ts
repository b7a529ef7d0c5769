/** @file A run of the command line that is killed again and again, without a word of warning, and resumed each time. */
import { type ChildProcess, spawn } from 'node:child_process'
import { watch } from 'node:fs'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/** The folder of checkpoints in that of a run, as the command line has it (cli/resume.ts). */
const KEPT = 'checkpoints'
/** Random moments lie in this time from the start of the process: loading, training and saving all come in it. */
const MOMENT_WITHIN_MS = 5000
/** A kill that is aimed at a save comes in this time after the first sign of it, rather early than late: in its midst or just after. */
const SAVE_WITHIN_MS = 400

export interface KilledRun {
  /** Processes that were killed, and how many of them around a save. */
  kills: number
  killsAroundSaves: number
  /** Steps from which the processes went on; 0 where nothing had been kept yet. */
  resumedAt: number[]
  /** Runs that came to their end. */
  ended: number
  /** Those of them whose last checkpoint differs in any byte from that of a run that was never killed. */
  different: number
}

export interface KilledRunOptions {
  /** Graph file. */
  file: string
  /** Of `ganvas train`, without those for folder and resume. */
  options: readonly string[]
  /** Is emptied. */
  folder: string
  kills: number
  /** 0 … 1. */
  random(): number
}

/** Starts a process that goes on with the run in a folder, or starts it. */
function start(file: string, options: readonly string[], folder: string) {
  const args = ['src/cli/ganvas.mjs', 'train', file, '--json', '--resume', '--out', folder, ...options]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  let complaints = ''
  child.stderr.on('data', (chunk) => {
    complaints += chunk
  })
  const ended = new Promise<void>((resolve, reject) => {
    child.on('close', (code, signal) => {
      if (code === 0 || signal === 'SIGKILL') resolve()
      else reject(new Error(`ganvas train ended with ${code ?? signal}. ${complaints}`))
    })
  })
  return { child, ended }
}

const isGone = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null

/** Resolves at the first change in a folder, and never where none comes before `stop`. */
const firstChange = (folder: string, stop: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    watch(folder, { signal: stop }, () => resolve())
  })

/** The step of the newest checkpoint, as far as a file of numbers can say it; 0 when there is none. */
async function keptStep(folder: string): Promise<number> {
  const steps = [0, 1].map(async (slot) => {
    const text = await readFile(join(folder, KEPT, `manifest-${slot}.json`), 'utf8').catch(() => '')
    try {
      const { checkpoints } = JSON.parse(text.slice(65)) as { checkpoints: { step: number }[] }
      return checkpoints[0]?.step ?? 0
    } catch {
      // Torn by the kill: the other one counts.
      return 0
    }
  })
  return Math.max(...(await Promise.all(steps)))
}

const lastCheckpoint = (folder: string): Promise<Buffer> => readFile(join(folder, 'checkpoint.safetensors'))

/** Trains once in peace, then until so many processes were killed, and compares the ends. A run that ends before is followed by another. */
export async function killedRun({ file, options, folder, kills, random }: KilledRunOptions): Promise<KilledRun> {
  await rm(folder, { recursive: true, force: true })
  const peaceful = join(folder, 'peaceful')
  await start(file, options, peaceful).ended
  const expected = await lastCheckpoint(peaceful)

  const result: KilledRun = { kills: 0, killsAroundSaves: 0, resumedAt: [], ended: 0, different: 0 }
  const killed = join(folder, 'killed')
  const compare = async () => {
    result.ended++
    if (!expected.equals(await lastCheckpoint(killed))) result.different++
    await rm(killed, { recursive: true })
  }
  while (result.kills < kills) {
    // There before the process is, so that its first save is seen.
    await mkdir(join(killed, KEPT), { recursive: true })
    result.resumedAt.push(await keptStep(killed))
    const stop = new AbortController()
    const { child, ended } = start(file, options, killed)
    const atSave = result.kills % 2 === 0
    const moment = atSave
      ? firstChange(join(killed, KEPT), stop.signal).then(() => wait(random() ** 2 * SAVE_WITHIN_MS))
      : wait(random() * MOMENT_WITHIN_MS)
    await Promise.race([moment, ended])
    stop.abort()
    if (isGone(child)) {
      await ended
      await compare()
      continue
    }
    child.kill('SIGKILL')
    await ended
    result.kills++
    if (atSave) result.killsAroundSaves++
  }
  await mkdir(join(killed, KEPT), { recursive: true })
  result.resumedAt.push(await keptStep(killed))
  await start(file, options, killed).ended
  await compare()
  return result
}
