/**
 * @file A model of ONNX as plain data, and its file. Numbers of fields are those of onnx/onnx.proto (IR version 8, which came with opset 17
 * and which every runtime since 2022 reads).
 */
import type { OnnxAttribute, OnnxValue } from '../../layers/onnx'
import type { WeightValues } from '../../layers/weight-values'
import { Message } from './protobuf'

const IR_VERSION = 8
const OPSET = 17

const FLOAT = 1
const INT64 = 7

export interface OnnxNode {
  name: string
  operator: string
  inputs: readonly OnnxValue[]
  output: OnnxValue
  attributes: Record<string, OnnxAttribute>
}

/** An input or output of the model: float32, the batch first, which has any size. */
export interface OnnxPort {
  name: OnnxValue
  /** Without the batch, in ONNX's order. */
  shape: readonly number[]
  description: string
}

export interface OnnxModel {
  name: string
  description: string
  nodes: readonly OnnxNode[]
  floats: readonly ({ name: OnnxValue } & WeightValues)[]
  integers: readonly { name: OnnxValue; values: readonly number[] }[]
  inputs: readonly OnnxPort[]
  outputs: readonly OnnxPort[]
  metadata: Record<string, string>
}

export function encodeModel(model: OnnxModel): Uint8Array<ArrayBuffer> {
  const graph = new Message()
  for (const node of model.nodes) graph.message(1, nodeMessage(node))
  graph.text(2, model.name)
  for (const { name, shape, values } of model.floats) graph.message(5, tensor(name, FLOAT, shape, bytesOf(values)))
  for (const { name, values } of model.integers) {
    const bytes = bytesOf(BigInt64Array.from(values, (value) => BigInt(value)))
    graph.message(5, tensor(name, INT64, [values.length], bytes))
  }
  for (const port of model.inputs) graph.message(11, portMessage(port))
  for (const port of model.outputs) graph.message(12, portMessage(port))

  const file = new Message()
    .integer(1, IR_VERSION)
    .text(2, 'Ganvas')
    .text(6, model.description)
    .message(7, graph)
    .message(8, new Message().text(1, '').integer(2, OPSET))
  for (const [key, value] of Object.entries(model.metadata)) file.message(14, new Message().text(1, key).text(2, value))
  return file.bytes()
}

/** Raw data is little-endian, as typed arrays are on every machine that runs this. */
const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array | BigInt64Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength)

function tensor(name: string, type: number, shape: readonly number[], data: Uint8Array): Message {
  const message = new Message()
  for (const length of shape) message.integer(1, length)
  return message.integer(2, type).text(8, name).raw(9, data)
}

function nodeMessage({ name, operator, inputs, output, attributes }: OnnxNode): Message {
  const message = new Message()
  for (const input of inputs) message.text(1, input)
  message.text(2, output).text(3, name).text(4, operator)
  for (const [key, attribute] of Object.entries(attributes)) message.message(5, attributeMessage(key, attribute))
  return message
}

function attributeMessage(name: string, attribute: OnnxAttribute): Message {
  const message = new Message().text(1, name)
  if ('float' in attribute) return message.float(2, attribute.float).integer(20, 1)
  if ('int' in attribute) return message.integer(3, attribute.int).integer(20, 2)
  if ('text' in attribute) return message.text(4, attribute.text).integer(20, 3)
  for (const value of attribute.ints) message.integer(8, value)
  return message.integer(20, 7)
}

function portMessage({ name, shape, description }: OnnxPort): Message {
  const dimensions = new Message().message(1, new Message().text(2, 'batch'))
  for (const length of shape) dimensions.message(1, new Message().integer(1, length))
  const type = new Message().message(1, new Message().integer(1, FLOAT).message(2, dimensions))
  return new Message().text(1, name).message(2, type).text(3, description)
}
