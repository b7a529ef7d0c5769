/** @file Ports that many kinds share, and the order of like inputs. */
import type { InputPort } from './layer'

export const ANY_INPUT: readonly InputPort[] = [{ name: 'in', description: 'Values of any shape.' }]
export const IMAGE_INPUT: readonly InputPort[] = [
  { name: 'in', description: 'An image or feature map [height, width, channels].' },
]
/** By the number of axes that something slides along. */
export const FEATURE_MAP_INPUTS: Record<1 | 2 | 3, readonly InputPort[]> = {
  1: [{ name: 'in', description: 'A sequence [length, channels].' }],
  2: IMAGE_INPUT,
  3: [{ name: 'in', description: 'A volume [depth, height, width, channels].' }],
}

/** Names of like inputs in their order: a, b, …, z, aa, … */
export const inputNames = (inputs: Record<string, unknown>): string[] =>
  Object.keys(inputs).sort((a, b) => a.length - b.length || (a < b ? -1 : 1))

/** Like inputs in the order of their names. */
export const inOrder = <Value>(inputs: Record<string, Value>): Value[] =>
  inputNames(inputs).map((name) => inputs[name] as Value)
