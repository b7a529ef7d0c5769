/** @file `ganvas evaluate`: the metrics of a saved run. Exit 0 done, 1 the graph has errors or does not fit, 2 cannot read. */
import { defineCommand } from 'citty'
import { criticSlopes } from '../train/worker/critic-slope'
import { Judge } from '../train/worker/metrics'
import { BACKEND_ARGUMENT, DEFAULT_SAMPLES, leave, MAX_SAMPLES, samplesProblem, wholeNumber } from './arguments'
import { metricsTable } from './metrics-table'
import { DATA_ARGUMENT } from './own-data'
import { describeLoadErrors, readGraph } from './read-graph'
import { readSavedRun, restoreSavedRun } from './saved-run'

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
    const read = await readSavedRun(loaded.value, args)
    if (!read.ok) return leave(read.problem.exitCode, read.problem.message)
    const restored = await restoreSavedRun(read.value, args)
    if (!restored.ok) return leave(restored.problem.exitCode, restored.problem.message)
    const { tf, info, files, trainer, step } = restored.value
    const judge = new Judge(tf, files)
    const report = await judge.measure(trainer, samples ?? DEFAULT_SAMPLES, async () => true)
    if (!report || Object.keys(report.details).length === 0)
      return leave(1, `${args.file} generates nothing that a metric could compare with a dataset.`)
    const { metrics, details: metricDetails } = report
    const slopes = await criticSlopes(trainer)
    if (args.json) console.log(JSON.stringify({ step, backend: info.name, metrics, metricDetails, slopes }))
    else {
      console.log(`Step ${step}\n${metricsTable(metrics, metricDetails)}`)
      for (const [id, slope] of Object.entries(slopes))
        console.log(`${id}: mean slope of the critic between real and fake samples ${slope.toPrecision(3)}`)
    }
    process.exit(0)
  },
})
