/**
 * @file Weights of a classifier in a quarter of their size: kernels as int8 with one scale for each output channel, biases in full.
 * Symmetric quantisation with per-channel scales, as in Krishnamoorthi 2018 (arXiv 1806.08342, §3.1).
 */
import { invariant } from '../../lib/assert'
import type { NamedTensor } from '../../lib/safetensors'
import { type ClassifierWeightName, classifierShapes, classifierWeightNames } from './network'

export type ClassifierValues = Readonly<Record<ClassifierWeightName, Float32Array>>

const LARGEST = 127

const isKernel = (name: ClassifierWeightName) => name.endsWith('/kernel')
const scaleName = (name: ClassifierWeightName) => `${name}.scale`

/** Tensors for `encodeSafetensors`. Those of 4-byte numbers come first, so that all stand where their type is aligned. */
export function quantise(values: ClassifierValues): NamedTensor[] {
  const tensors: NamedTensor[] = []
  const bytes: NamedTensor[] = []
  for (const name of classifierWeightNames) {
    const shape = classifierShapes[name]
    if (!isKernel(name)) {
      tensors.push({ name, shape, values: values[name] })
      continue
    }
    const kernel = values[name]
    const channels = shape.at(-1)!
    const scales = new Float32Array(channels)
    kernel.forEach((value, index) => {
      const channel = index % channels
      scales[channel] = Math.max(scales[channel]!, Math.abs(value) / LARGEST)
    })
    tensors.push({ name: scaleName(name), shape: [channels], values: scales })
    bytes.push({
      name,
      shape,
      values: kernel.map((value, index) => Math.round(value / (scales[index % channels]! || 1))),
      storage: 'I8',
    })
  }
  return [...tensors, ...bytes]
}

/** The weights that `quantise` has stored, in full again: each within half a scale of what it was. */
export function dequantise(tensors: readonly NamedTensor[]): ClassifierValues {
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor.values]))
  const named = (name: string) => {
    const values = byName.get(name)
    invariant(values, `the weights of the classifier lack ${name}`)
    return values
  }
  return Object.fromEntries(
    classifierWeightNames.map((name) => {
      if (!isKernel(name)) return [name, named(name)]
      const scales = named(scaleName(name))
      return [name, named(name).map((value, index) => value * scales[index % scales.length]!)]
    }),
  ) as unknown as ClassifierValues
}
