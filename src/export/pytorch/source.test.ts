/** @file The exported program without PyTorch: Python parses it, and its modules declare what the safetensors file holds. */
import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { decodeSafetensors } from '../../lib/safetensors'
import { weightValues } from '../exporter'
import { safetensors } from '../safetensors'
import { inputOf, templatePaths } from '../testing/templates'
import { networkNames } from './names'
import { pytorchSource } from './source'
import { stateDict, weightsOfStateDict } from './state'

const templates = templatePaths().map((path) => ({ path, input: inputOf(path) }))
const python = spawnSync('python3', ['--version']).status === 0

test.skipIf(!python)('every program is parsed by Python and reads no name that nothing gives', () => {
  const script = `import ast, builtins, json, sys
for path, text in json.load(sys.stdin):
    tree = ast.parse(text)
    given = set(dir(builtins)) | {"__doc__", "__name__"}
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)): given.add(node.name)
        if isinstance(node, ast.arg): given.add(node.arg)
        if isinstance(node, ast.alias): given.add((node.asname or node.name).split(".")[0])
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load): given.add(node.id)
    read = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    if read - given: sys.exit(f"{path}: {read - given}")
`
  const texts = templates.map(({ path, input }) => [path, pytorchSource(input.document, input.plan, 'gan.py')])
  const { status, stderr } = spawnSync('python3', ['-c', script], { input: JSON.stringify(texts), encoding: 'utf8' })
  expect(stderr).toBe('')
  expect(status).toBe(0)
})

/** Names and shapes that PyTorch documents for the modules that a class builds, read from its text alone. */
function declared(source: string, className: string): Map<string, string> {
  const body = source.split(`class ${className}(nn.Module):`)[1]!.split('def forward')[0]!
  const found = new Map<string, string>()
  for (const [, attribute, text] of body.matchAll(/self\.(\w+) = (.+)/g)) {
    const inner = /(nn\.\w+)\(([^()]*(?:\([^()]*\)[^()]*)*)\)/.exec(text!)
    if (!inner) continue
    const [, kind, args] = inner as unknown as [string, string, string]
    const list = args.match(/\([^()]*\)|[^,]+/g)!.map((argument) => argument.trim())
    const [a, b, size = ''] = list as [string, string, string | undefined]
    const option = (name: string) => list.find((argument) => argument.startsWith(`${name}=`))?.split('=')[1]
    const isSpectral = text!.includes('spectral_norm(')
    const isNormed = isSpectral || text!.startsWith('equalized(')
    const weight = isNormed ? `${attribute}.parametrizations.weight.original` : `${attribute}.weight`
    const put = (name: string, ...shape: (string | number)[]) => found.set(name, shape.join(','))
    const convolution = /^nn\.Conv(Transpose)?([123])d$/.exec(kind)
    if (convolution) {
      const axes = Number(convolution[2])
      const taps = size.startsWith('(')
        ? size
            .slice(1, -1)
            .split(',')
            .map((tap) => tap.trim())
        : Array(axes).fill(size)
      const per = Number(option('groups') ?? 1)
      put(weight, ...(convolution[1] ? [a, b] : [b, Number(a) / per]), ...taps)
    } else if (kind === 'nn.Linear') put(weight, b, a)
    else if (/^nn\.(Batch|Instance)Norm/.test(kind)) {
      if (option('affine') === 'True') put(weight, a)
      if (kind.startsWith('nn.Batch'))
        for (const name of ['running_mean', 'running_var']) put(`${attribute}.${name}`, a)
    } else if (kind === 'nn.GroupNorm') put(weight, b)
    else if (kind === 'nn.LayerNorm' || kind === 'nn.PReLU') put(weight, a)
    else continue
    const isNorm = kind.endsWith('Norm') || /Norm\dd$/.test(kind)
    const hasBias = isNorm ? option('affine') !== 'False' : option('bias') !== 'False' && kind !== 'nn.PReLU'
    if (hasBias) put(`${attribute}.bias`, isNorm ? (kind === 'nn.GroupNorm' ? b : a) : b)
    if (isSpectral) {
      const shape = found.get(weight)!.split(',').map(Number)
      const outputs = convolution?.[1] ? shape[1]! : shape[0]!
      put(`${attribute}.parametrizations.weight.0._u`, outputs)
      put(`${attribute}.parametrizations.weight.0._v`, shape.reduce((product, length) => product * length, 1) / outputs)
    }
  }
  return found
}

describe.each(templates)('$path', ({ input }) => {
  test('the modules of the text have the names and shapes of the safetensors file', async () => {
    const { plan, document } = input
    const source = pytorchSource(document, plan, 'gan.py')
    for (const network of Object.values(plan.networks)) {
      const written = await safetensors.files({ ...input, network: network.id })
      if (!written.ok) throw new Error(written.problem.message)
      const decoded = decodeSafetensors(written.value[0]!.bytes)
      if (!decoded.ok) throw new Error(decoded.problem)
      const held = new Map(decoded.value.tensors.map(({ name, shape }) => [name, shape.join(',')]))
      const said = declared(source, networkNames(plan).get(network.id)!.className)
      expect(said.size).toBeGreaterThan(0)
      expect(Object.fromEntries([...said].toSorted())).toEqual(Object.fromEntries([...held].toSorted()))
    }
  })

  test('weights that went out come back the same', () => {
    const names = networkNames(input.plan)
    for (const network of Object.values(input.plan.networks)) {
      const values = weightValues(input, network)
      const { values: back } = weightsOfStateDict(
        network,
        names.get(network.id)!,
        stateDict(network, names.get(network.id)!, values),
      )
      expect([...back.keys()].toSorted()).toEqual([...values.keys()].toSorted())
      // Bytes, because a comparison of Float32Arrays entry by entry takes seconds.
      for (const [id, one] of values)
        expect(Buffer.from(back.get(id)!.buffer).equals(Buffer.from(one.values.buffer)), id).toBe(true)
    }
  })
})
