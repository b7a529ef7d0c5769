/** @file Repairs at the end of a network: the layer whose values come out of it, its activation, and what is put behind it. */
import { type Endpoint, formatEndpoint, type NodeId, parseEndpoint } from '../../graph/document'
import { findKind } from '../../graph/kinds'
import type { Repair } from '../../graph/repair'
import { fieldsOf } from '../../lib/fields'
import { layerKindOf, type Resolved, titleOf } from '../resolve'
import { repair, setting } from './labels'

interface End {
  /** The layer that makes the values. */
  layer: NodeId
  /** The input of the network's output node, or of what reads the layer outside. */
  to: Endpoint
}

/** Behind a value outside networks: the layer that makes it, inside the network if it comes from one; `null` for a source. */
export function endOf(resolved: Resolved, value: Endpoint, reader: Endpoint): End | null {
  const { node, port } = parseEndpoint(value)!
  const network = resolved.networks.get(node)
  if (!network) return resolved.nodes.get(node)?.kind.role === 'layer' ? { layer: node, to: reader } : null
  const output = network.outputs.find(({ name }) => name === port)
  const to = output && formatEndpoint(output.node, 'in')
  const inner = to === undefined ? undefined : resolved.wires.get(to)
  return to === undefined || inner === undefined ? null : { layer: parseEndpoint(inner)!.node, to }
}

/** The param by which a layer chooses the function of its output, and the functions; `null` when it has none. */
export function activationField(resolved: Resolved, layer: NodeId): { key: string; functions: string[] } | null {
  const { kind } = resolved.nodes.get(layer)!
  for (const { key, control } of fieldsOf(kind.params))
    if (control.type === 'select' && control.options.some(({ value }) => value === 'tanh'))
      return { key, functions: control.options.map(({ value }) => value) }
  return null
}

/** Lets values end in a function: as the activation of the layer that makes them, or as a layer of its own behind it. */
export function endingIn(resolved: Resolved, value: Endpoint, reader: Endpoint, name: string): Repair[] {
  const end = endOf(resolved, value, reader)
  if (!end) return []
  const field = activationField(resolved, end.layer)
  const title = findKind(ACTIVATION)?.title ?? ACTIVATION
  const added = repair(`Add ${title} ${name} at the end`, {
    type: 'insert',
    to: end.to,
    kind: ACTIVATION,
    params: { function: name },
  })
  return field?.functions.includes(name) ? [setting(resolved, end.layer, { [field.key]: name }), added] : [added]
}

/** Of the layer that is added where another has no function of its own to choose. */
const ACTIVATION = 'activation'

/** Takes away what limits values: the activation of the layer that makes them, or a layer that is nothing but the function. */
export function unlimited(resolved: Resolved, value: Endpoint, reader: Endpoint): Repair[] {
  const end = endOf(resolved, value, reader)
  if (!end) return []
  const field = activationField(resolved, end.layer)
  const title = titleOf(resolved, end.layer)
  // Of a layer with weights the weights are wanted, and only its function is not.
  if (layerKindOf(resolved.nodes.get(end.layer)!).multiplyAdds)
    return field ? [setting(resolved, end.layer, { [field.key]: 'linear' })] : []
  return [repair(`Remove ${title}`, { type: 'remove-layer', node: end.layer })]
}
