/** @file Arrays of numbers, one after the other in one. */

export function joinBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(lengthOf(parts))
  fill(whole, parts)
  return whole
}

export function joinFloats(parts: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const whole = new Float32Array(lengthOf(parts))
  fill(whole, parts)
  return whole
}

const lengthOf = (parts: readonly { length: number }[]): number => parts.reduce((sum, { length }) => sum + length, 0)

function fill<Part extends Uint8Array | Float32Array>(whole: Part, parts: readonly Part[]): void {
  let position = 0
  for (const part of parts) {
    whole.set(part, position)
    position += part.length
  }
}
