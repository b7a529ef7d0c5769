/** @file Edits, one by one: what they do, what goes with it, what they refuse. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { formatEndpoint, type GraphDocument } from './document'
import {
  addCall,
  addNode,
  canReparent,
  connect,
  copyFragment,
  insertFragment,
  moveNodes,
  removeCall,
  removeNodes,
  removeWires,
  renameCall,
  renameDocument,
  reparent,
  setParam,
  setParams,
  setTraining,
} from './edits'
import { FRAME_PADDING_PX } from './frame'
import { applyEdit, startHistory } from './history'
import { loadDocument, parseDocument } from './load'

const loaded = loadDocument(
  readFileSync(new URL('../../graphs/golden/v1/design-example.json', import.meta.url), 'utf8'),
)
if (!loaded.ok) throw new Error('The example loads.')
const example = loaded.value

/** The document after an edit, which load must accept. */
function edited(recipe: (draft: GraphDocument) => void, from: GraphDocument = example): GraphDocument {
  const { document } = applyEdit(startHistory(from), { label: 'Edit', atMs: 0 }, recipe)
  expect(parseDocument(document)).toEqual({ ok: true, value: document })
  return document
}

/** Where a node lies on the canvas. */
function onCanvas(document: GraphDocument, id: string) {
  const { parent, position } = document.nodes[id]!
  const frame = parent === undefined ? { x: 0, y: 0 } : document.nodes[parent]!.position
  return { x: frame.x + position.x, y: frame.y + position.y }
}

const wireKeys = (document: GraphDocument) => Object.keys(document.wires)

describe('addNode', () => {
  test('fills in the defaults of the kind', () => {
    const document = edited((draft) => addNode(draft, { id: 'p', kind: 'preview', position: { x: 1.4, y: -0.2 } }))
    expect(document.nodes.p).toEqual({ kind: 'preview', params: {}, position: { x: 1, y: 0 } })
    const dense = { id: 'd', kind: 'dense', params: { units: 3 }, parent: 'G', position: { x: 60, y: 100 } }
    expect(edited((draft) => addNode(draft, dense)).nodes.d!.params).toMatchObject({ units: 3, bias: true })
  })

  test('gives a port a name that is free in its network', () => {
    const port = { kind: 'input', params: { name: 'z' }, parent: 'G', position: { x: 60, y: 100 } }
    const document = edited((draft) => {
      addNode(draft, { id: 'second', ...port })
      addNode(draft, { id: 'third', ...port })
    })
    expect(document.nodes.second!.params.name).toBe('z2')
    expect(document.nodes.third!.params.name).toBe('z3')
  })

  test.each([
    ['an unknown kind', { kind: 'dens' }, 'There is no kind "dens". The nearest is "dense".'],
    ['an id that is taken', { id: 'G' }, 'The id "G" is taken.'],
    ['an id that is none', { id: '9' }, '"9" is no id'],
    ['an inherited id', { id: 'constructor' }, 'taken'],
    ['params that the kind refuses', { params: { units: 0 } }, 'at least 1, not 0'],
    ['a parent that is no network', { parent: 'z' }, 'is no network'],
    ['a port without a network', { kind: 'input' }, 'lies on the canvas'],
    ['a source in a network', { kind: 'latent', parent: 'G' }, 'hold only layers'],
  ])('refuses %s', (_what, args, message) => {
    const node = { id: 'new', kind: 'dense', position: { x: 60, y: 100 }, ...args }
    expect(() => edited((draft) => addNode(draft, node))).toThrow(message)
  })
})

describe('removeNodes', () => {
  test('takes the nodes of a frame and all wires along', () => {
    const document = edited((draft) => removeNodes(draft, ['G', 'nobody']))
    expect(Object.keys(document.nodes).filter((id) => id.startsWith('G'))).toEqual([])
    expect(wireKeys(document).sort()).toEqual(
      ['D.image@real', 'D_fc.in', 'D_fl.in', 'D_out.in', 'loss.fake', 'loss.real'].sort(),
    )
  })

  test('of a port takes the wires outside along, in every call', () => {
    const document = edited((draft) => removeNodes(draft, ['D_x']))
    expect(wireKeys(document)).not.toContain('D.image@real')
    expect(wireKeys(document)).not.toContain('D.image@fake')
    expect(wireKeys(document)).toContain('loss.real')
  })
})

