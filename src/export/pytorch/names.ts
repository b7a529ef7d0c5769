/**
 * @file What things are called in PyTorch: classes and variables of networks, attributes of layers, entries of the state_dict.
 * Whoever writes a name, the source text or the weights, asks here.
 */
import type { Plan, PlanNetwork } from '../../compile/plan'
import type { NodeId } from '../../graph/document'

/** Words that Python keeps for itself, and what every module has already. */
const TAKEN = new Set(
  `False None True and as assert async await break class continue def del elif else except finally for from global if import in
  is lambda nonlocal not or pass raise return try while with yield self super torch nn math F apply bfloat16 buffers call_super_init
  children compile cpu cuda double dump_patches eval extra_repr float forward get_buffer get_extra_state get_parameter get_submodule
  half ipu load_state_dict modules mtia named_buffers named_children named_modules named_parameters parameters register_buffer
  register_module register_parameter requires_grad_ set_extra_state set_submodule share_memory state_dict to to_empty train
  training type xpu zero_grad print range len list dict int max min sum step networks fabric draw main`.split(/\s+/),
)

/** `G_dense-2` → `g_dense_2`: a name that Python takes. */
export function identifier(text: string, otherwise: string): string {
  const words = text
    .normalize('NFKD')
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
  const named = words || otherwise
  return /^[0-9]/.test(named) ? `${otherwise}_${named}` : named
}

/** Gives each name once; a second one gets a number. Names that are taken get an underscore. */
export function uniqueNames(taken: Iterable<string> = TAKEN): (wanted: string) => string {
  const used = new Set(taken)
  const reserved = new Set(used)
  return (wanted) => {
    let name = reserved.has(wanted) ? `${wanted}_` : wanted
    for (let count = 2; used.has(name); count++) name = `${wanted}_${count}`
    used.add(name)
    return name
  }
}

const camelCase = (name: string): string =>
  name
    .split('_')
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('')

export interface NetworkNames {
  /** `generator`: the variable, and the first part of its names in a file with several networks. */
  variable: string
  /** `Generator` */
  className: string
  /** By layer: `dense`, the attribute that holds its module. */
  attributes: ReadonlyMap<NodeId, string>
}

/** Names of everything in a network; those of its layers begin with what tells them apart, not with the network's id. */
function layerNames(network: PlanNetwork): ReadonlyMap<NodeId, string> {
  const unique = uniqueNames()
  const prefix = `${network.id}_`
  return new Map(
    network.body.map(({ node, kind }) => {
      const own = node.startsWith(prefix) ? node.slice(prefix.length) : node
      return [node, unique(identifier(own, identifier(kind, 'layer')))]
    }),
  )
}

/** By network id. Classes never take the name of a layer's helper class, which all are named after what they do. */
export function networkNames(plan: Plan): ReadonlyMap<NodeId, NetworkNames> {
  const unique = uniqueNames()
  return new Map(
    Object.values(plan.networks).map((network) => {
      const variable = unique(identifier(network.name, identifier(network.id, 'network')))
      const className = camelCase(variable)
      return [network.id, { variable, className, attributes: layerNames(network) }]
    }),
  )
}
