/** @file The command line as it is called: exit codes, JSON, what a run leaves behind. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { decode } from 'fast-png'
import { afterAll, expect, test } from 'vitest'
import { decodeSafetensors } from '../lib/safetensors'
import { gifFacts } from '../media/testing/gif'

const root = fileURLToPath(new URL('../../', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'ganvas-cli-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function ganvas(args: readonly string[], onOutput: (text: string, stop: () => void) => void = () => {}) {
  return new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    const child = spawn(process.execPath, ['src/cli/ganvas.mjs', ...args], { cwd: root })
    let out = ''
    let err = ''
    child.stdout.on('data', (chunk) => {
      out += chunk
      onOutput(out, () => child.kill('SIGINT'))
    })
    child.stderr.on('data', (chunk) => {
      err += chunk
    })
    child.on('close', (code) => resolve({ code, out, err }))
  })
}

const lines = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

test('check --json gives shapes, parameters, players and cost; exit 0', async () => {
  const { code, out } = await ganvas(['check', 'templates/dcgan-mnist.json', 'templates/gaussian-ring.json', '--json'])
  expect(code).toBe(0)
  const [dcgan, ring] = lines(out)
  expect(dcgan).toMatchObject({
    file: 'templates/dcgan-mnist.json',
    ok: true,
    diagnostics: [],
    nodes: { G_dense: { outputs: { out: [3136] }, parameters: 64 * 3136 } },
    networks: { G: { inputs: { z: [64] }, outputs: { image: [28, 28, 1] } } },
    objectives: { loss: { critics: ['D'], players: ['G'] } },
    flopsPerStep: expect.any(Number),
    bytes: { weights: expect.any(Number), activations: expect.any(Number) },
  })
  expect(ring.ok).toBe(true)
})

test('check --summary adds a table of each network and what the whole comes to', async () => {
  const { code, out } = await ganvas(['check', 'templates/dcgan-mnist.json', '--summary'])
  expect(code).toBe(0)
  expect(out).toMatch(/^ +1 +G_dense +Dense +\[3136\] +200,704 +200,704 +[\d.]+ MFLOP +[\d.]+ %$/m)
  expect(out).toMatch(/^Whole graph\n +Parameters +[\d,]+$/m)
})

test('check answers a graph with errors by exit 1, a file that does not load by exit 2', async () => {
  const graph = JSON.parse(readFileSync(join(root, 'templates/gaussian-ring.json'), 'utf8'))
  graph.wires = { ...graph.wires, 'loss.fake': undefined }
  const wrong = join(folder, 'wrong.json')
  writeFileSync(wrong, JSON.stringify(graph))
  const checked = await ganvas(['check', wrong, '--json'])
  expect(checked.code).toBe(1)
  expect(lines(checked.out)[0].diagnostics[0]).toMatchObject({ severity: 'error', node: 'loss', port: 'fake' })

  const torn = join(folder, 'torn.json')
  writeFileSync(torn, '{ "format": "ganvas", ')
  expect((await ganvas(['check', torn])).code).toBe(2)
  expect((await ganvas(['check', join(folder, 'missing.json')])).err).toMatch(/cannot be read/)
})

test('train writes checkpoint, samples, graph and metrics, and one JSON line for each report', async () => {
  const out = join(folder, 'run')
  const run = await ganvas([
    'train',
    'templates/gaussian-ring.json',
    '--steps',
    '20',
    '--seed',
    '3',
    '--json',
    '--out',
    out,
  ])
  expect(run.err).toBe('')
  expect(run.code).toBe(0)
  const reports = lines(run.out)
  expect(reports.at(-2)).toMatchObject({
    type: 'progress',
    step: 20,
    losses: { loss: { critic: expect.any(Number), player: expect.any(Number) } },
    metrics: { modesCovered: expect.any(Number), highQualityShare: expect.any(Number) },
    metricDetails: { modesCovered: { samples: 10_000, extractor: null, floor: 8, live: expect.any(Number) } },
  })
  expect(reports.at(-1)).toEqual({
    type: 'done',
    step: 20,
    seconds: expect.any(Number),
    checkpoint: join(out, 'checkpoint.safetensors'),
    samples: join(out, 'samples.png'),
  })
  const checkpoint = decodeSafetensors(readFileSync(join(out, 'checkpoint.safetensors')))
  expect(checkpoint).toMatchObject({ ok: true, value: { metadata: { step: '20' } } })
  expect(decode(readFileSync(join(out, 'samples.png'))).width).toBeGreaterThan(100)
  expect(JSON.parse(readFileSync(join(out, 'graph.json'), 'utf8')).training).toMatchObject({ seed: 3, steps: 20 })
  expect(lines(readFileSync(join(out, 'metrics.jsonl'), 'utf8')).at(-1)).toEqual(reports.at(-2))

  const points = join(folder, 'points.csv')
  const sampling = ['sample', join(out, 'graph.json'), '--checkpoint', out, '--out', points]
  expect(await ganvas([...sampling, '--count', '5'])).toMatchObject({ code: 0, err: '' })
  const rows = readFileSync(points, 'utf8').trim().split('\n')
  expect(rows).toHaveLength(6)
  for (const row of rows.slice(1)) for (const value of row.split(',')) expect(Number.isFinite(Number(value))).toBe(true)
  const film = join(folder, 'walk.gif')
  const filming = ['sample', join(out, 'graph.json'), '--checkpoint', out, '--out', film]
  const table = join(folder, 'run.csv')
  const [classless, filmed, unnamed, exported] = await Promise.all([
    ganvas([...sampling, '--class', '3']),
    ganvas([...filming, '--interpolate', '6', '--count', '5']),
    ganvas(filming),
    ganvas(['export', out, '--to', 'csv', '--out', table]),
  ])
  expect(classless).toMatchObject({ code: 2, err: expect.stringContaining('told a class') })
  expect(filmed).toMatchObject({ code: 0, err: '', out: expect.stringContaining('6 frames of 5 samples') })
  const { frames, repeats, ...size } = gifFacts(readFileSync(film))
  expect({ count: frames.length, repeats, size }).toEqual({
    count: 6,
    repeats: 0,
    size: { widthPx: 360, heightPx: 360 },
  })
  expect(unnamed).toMatchObject({ code: 2, err: expect.stringContaining('--interpolate') })
  expect(exported).toEqual({ code: 0, err: '', out: `${table}\n` })
  const csv = readFileSync(table, 'utf8').trim().split('\r\n')
  expect(csv).toHaveLength(21)
  expect(csv[0]).toMatch(/^step,loss critic,loss player,.*modesCovered/)
})

test('evaluate gives a saved run the figures that it had at its end, with as many samples as asked for', async () => {
  const out = join(folder, 'judged')
  const settings = ['--steps', '5', '--backend', 'cpu', '--json']
  const run = await ganvas(['train', 'templates/gaussian-ring.json', ...settings, '--out', out, '--metrics', '100'])
  const trained = lines(run.out).at(-2)
  expect(trained.metricDetails.w1).toMatchObject({ samples: 100, floor: expect.any(Number) })
  const evaluate = (...args: string[]) =>
    ganvas(['evaluate', join(out, 'graph.json'), '--checkpoint', out, '--backend', 'cpu', ...args])
  const judged = await evaluate('--samples', '100', '--json')
  expect(judged.err).toBe('')
  const { step, metrics, metricDetails } = lines(judged.out)[0]
  expect({ step, metrics, metricDetails }).toEqual({
    step: 5,
    metrics: trained.metrics,
    metricDetails: trained.metricDetails,
  })
  expect((await evaluate('--samples', '100')).out).toMatch(/modesCovered +\d/)
  expect(await evaluate('--samples', 'all')).toMatchObject({ code: 2, err: expect.stringContaining('"all"') })

  const other = await ganvas(['evaluate', 'templates/gaussian-grid.json', '--checkpoint', join(out, 'graph.json')])
  expect(other).toMatchObject({ code: 1, err: expect.stringContaining('does not fit') })
})

test('Ctrl-C saves before it stops', async () => {
  const out = join(folder, 'stopped')
  let stopped = false
  const run = await ganvas(['train', 'templates/gaussian-ring.json', '--json', '--out', out], (text, stop) => {
    if (stopped || !text.includes('"progress"')) return
    stopped = true
    stop()
  })
  expect(run.code).toBe(130)
  const { step } = lines(run.out).at(-1)
  expect(decodeSafetensors(readFileSync(join(out, 'checkpoint.safetensors')))).toMatchObject({
    ok: true,
    value: { metadata: { step: String(step) } },
  })
})

test('ends without a word when nobody reads any more', async () => {
  const child = spawn(process.execPath, ['src/cli/ganvas.mjs', 'templates'], { cwd: root })
  let err = ''
  child.stderr.on('data', (chunk) => {
    err += chunk
  })
  // Before it has written anything.
  child.stdout.destroy()
  expect(await new Promise((resolve) => child.on('close', resolve))).toBe(0)
  expect(err).toBe('')
})

test('arguments that mean nothing are refused in words', async () => {
  const run = (...args: string[]) => ganvas(['train', 'templates/gaussian-ring.json', ...args])
  const [steps, backend, unknown, command, help, folder] = await Promise.all([
    run('--steps', 'many'),
    run('--backend', 'abacus'),
    run('--step', '3'),
    ganvas(['trian', 'a.json']),
    ganvas(['help', 'train']),
    ganvas(['check', 'templates']),
  ])
  expect(command).toMatchObject({ code: 2, err: expect.stringContaining('Did you mean "train"?') })
  expect(folder).toMatchObject({ code: 2, err: expect.stringContaining('a folder, not a file') })
  expect(help).toMatchObject({ code: 0, err: '', out: expect.stringContaining('--resume') })
  // In a pipe neither colours nor padding.
  expect(help.out).not.toContain('\u001b')
  expect(help.out).not.toMatch(/ $/m)
  expect(unknown).toMatchObject({ code: 2, err: expect.stringContaining('no option --step. Did you mean --steps?') })
  expect(steps).toMatchObject({ code: 2, err: expect.stringContaining('"many"') })
  expect(backend).toMatchObject({ code: 2, err: expect.stringContaining('wasm') })
})

test('templates are listed', async () => {
  expect((await ganvas(['templates'])).out).toContain('templates/gaussian-ring.json')
})

test('export writes the weights of one network, says whose they are, and prints the path', async () => {
  const out = join(folder, 'exported')
  const {
    code,
    err,
    out: printed,
  } = await ganvas([
    ...['export', 'templates/gaussian-ring.json', '--to', 'safetensors', '--network', 'generator', '--out', `${out}/`],
  ])
  const path = join(out, '8-gaussians-generator.safetensors')
  expect({ code, printed }).toEqual({ code: 0, printed: `${path}\n` })
  expect(err).toContain('the weights that training begins with')
  const decoded = decodeSafetensors(readFileSync(path))
  expect(decoded.ok && decoded.value.metadata).toMatchObject({ design: '8 Gaussians', step: '0' })
})
