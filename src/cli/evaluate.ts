/** @file `ganvas evaluate`: the metrics of a saved run. Exit 0 done, 1 the graph has errors or does not fit, 2 cannot read. */
import { defineCommand } from 'citty'
import { openBackend } from '../backend/open-node'
import { compile } from '../compile/compile'
import { nodeDataFiles } from '../data/files-node'
import { restoreCheckpoint } from '../train/worker/checkpoint'
import { criticSlopes } from '../train/worker/critic-slope'
import { loadDatasets } from '../train/worker/datasets'
import { Judge } from '../train/worker/metrics'
import { Trainer } from '../train/worker/trainer'
import {
  BACKEND_ARGUMENT,
  backendProblem,
  DEFAULT_SAMPLES,
  isBackend,
  leave,
  MAX_SAMPLES,
  samplesProblem,
  wholeNumber,
} from './arguments'
import { metricsTable } from './metrics-table'
import { DATA_ARGUMENT, ownDataFor } from './own-data'
import { readCheckpoint } from './read-checkpoint'
import { describeLoadErrors, readGraph } from './read-graph'

export const evaluateCommand = defineCommand({
  meta: { name: 'evaluate', description: 'Metrics of a saved run' },
  args: {
    file: { type: 'positional', description: 'Graph file, as saved with the run', required: true },
    checkpoint: { type: 'string', description: 'Checkpoint, or the folder that holds it', required: true },
    samples: { type: 'string', description: `Generated samples to judge (${DEFAULT_SAMPLES})` },
    data: DATA_ARGUMENT,
    backend: BACKEND_ARGUMENT,
    json: { type: 'boolean', description: 'One JSON object', default: false },
  },
  async run({ args }) {
    const loaded = await readGraph(args.file)
    if (!loaded.ok) return leave(2, describeLoadErrors(args.file, loaded.problem))
    const samples = wholeNumber(args.samples, 1, MAX_SAMPLES)
    if (samples === null) return leave(2, samplesProblem('--samples', args.samples))
    const { backend } = args
    if (!isBackend(backend)) return leave(2, backendProblem(backend))
    const checkpoint = await readCheckpoint(args.checkpoint)
    if (typeof checkpoint === 'string') return leave(2, checkpoint)
    const { plan } = compile(loaded.value)
    if (!plan) return leave(1, `${args.file} has errors. "ganvas check ${args.file}" lists them.`)

    const { tf, info } = await openBackend(backend)
    const own = await ownDataFor(loaded.value, args.data)
    if (!own.ok) return leave(2, own.problem)
    const files = nodeDataFiles(own.value)
    const trainer = new Trainer(tf, plan, await loadDatasets(plan, files))
    const restored = restoreCheckpoint(trainer, checkpoint)
    if (!restored.ok)
      return leave(1, `The checkpoint ${args.checkpoint} does not fit ${args.file}. ${restored.problem}`)
    const judge = new Judge(tf, files)
    const report = await judge.measure(trainer, samples ?? DEFAULT_SAMPLES, async () => true)
    if (!report || Object.keys(report.details).length === 0)
      return leave(1, `${args.file} generates nothing that a metric could compare with a dataset.`)
    const { metrics, details: metricDetails } = report
    const slopes = await criticSlopes(trainer)
    if (args.json)
      console.log(JSON.stringify({ step: restored.value, backend: info.name, metrics, metricDetails, slopes }))
    else {
      console.log(`Step ${restored.value}\n${metricsTable(metrics, metricDetails)}`)
      for (const [id, slope] of Object.entries(slopes))
        console.log(`${id}: mean slope of the critic between real and fake samples ${slope.toPrecision(3)}`)
    }
    process.exit(0)
  },
})
