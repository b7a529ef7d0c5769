/** @file The only list of objectives. To add one: its file and one line here. */
import { adversarial } from './adversarial'
import { classification } from './classification'
import { distance } from './distance'

/** In the order in which the palette offers them. */
export const objectiveKinds = [adversarial, distance, classification]
