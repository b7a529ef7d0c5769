/** @file What is wrong with what reaches a node, said by the node's own kind. The compiler adds the place. */
import type { Shape } from './shape'

export interface ShapeProblem {
  /** One of the codes in `compile/diagnostics.ts`. */
  code: string
  /** The input at fault, if it is one. */
  port?: string
  /** The param at fault, if it is one. */
  param?: string
  /** What happened and what was expected, with both shapes: "Conv2D expects an image [height, width, channels] but receives [100]." */
  message: string
  /** How to mend it, as an instruction: "Insert a Reshape before it." */
  fix: string
  /** Shapes that an input could have instead, the likeliest first: the compiler looks for what makes them of what comes. */
  wanted?: readonly { port: string; shape: Shape }[]
  /** Params of the node itself with which it would take what comes, the likeliest first. */
  settings?: readonly Record<string, unknown>[]
  /** What could stand in its place, the likeliest first. */
  instead?: readonly { kind: string; params: Record<string, unknown> }[]
  /** It would do nothing here, so it may as well go. */
  removable?: true
}
