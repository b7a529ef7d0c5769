/** @file Two networks of one name: messages and previews name networks, and nobody could tell which is meant. */
import type { NodeId } from '../../graph/document'
import type { Rule } from '../analysis'
import { report } from '../diagnostics'
import { setting } from '../repairs/labels'

export const duplicateNetworkNames: Rule = ({ resolved }) => {
  const first = new Map<string, NodeId>()
  return [...resolved.networks.values()].flatMap(({ id, params: { name } }) => {
    const other = first.get(name)
    if (other === undefined) {
      first.set(name, id)
      return []
    }
    const message = `The networks "${other}" and "${id}" are both named "${name}".`
    const taken = new Set([...resolved.networks.values()].map(({ params }) => params.name))
    let count = 2
    while (taken.has(`${name} ${count}`)) count++
    return [
      report('duplicate-network-name', { node: id, param: 'name' }, message, 'Give one of them another name.', [
        setting(resolved, id, { name: `${name} ${count}` }, true),
      ]),
    ]
  })
}
