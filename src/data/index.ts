/** @file The only list of datasets. To add one: its file and one line here. */
import type { DatasetDefinition } from './dataset'
import { digits } from './digits'
import { emoji } from './emoji'
import { faces } from './faces'
import { fashionMnist } from './fashion-mnist'
import { ganLabDisjoint, ganLabGaussians, ganLabLine, ganLabRing } from './gan-lab'
import { grid } from './grid'
import { mnist } from './mnist'
import { ring } from './ring'
import { stackedMnist } from './stacked-mnist'
import { swissRoll } from './swiss-roll'
import { twoMoons } from './two-moons'

/** In the order in which they are offered. */
export const datasets: readonly DatasetDefinition[] = [
  ring,
  grid,
  twoMoons,
  swissRoll,
  ganLabLine,
  ganLabGaussians,
  ganLabRing,
  ganLabDisjoint,
  digits,
  mnist,
  fashionMnist,
  stackedMnist,
  emoji,
  faces,
]

/** The dataset of that name, as in the `dataset` param; `null` when there is none. */
export function findDataset(name: string): DatasetDefinition | null {
  return datasets.find((dataset) => dataset.name === name) ?? null
}
