/** @file Which extractor judges the images of which dataset. */
import type { DatasetDefinition } from '../data/dataset'
import { classifierExtractor } from './classifiers/extractor'
import type { ExtractorDefinition } from './extractor'
import { randomExtractor } from './random-extractor'

/** By name of the dataset. Those that are not listed have no classifier. */
const classifiers: Readonly<Record<string, ExtractorDefinition>> = {
  mnist: classifierExtractor('mnist', 1),
  'fashion-mnist': classifierExtractor('fashion-mnist', 1),
  'stacked-mnist': classifierExtractor('mnist', 3),
}

/** The classifier of this dataset's images; `null` when there is none. */
export const classifierOf = (dataset: DatasetDefinition): ExtractorDefinition | null =>
  classifiers[dataset.name] ?? null

/** What turns images of this dataset into features: its classifier, or a network with random weights. */
export const extractorOf = (dataset: DatasetDefinition): ExtractorDefinition => classifierOf(dataset) ?? randomExtractor

/** By the name that reports give; `null` when there is none. */
export const findExtractor = (name: string): ExtractorDefinition | null =>
  [...Object.values(classifiers), randomExtractor].find((extractor) => extractor.name === name) ?? null
