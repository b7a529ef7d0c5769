/**
 * @file Randomness without state. A stream is a pure function of its key, for example (seed, step, node), so a run can be
 * paused, resumed and replayed without saving a generator, and two nodes never share numbers by accident.
 */
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

export type KeyPart = number | string

export interface RandomStream {
  /** Uniform in [0, 1), 24 bits. */
  uniform(): number
  /** Standard normal, by Box and Muller. */
  normal(): number
  /** Uniform in 0 … `count` − 1. */
  integer(count: number): number
}

/** FNV-1a over the parts, each closed by a separator, then the finaliser of MurmurHash3 so that near keys land far apart. */
function hashKey(parts: readonly KeyPart[]): number {
  let hash = 0x811c9dc5
  for (const part of parts) {
    const text = typeof part === 'number' ? `#${part}` : part
    for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
    hash = Math.imul(hash ^ 0x1f, 0x01000193)
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) | 0
}

export function randomStream(...key: KeyPart[]): RandomStream {
  const generator = xoroshiro128plus(hashKey(key))
  let spare: number | null = null
  const uniform = () => (generator.next() >>> 8) / 0x1000000
  return {
    uniform,
    normal() {
      if (spare !== null) {
        const value = spare
        spare = null
        return value
      }
      const radius = Math.sqrt(-2 * Math.log(1 - uniform()))
      const angle = 2 * Math.PI * uniform()
      spare = radius * Math.sin(angle)
      return radius * Math.cos(angle)
    },
    integer: (count) => Math.floor(uniform() * count),
  }
}

export function normals(length: number, stream: RandomStream): Float32Array {
  const values = new Float32Array(length)
  for (let index = 0; index < length; index++) values[index] = stream.normal()
  return values
}

export function uniforms(length: number, stream: RandomStream): Float32Array {
  const values = new Float32Array(length)
  for (let index = 0; index < length; index++) values[index] = stream.uniform()
  return values
}
