/** @file What `--weights` takes, and what it says of the rest. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { weightValues } from '../export/exporter'
import { inputOf, templatePaths } from '../export/testing/templates'
import { encodeSafetensors } from '../lib/safetensors'
import { joinRepeated } from './arguments'
import { givenWeightsFor } from './given-weights'

const folder = mkdtempSync(join(tmpdir(), 'ganvas-weights-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const input = inputOf(templatePaths().find((path) => path.includes('gaussian-ring'))!)
const { plan } = input
const values = weightValues(input, plan.networks.G!)
const [left, ...taken] = plan.networks.G!.weights
const file = join(folder, 'generator.safetensors')
writeFileSync(
  file,
  encodeSafetensors(
    [
      ...taken.map(({ id, shape }) => ({ name: `weights/${id}`, shape, values: values.get(id)!.values })),
      { name: `weights/${left!.id}`, shape: [1], values: Float32Array.of(1) },
    ],
    { format: 'ganvas-checkpoint', version: '1', step: '1', updates: '{}' },
  ),
)

test('a network is named by its id or its name; what does not fit is said by layer', async () => {
  for (const name of ['G', plan.networks.G!.name]) {
    const given = await givenWeightsFor(plan, `${name}=${file}`)
    if (!given.ok) throw new Error(given.problem)
    const [one] = given.value
    expect([...one!.read.live.keys()]).toEqual(taken.map(({ id }) => id))
    expect(one!.describe(['a'], [left!.layer])).toMatch(
      new RegExp(
        `1 of 2 layers\\.\\n  ${left!.layer} starts afresh: ${left!.name} is \\[1\\] there and \\[${left!.shape.join(', ')}\\] here`,
      ),
    )
  }
  expect(await givenWeightsFor(plan, undefined)).toEqual({ ok: true, value: [] })
})

test.each([
  ['=', /takes NETWORK=FILE/],
  [`X=${file}`, /"X"; this graph has .*G \(/],
  [`G=${file},G=${file}`, /twice/],
  [`D=${file}`, /Nothing in the file fits/],
  ['G=nowhere.safetensors', /cannot be read: there is no such file/],
])('%s is refused in words', async (given, words) => {
  const read = await givenWeightsFor(plan, given)
  expect(read.ok ? '' : read.problem).toMatch(words)
})

test('an argument that is given several times is one', () => {
  expect(joinRepeated(['train', 'a.json', '--weights', 'G=a', '--json', '--weights=D=b'], '--weights')).toEqual([
    'train',
    'a.json',
    '--json',
    '--weights',
    'G=a,D=b',
  ])
  expect(joinRepeated(['train', 'a.json'], '--weights')).toEqual(['train', 'a.json'])
})