test('connect replaces the wire on an input, and removeWires removes it', () => {
  const rewired = edited((draft) => connect(draft, { from: 'G_z.out', to: 'G_rs.in' }))
  expect(rewired.wires['G_rs.in']).toBe('G_z.out')
  expect(wireKeys(rewired)).toHaveLength(wireKeys(example).length)
  const spelledOut = edited((draft) => connect(draft, { from: 'z.out', to: 'G.z@main' }))
  expect(wireKeys(spelledOut)).toEqual(wireKeys(example))
  expect(wireKeys(edited((draft) => removeWires(draft, ['G.z', 'no.wire'])))).not.toContain('G.z')
  expect(() => edited((draft) => connect(draft, { from: 'z.out', to: 'G_fc.in' }))).toThrow('cannot cross a frame')
})

describe('a frame', () => {
  test('shifts when a node leaves it at the left or the top, and nothing moves on the canvas', () => {
    const document = edited((draft) => moveNodes(draft, { G_fc: { x: -100, y: 10 } }))
    const [G, G_fc] = [document.nodes.G!, document.nodes.G_fc!]
    expect(G_fc.position).toEqual({ x: FRAME_PADDING_PX.left, y: FRAME_PADDING_PX.top })
    expect(G.position).toEqual({ x: 200 - 100 - FRAME_PADDING_PX.left, y: 10 - FRAME_PADDING_PX.top })
    for (const id of ['G_z', 'G_rs', 'G_out']) expect(onCanvas(document, id)).toEqual(onCanvas(example, id))
  })

  test('stays when its nodes stay inside', () => {
    const tidy = edited((draft) => moveNodes(draft, { G_fc: { x: 160, y: 300 } }))
    const moved = edited((draft) => moveNodes(draft, { G_fc: { x: 170, y: 310 } }), tidy)
    expect(moved.nodes.G).toEqual(tidy.nodes.G)
  })

  test('does not run off to where no file may have it', () => {
    const document = edited((draft) => moveNodes(draft, { G: { x: -1e9, y: 0 }, G_fc: { x: -1e9, y: 1e300 } }))
    expect(document.nodes.G!.position.x).toBe(-1_000_000)
  })
})

describe('params', () => {
  test('are checked by the kind, and left alone when they are refused', () => {
    expect(edited((draft) => setParam(draft, { node: 'G_fc', key: 'units', value: 8 })).nodes.G_fc!.params.units).toBe(
      8,
    )
    expect(() => edited((draft) => setParam(draft, { node: 'G_fc', key: 'units', value: 0 }))).toThrow('at least 1')
    expect(() => edited((draft) => setParam(draft, { node: 'G_fc', key: 'unit', value: 8 }))).toThrow('"units"')
  })

  test('that do not change make no entry', () => {
    const history = startHistory(example)
    const same = applyEdit(history, { label: 'Set', atMs: 0 }, (draft) =>
      setParams(draft, { node: 'G', params: structuredClone(example.nodes.G!.params) }),
    )
    expect(same).toBe(history)
  })

  test('of a renamed port take the wires outside along', () => {
    const document = edited((draft) => {
      setParam(draft, { node: 'D_x', key: 'name', value: 'picture' })
      setParam(draft, { node: 'G_out', key: 'name', value: 'fake' })
    })
    expect(document.wires['D.picture@real']).toBe('data.image')
    expect(document.wires['D.picture@fake']).toBe('G.fake')
    expect(wireKeys(document)).toHaveLength(wireKeys(example).length)
  })

  test('cannot give two ports of a network one name', () => {
    const twin = { id: 'G_y', kind: 'input', parent: 'G', params: { name: 'y' }, position: { x: 60, y: 100 } }
    const two = edited((draft) => addNode(draft, twin))
    expect(() => edited((draft) => setParam(draft, { node: 'G_y', key: 'name', value: 'z' }), two)).toThrow('already')
    expect(() => edited((draft) => setParam(draft, { node: 'G_y', key: 'name', value: 'toString' }), two)).toThrow(
      'reserved',
    )
  })

  test('of a dataset keep the wires at ports that are still there', () => {
    const digits = edited((draft) => setParam(draft, { node: 'data', key: 'dataset', value: 'digits' }))
    expect(digits.wires['D.image@real']).toBe('data.image')
    const ring = edited((draft) => setParam(draft, { node: 'data', key: 'dataset', value: 'ring' }))
    expect(wireKeys(ring)).not.toContain('D.image@real')
  })

  test('swap ports without mixing up their wires', () => {
    const twin = { id: 'G_y', kind: 'input', parent: 'G', params: { name: 'y' }, position: { x: 60, y: 100 } }
    const latent = { id: 'z2', kind: 'latent', position: { x: 0, y: 0 } }
    const document = edited((draft) => {
      addNode(draft, twin)
      addNode(draft, latent)
      connect(draft, { from: 'z2.out', to: 'G.y' })
      setParam(draft, { node: 'G_y', key: 'name', value: 'third' })
      setParam(draft, { node: 'G_z', key: 'name', value: 'y' })
      setParam(draft, { node: 'G_y', key: 'name', value: 'z' })
    })
    expect(document.wires).toMatchObject({ 'G.y': 'z.out', 'G.z': 'z2.out' })
  })
})

