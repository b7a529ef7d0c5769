/**
 * @file Writes messages of Protocol Buffers: the few wire types that ONNX needs (protobuf.dev/programming-guides/encoding). Fields are
 * written in the order of the calls; a field with many values is written once for each.
 */
import { joinBytes } from '../../lib/join'

const VARINT = 0
const LENGTH_DELIMITED = 2
const FIXED_32 = 5

/** Seven bits a byte, the lowest first. Below 0: two's complement of 64 bits, as int64 is written. */
function varint(value: number): Uint8Array {
  const bytes: number[] = []
  let rest = BigInt.asUintN(64, BigInt(value))
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80)
    rest >>= 7n
  }
  bytes.push(Number(rest))
  return Uint8Array.from(bytes)
}

/** A message that grows. Nothing is copied before `bytes`. */
export class Message {
  private readonly parts: Uint8Array[] = []
  private length = 0

  private push(...parts: readonly Uint8Array[]): this {
    for (const part of parts) {
      this.parts.push(part)
      this.length += part.length
    }
    return this
  }

  private key(field: number, type: number): Uint8Array {
    return varint(field * 8 + type)
  }

  /** A whole number, for int32, int64 and enums. */
  integer(field: number, value: number): this {
    return this.push(this.key(field, VARINT), varint(value))
  }

  float(field: number, value: number): this {
    const bytes = new Uint8Array(4)
    new DataView(bytes.buffer).setFloat32(0, value, true)
    return this.push(this.key(field, FIXED_32), bytes)
  }

  raw(field: number, bytes: Uint8Array): this {
    return this.push(this.key(field, LENGTH_DELIMITED), varint(bytes.length), bytes)
  }

  text(field: number, text: string): this {
    return this.raw(field, new TextEncoder().encode(text))
  }

  message(field: number, message: Message): this {
    return this.push(this.key(field, LENGTH_DELIMITED), varint(message.length), ...message.parts)
  }

  bytes(): Uint8Array<ArrayBuffer> {
    return joinBytes(this.parts)
  }
}
