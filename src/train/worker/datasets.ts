/** @file The datasets that a plan draws from, loaded. */
import type { Plan } from '../../compile/plan'
import type { DataFiles, DatasetDefinition, LoadedDataset } from '../../data/dataset'
import { datasetOf } from './evaluate'

interface LoadOptions {
  /** Those already there, by name; what is loaded joins them. */
  loaded?: Map<string, LoadedDataset>
  /** Is told how far each dataset is, from 0 to 1. */
  onProgress?(dataset: DatasetDefinition, fraction: number): void
}

/** By name, each loaded once. Throws with the dataset's title and what is wrong when one cannot be loaded. */
export async function loadDatasets(
  plan: Plan,
  files: DataFiles,
  { loaded = new Map(), onProgress }: LoadOptions = {},
): Promise<Map<string, LoadedDataset>> {
  for (const source of plan.sources) {
    const dataset = datasetOf(source)
    if (!dataset || loaded.has(dataset.name)) continue
    try {
      loaded.set(dataset.name, await dataset.load(files, (fraction) => onProgress?.(dataset, fraction)))
    } catch (error) {
      const problem = error instanceof Error ? error.message : error
      throw new Error(`${dataset.title} could not be loaded. ${problem}`, { cause: error })
    }
  }
  return loaded
}
