/**
 * @file Draws a document in code: nodes get ids and places, left to right in rows, networks one below the other. For networks that
 * are too large to lay out by hand.
 */

import type { Schedulable } from '../../../lib/schedule'
import type { GraphDocument } from '../../document'
import { FRAME_PADDING_PX } from '../../frame'
import { parseDocument } from '../../load'

type Params = Record<string, unknown>

/** An output port: `G_conv2d_1.out`. */
export type Port = string

/** From one node to the next, in px: a card and the space that its wires need. */
const COLUMN_PX = 176
const ROW_PX = 148
/** An input is narrower than a card. */
const INPUT_PX = 128
/** A preview is higher than a row. */
const PREVIEW_PX = 290
const PREVIEW_WIDTH_PX = 208
const PORT_ROW_PX = 22
const FRAME_HEAD_PX = 60
const BETWEEN_FRAMES_PX = 100

const LETTERS = 'abcdefghijklmnopqrstuvwxyz'

/** A network that is being drawn. `layer` goes on from the last node; `from` goes back to another. */
export class Frame {
  private readonly counts: Record<string, number> = {}
  private row = 0
  private lowestRow = 0
  private column = 0
  private widest = 0
  private last: Port = ''

  constructor(
    private readonly id: string,
    private readonly put: (id: string, kind: string, params: Params, x: number, y: number) => void,
    private readonly wire: (to: string, from: Port) => void,
    private readonly top: number,
  ) {}

  /** Where the drawing stands now. */
  get here(): Port {
    return this.last
  }

  get bottomPx(): number {
    return this.top + this.lowestRow * ROW_PX + PREVIEW_PX + FRAME_PADDING_PX.bottom
  }

  get rightPx(): number {
    return this.widest + PREVIEW_WIDTH_PX + FRAME_PADDING_PX.right
  }

  input(name: string): this {
    this.place(`${this.id}_${name}`, 'input', { name })
    return this
  }

  /** A layer on the last node and, for kinds with several inputs, on `others`. `port` names an only input that is not `in`. */
  layer(kind: string, params: Params = {}, others: readonly Port[] = [], port = 'in'): this {
    this.counts[kind] = (this.counts[kind] ?? 0) + 1
    const id = `${this.id}_${kind}_${this.counts[kind]}`
    const from = [this.last, ...others]
    this.place(id, kind, params)
    for (const [index, source] of from.entries()) {
      this.wire(`${id}.${from.length === 1 ? port : LETTERS[index]}`, source)
    }
    return this
  }

  from(port: Port): this {
    this.last = port
    return this
  }

  /** What follows stands below, from the left. */
  newRow(): this {
    return this.at(this.row + 1, 0)
  }

  /** What follows stands in this row, from this column; inputs are in column 0. */
  at(row: number, column: number): this {
    this.row = row
    this.column = column
    this.lowestRow = Math.max(this.lowestRow, row)
    return this
  }

  output(name: string): this {
    const from = this.last
    const id = `${this.id}_${name}_out`
    this.place(id, 'output', { name })
    this.wire(`${id}.in`, from)
    return this
  }

  private place(id: string, kind: string, params: Params) {
    const x = FRAME_PADDING_PX.left + (this.column === 0 ? 0 : INPUT_PX + (this.column - 1) * COLUMN_PX)
    // Rows without an input stand below the second column, so that only inputs are at the border.
    const indent = this.column === 0 && kind !== 'input' ? INPUT_PX : 0
    if (indent > 0) this.column++
    this.put(id, kind, params, x + indent, this.top + this.row * ROW_PX)
    this.column++
    this.widest = Math.max(this.widest, x + indent)
    this.last = `${id}.out`
  }
}

/** A document that is being drawn. Sources stand at the left, networks in the middle, objectives at the right. */
export class Drawing {
  private readonly nodes: Record<string, unknown> = {}
  private readonly wires: Record<string, Port> = {}
  private sourceRows = 0
  private left = 0
  private networkX = 0
  private networkY = 0
  private rightPx = 0
  private objectives = 0

  constructor(private readonly head: { name: string; description: string; training: Params }) {}

  /** A source and weightless layers behind it, in one row; gives the last one's port. All of them come before the networks. */
  source(
    id: string,
    kind: string,
    params: Params,
    port: string,
    layers: readonly [id: string, kind: string, params: Params][] = [],
  ): Port {
    const y = this.sourceRows * ROW_PX
    this.sourceRows++
    this.put(id, kind, params, this.left, y)
    return this.row(`${id}.${port}`, layers, y)
  }

  /** Weightless layers on a port, in a row of their own among the sources. */
  branch(from: Port, layers: readonly [id: string, kind: string, params: Params][]): Port {
    const y = this.sourceRows * ROW_PX
    this.sourceRows++
    return this.row(from, layers, y)
  }

  /** What follows, sources and networks, stands right of all networks so far. */
  nextColumn(): this {
    this.left = this.rightPx + BETWEEN_FRAMES_PX - COLUMN_PX
    this.sourceRows = 0
    this.networkX = 0
    this.networkY = 0
    return this
  }

  network(id: string, params: Params, draw: (frame: Frame) => void): this {
    const calls = (params.calls as string[] | undefined)?.length ?? 1
    const x = Math.max(this.networkX, this.left + COLUMN_PX) + 60
    const y = this.networkY
    this.put(id, 'network', params, x, y)
    const put = (child: string, kind: string, own: Params, left: number, top: number) => {
      this.nodes[child] = { kind, params: own, parent: id, position: { x: left, y: top } }
    }
    const top = Math.max(FRAME_PADDING_PX.top, FRAME_HEAD_PX + calls * PORT_ROW_PX)
    const frame = new Frame(id, put, (to, from) => this.wire(to, from), top)
    draw(frame)
    this.networkY = y + frame.bottomPx + BETWEEN_FRAMES_PX
    this.rightPx = Math.max(this.rightPx, x + frame.rightPx)
    return this
  }

  /** After the networks. `inputs` by port. */
  objective(id: string, kind: string, params: Params, inputs: Record<string, Port>): this {
    this.put(id, kind, params, this.rightPx + 80, this.objectives * ROW_PX)
    this.objectives++
    for (const [port, from] of Object.entries(inputs)) this.wire(`${id}.${port}`, from)
    return this
  }

  wire(to: string, from: Port): this {
    this.wires[to] = from
    return this
  }

  /** Throws when it could not be loaded from a file: the drawing is wrong then. */
  document(): GraphDocument {
    const { nodes, wires } = this
    const parsed = parseDocument({ format: 'ganvas', version: 1, ...this.head, nodes, wires })
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problem))
    return parsed.value
  }

  private row(from: Port, layers: readonly [id: string, kind: string, params: Params][], y: number): Port {
    let last = from
    for (const [index, [id, kind, params]] of layers.entries()) {
      const x = this.left + (index + 1) * COLUMN_PX
      this.put(id, kind, params, x, y)
      this.wire(`${id}.in`, last)
      this.networkX = Math.max(this.networkX, x + COLUMN_PX)
      last = `${id}.out`
    }
    return last
  }

  private put(id: string, kind: string, params: Params, x: number, y: number) {
    this.nodes[id] = { kind, params, position: { x, y } }
  }
}

/** Optimisers of the papers, in few letters. */
export const adam = (learningRate: Schedulable, beta1: number, beta2: number) => ({
  kind: 'adam',
  learningRate,
  beta1,
  beta2,
})