describe('calls', () => {
  test('are added, renamed with their wires, and removed with their wires', () => {
    const added = edited((draft) => {
      addCall(draft, { network: 'D', name: 'other' })
      connect(draft, { from: 'data.image', to: 'D.image@other' })
    })
    expect(added.nodes.D!.params.calls).toEqual(['real', 'fake', 'other'])
    const renamed = edited((draft) => renameCall(draft, { network: 'D', from: 'real', to: 'main' }), added)
    expect(renamed.nodes.D!.params.calls).toEqual(['main', 'fake', 'other'])
    expect(renamed.wires).toMatchObject({
      'D.image': 'data.image',
      'loss.real': 'D.score',
      'loss.fake': 'D.score@fake',
    })
    const removed = edited((draft) => removeCall(draft, { network: 'D', name: 'main' }), renamed)
    expect(wireKeys(removed)).not.toContain('D.image')
    expect(wireKeys(removed)).not.toContain('loss.real')
    expect(removed.wires['D.image@other']).toBe('data.image')
  })

  test('given as one list keep the wires of the names that stay', () => {
    const swapped = edited((draft) => setParam(draft, { node: 'D', key: 'calls', value: ['fake', 'real'] }))
    expect(swapped.wires).toEqual(example.wires)
    const replaced = edited((draft) => setParam(draft, { node: 'D', key: 'calls', value: ['a', 'b', 'fake'] }))
    expect(wireKeys(replaced)).not.toContain('loss.real')
    expect(replaced.wires['loss.fake']).toBe('D.score@fake')
  })

  test('follow when a network feeds itself', () => {
    const document = edited((draft) => {
      connect(draft, { from: 'D.score@real', to: 'D.image@fake' })
      renameCall(draft, { network: 'D', from: 'real', to: 'first' })
    })
    expect(document.wires['D.image@fake']).toBe('D.score@first')
    expect(document.wires['D.image@first']).toBe('data.image')
  })

  test('stay at least one, and have different names', () => {
    expect(() => edited((draft) => removeCall(draft, { network: 'G', name: 'main' }))).toThrow('at least once')
    expect(() => edited((draft) => removeCall(draft, { network: 'D', name: 'no' }))).toThrow('has no call "no"')
    expect(() => edited((draft) => addCall(draft, { network: 'D', name: 'real' }))).toThrow('name of its own')
    expect(() => edited((draft) => addCall(draft, { network: 'D', name: 'a b' }))).toThrow()
    expect(() => edited((draft) => renameCall(draft, { network: 'D', from: 'real', to: 'valueOf' }))).toThrow(
      'reserved',
    )
  })
})

describe('reparent', () => {
  test('keeps nodes where they are on the canvas, and cuts wires that would cross a frame', () => {
    const out = edited((draft) => reparent(draft, { nodes: ['G_rs'], parent: null }))
    expect(out.nodes.G_rs!.parent).toBeUndefined()
    expect(onCanvas(out, 'G_rs')).toEqual(onCanvas(example, 'G_rs'))
    expect(wireKeys(out)).not.toContain('G_rs.in')
    expect(wireKeys(out)).not.toContain('G_out.in')
    const into = edited((draft) => reparent(draft, { nodes: ['G_rs', 'G_fc'], parent: 'D' }))
    for (const id of ['G_rs', 'G_fc', 'D_x', 'D_fc']) expect(onCanvas(into, id)).toEqual(onCanvas(example, id))
  })

  test('keeps wires between nodes that move together', () => {
    const document = edited((draft) => reparent(draft, { nodes: ['G_fc', 'G_rs'], parent: 'D' }))
    expect(document.wires['G_rs.in']).toBe('G_fc.out')
    expect(wireKeys(document)).not.toContain('G_fc.in')
  })

  test('leaves alone what may not lie there', () => {
    expect(edited((draft) => reparent(draft, { nodes: ['z', 'G', 'loss'], parent: 'D' }))).toEqual(example)
    expect(edited((draft) => reparent(draft, { nodes: ['G_z'], parent: null }))).toEqual(example)
    expect(canReparent(example, 'z', 'D')).toBe(false)
    expect(canReparent(example, 'G_fc', 'D')).toBe(true)
    expect(canReparent(example, 'G_fc', null)).toBe(true)
  })

  test('gives ports names that are free in the new network', () => {
    const document = edited((draft) => {
      setParam(draft, { node: 'G_z', key: 'name', value: 'image' })
      reparent(draft, { nodes: ['G_z'], parent: 'D' })
    })
    expect(document.nodes.G_z!.params.name).toBe('image2')
    expect(wireKeys(document)).not.toContain('G.image')
  })
})

