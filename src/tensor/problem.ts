/** @file What is wrong with what reaches a node, said by the node's own kind. The compiler adds the place. */

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
}
