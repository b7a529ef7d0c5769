/** @file What goes into a kind and what comes out of it, from the example that its file gives: for cards and help. */
import type { AnyKind } from '../../graph/kinds'
import type { InputPort } from '../../layers/layer'
import { formatShape } from '../../tensor/shape'
import { summaryOf } from '../summary'

export interface ShapesExample {
  /** By port, written as shapes. */
  inputs: readonly (readonly [port: string, shape: string])[]
  outputs: readonly (readonly [port: string, shape: string])[]
  /** The params of the example, in one line; empty when there is nothing to say. */
  params: string
}

/** Shapes for a first idea; `null` where they follow from the graph only, as those of a network. */
export function shapesExample(kind: AnyKind): ShapesExample | null {
  const entries = (shapes: Record<string, readonly number[]>) =>
    Object.entries(shapes).map(([port, shape]) => [port, formatShape([...shape])] as const)
  if (kind.role === 'layer') {
    const [example] = kind.examples
    if (!example) return null
    const params = kind.params.parse(example.params ?? {})
    return {
      inputs: entries(example.inputs),
      outputs: [['out', formatShape(example.output)]],
      params: summaryOf(kind, params),
    }
  }
  if (kind.role === 'source') {
    const params = kind.params.parse({})
    const outputs = Object.entries(kind.outputs(params)).map(([port, { shape }]) => [port, shape] as const)
    return { inputs: [], outputs: entries(Object.fromEntries(outputs)), params: summaryOf(kind, params) }
  }
  return null
}

/** The inputs that a kind declares, whatever is wired to it. Those of a variadic kind are described by one. */
export function declaredInputs(kind: AnyKind): readonly InputPort[] {
  if (kind.role === 'objective') return kind.inputs
  if (kind.role !== 'layer') return []
  return kind.inputs === 'variadic'
    ? [{ name: 'a, b, c, …', description: 'As many as are wired, at least two.' }]
    : kind.inputs
}

/** `[8, 8, 3] → [4, 4, 8]`; two inputs stand with a comma between them. */
export const shapesLine = ({ inputs, outputs }: ShapesExample): string => {
  const shapes = (ports: ShapesExample['inputs']) => ports.map(([, shape]) => shape).join(', ')
  return inputs.length === 0 ? shapes(outputs) : `${shapes(inputs)} → ${shapes(outputs)}`
}
