/** @file Cards show the shapes of a kind's own example. */
import { expect, it } from 'vitest'
import { findKind, kinds } from '../../graph/kinds'
import { declaredInputs, shapesExample, shapesLine } from './kind-shapes'

const line = (name: string) => {
  const example = shapesExample(findKind(name)!)
  return example && shapesLine(example)
}

it('writes what becomes of what', () => {
  expect(line('conv2d')).toBe('[8, 8, 3] → [4, 4, 8]')
  expect(line('latent')).toBe('[100]')
  expect(line('network')).toBeNull()
})

it('has an example for every layer and source, and names the ports of every objective', () => {
  for (const kind of kinds) {
    if (kind.role === 'layer' || kind.role === 'source') expect(shapesExample(kind)?.outputs.length).toBeGreaterThan(0)
    if (kind.role === 'layer' || kind.role === 'objective') expect(declaredInputs(kind).length).toBeGreaterThan(0)
  }
})
