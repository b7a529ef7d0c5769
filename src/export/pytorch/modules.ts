/** @file A class for each network: its layers as modules, and the way through them, channels first. */
import type { PlanLayer, PlanNetwork, ValueName } from '../../compile/plan'
import type { PyTorchText } from '../../layers/layer'
import { torchOrder } from '../../layers/pytorch'
import { formatShape, type Shape } from '../../tensor/shape'
import { initialLines } from './initial'
import { type NetworkNames, uniqueNames } from './names'
import { indented, plainText } from './python'
import { bodyShapes, torchText } from './state'

/** A shape as PyTorch has it, without the batch. */
export const torchShape = (shape: Shape): Shape => torchOrder(0, shape).slice(1)

/** A layer's expression: `read` gives its inputs, `module` its submodule. */
export function layerExpression(
  { forward }: PyTorchText,
  inputs: PlanLayer['inputs'],
  read: (value: ValueName) => string,
  module: string,
): string {
  return forward.replaceAll(/\{(\w+)\}/g, (_, name: string) => (name === 'module' ? module : read(inputs[name]!)))
}

/** Values that only the next layer, or the end, reads: one variable does for all of them. */
function passing(network: PlanNetwork): ReadonlySet<ValueName> {
  const { body, outputs } = network
  const given = new Set(Object.values(outputs).map(({ value }) => value))
  return new Set(
    body.flatMap(({ output }, index) => {
      const readers = body.flatMap((layer, reader) => (Object.values(layer.inputs).includes(output) ? [reader] : []))
      const isLast = index === body.length - 1
      const chained = given.has(output) ? isLast && given.size === 1 : readers.length === 1 && readers[0] === index + 1
      return chained ? [output] : []
    }),
  )
}

export interface NetworkSource {
  lines: string[]
  definitions: string[]
}

export function networkClass(network: PlanNetwork, names: NetworkNames): NetworkSource {
  const shapes = bodyShapes(network)
  const texts = new Map(network.body.map((layer) => [layer.node, torchText(layer, shapes)]))
  const unique = uniqueNames()
  const inputs = Object.entries(network.inputs).map(([port, { value }]) => ({
    value,
    name: unique(port.replaceAll('-', '_')),
  }))
  const passes = passing(network)
  const chained = passes.size > 0 ? unique('x') : ''
  const variables = new Map<ValueName, string>(inputs.map(({ value, name }) => [value, name]))
  const read = (value: ValueName) => variables.get(value)!
  const modules: string[] = []
  const forward: string[] = []
  /** Shape of the value before: where it changes, a comment says so. */
  let before = inputs.length === 1 ? formatShape(torchShape(Object.values(network.inputs)[0]!.shape)) : ''
  for (const layer of network.body) {
    const text = texts.get(layer.node)!
    const attribute = names.attributes.get(layer.node)!
    if (text.module !== undefined) modules.push(`self.${attribute} = ${text.module}`)
    const expression = layerExpression(text, layer.inputs, read, `self.${attribute}`)
    const name = passes.has(layer.output) ? chained : unique(attribute)
    variables.set(layer.output, name)
    if (expression === name) continue
    const shape = formatShape(torchShape(layer.shape))
    forward.push(`${name} = ${expression}${shape === before ? '' : `  # ${shape}`}`)
    before = shape
  }
  const outputs = Object.entries(network.outputs)
  const returned = outputs.map(([, { value }]) => read(value)).join(', ')
  const last = forward.at(-1)
  if (last?.startsWith(`${returned} = `)) forward[forward.length - 1] = `return ${last.slice(returned.length + 3)}`
  else forward.push(`return ${returned}`)
  const ports = (all: readonly (readonly [string, { shape: Shape }])[]) =>
    all.map(([port, { shape }]) => `${port} ${formatShape(torchShape(shape))}`).join(', ')
  const first = initialLines(network, names)
  const result = outputs.length === 1 ? 'Tensor' : `tuple[${outputs.map(() => 'Tensor').join(', ')}]`
  return {
    lines: [
      `class ${names.className}(nn.Module):`,
      ...indented([
        `"""${plainText(network.name)}: ${ports(Object.entries(network.inputs))} to ${ports(outputs)}."""`,
        '',
        'def __init__(self):',
        ...indented(['super().__init__()', ...modules, ...first.lines]),
        '',
        `def forward(self, ${inputs.map(({ name }) => `${name}: Tensor`).join(', ')}) -> ${result}:`,
        ...indented(forward),
      ]),
    ],
    definitions: [
      ...first.definitions,
      ...[...texts.values()].flatMap(({ definitions }) => (definitions === undefined ? [] : [definitions])),
    ],
  }
}
