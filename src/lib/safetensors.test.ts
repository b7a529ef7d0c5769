/** @file The file format: round trip, layout, and damage of every kind answered by a reason. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeSafetensors, encodeSafetensors } from './safetensors'

const sample = () =>
  encodeSafetensors(
    [
      { name: 'weights/fc/kernel', shape: [2, 3], values: Float32Array.from([1, 2, 3, 4, 5, 6]) },
      { name: 'weights/fc/bias', shape: [3], values: Float32Array.from([-1, 0, Number.NaN]) },
      { name: 'scalar', shape: [], values: Float32Array.from([7]) },
    ],
    { step: '12' },
  )

test('what is written is read', () => {
  const decoded = decodeSafetensors(sample())
  expect(decoded).toEqual({
    ok: true,
    value: {
      metadata: { step: '12' },
      tensors: [
        { name: 'weights/fc/kernel', shape: [2, 3], values: Float32Array.from([1, 2, 3, 4, 5, 6]) },
        { name: 'weights/fc/bias', shape: [3], values: Float32Array.from([-1, 0, Number.NaN]) },
        { name: 'scalar', shape: [], values: Float32Array.from([7]) },
      ],
    },
  })
})

test('data begins at a multiple of eight bytes', () => {
  const file = sample()
  expect((8 + Number(new DataView(file.buffer).getBigUint64(0, true))) % 8).toBe(0)
})

test('truncated or flipped files are refused or read, never thrown', () => {
  fc.assert(
    fc.property(fc.nat(400), fc.nat(7), fc.nat(400), (position, bit, length) => {
      const file = sample()
      if (position < file.length) file[position] = file[position]! ^ (1 << bit)
      const decoded = decodeSafetensors(file.subarray(0, Math.min(length, file.length)))
      if (!decoded.ok) expect(decoded.problem.length).toBeGreaterThan(10)
    }),
    { numRuns: 500 },
  )
})

test('a huge header is refused before it is read', () => {
  const file = new Uint8Array(64)
  new DataView(file.buffer).setBigUint64(0, 1n << 60n, true)
  expect(decodeSafetensors(file)).toMatchObject({ ok: false })
})

test('a Buffer of Node, which is a view of a larger one, reads the same', () => {
  expect(decodeSafetensors(Buffer.from(sample()))).toEqual(decodeSafetensors(sample()))
})

test('whole numbers may be stored in a byte each', () => {
  const bytes = { name: 'kernel', shape: [5], values: Float32Array.from([-128, -1, 0, 1, 127]), storage: 'I8' as const }
  const bias = { name: 'bias', shape: [1], values: Float32Array.from([0.5]) }
  const file = encodeSafetensors([bytes, bias])
  expect(decodeSafetensors(file)).toMatchObject({ ok: true, value: { tensors: [bytes, bias] } })
  expect(file.length % 8).toBe((5 + 4) % 8)
})