describe('fragments', () => {
  const paste = (from: GraphDocument, ids: string[], parent?: string | null, into = from) => {
    let roots: string[] = []
    const fragment = copyFragment(from, ids)
    const document = edited((draft) => {
      const args = { fragment, offset: { x: 20, y: 30 }, ...(parent !== undefined && { parent }) }
      roots = insertFragment(draft, args)
    }, into)
    return { document, roots, fragment }
  }

  test('of a network bring its nodes and inner wires, under fresh ids', () => {
    const { document, roots } = paste(example, ['D', 'loss'])
    expect(roots).toHaveLength(2)
    const [network, objective] = roots as [string, string]
    expect(document.nodes[network]!.params).toEqual(example.nodes.D!.params)
    expect(Object.keys(document.nodes)).toHaveLength(Object.keys(example.nodes).length + 6)
    expect(document.wires[formatEndpoint(objective, 'real')]).toBe(`${network}.score@real`)
    expect(onCanvas(document, network)).toEqual({ x: 920, y: 230 })
    const inner = Object.entries(document.nodes).filter(([, node]) => node.parent === network)
    expect(inner.map(([, node]) => node.position)).toContainEqual(example.nodes.D_fl!.position)
    expect(wireKeys(document)).toHaveLength(wireKeys(example).length + 5)
  })

  test('of layers go back into their frame, or where they are wanted', () => {
    const back = paste(example, ['G_fc', 'G_rs'])
    expect(back.roots.map((id) => back.document.nodes[id]!.parent)).toEqual(['G', 'G'])
    const [dense, reshape] = back.roots as [string, string]
    expect(back.document.wires[`${reshape}.in`]).toBe(`${dense}.out`)
    expect(onCanvas(back.document, dense)).toEqual({ x: 200 + 160 + 20, y: 60 + 30 })
    const elsewhere = paste(example, ['G_fc'], 'D')
    expect(elsewhere.document.nodes[elsewhere.roots[0]!]!.parent).toBe('D')
    expect(onCanvas(elsewhere.document, elsewhere.roots[0]!)).toEqual({ x: 380, y: 90 })
    const gone = paste(
      example,
      ['G_fc'],
      undefined,
      edited((draft) => removeNodes(draft, ['G'])),
    )
    expect(gone.document.nodes[gone.roots[0]!]!.parent).toBeUndefined()
  })

  test('of ports get free names, and are left out where there is no network', () => {
    const twice = paste(example, ['G_z'])
    expect(twice.document.nodes[twice.roots[0]!]!.params.name).toBe('z2')
    expect(paste(example, ['G_z'], null).roots).toEqual([])
  })

  test('keep an objective on the copies of the networks it trains', () => {
    const limited = edited((draft) => setParam(draft, { node: 'loss', key: 'trains', value: ['G', 'D'] }))
    const { document, roots } = paste(limited, ['loss', 'D'])
    const network = roots.find((id) => document.nodes[id]!.kind === 'network')
    const objective = roots.find((id) => document.nodes[id]!.kind === 'adversarial')!
    expect(document.nodes[objective]!.params.trains).toEqual(['G', network])
  })

  test('are refused when the document would grow too large', () => {
    const previews = Array.from({ length: 1991 }, (_, index) => [
      `p${index}`,
      { kind: 'preview', params: {}, position: { x: 0, y: 0 } },
    ])
    const nearlyFull = { ...example, nodes: Object.fromEntries(previews), wires: {} }
    expect(() => paste(example, ['G', 'D'], null, nearlyFull)).toThrow('at most 2000 nodes')
    expect(Object.keys(paste(example, ['G', 'z'], null, nearlyFull).document.nodes)).toHaveLength(1997)
  })
})

test('training and names are set within their limits', () => {
  const document = edited((draft) => {
    setTraining(draft, { batchSize: 16, seed: 7 })
    renameDocument(draft, { name: 'x'.repeat(300), description: 'About' })
  })
  expect(document.training).toEqual({ ...example.training, batchSize: 16, seed: 7 })
  expect(document.name).toHaveLength(200)
  expect(() => edited((draft) => setTraining(draft, { batchSize: 0 }))).toThrow('at least 1, not 0')
})
