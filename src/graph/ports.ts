/** @file What one node takes and gives, by name: the editor draws it, wires are checked against it. */

export interface NodePort {
  name: string
  /** One sentence for people. */
  description: string
}

export interface NodePorts {
  inputs: readonly NodePort[]
  outputs: readonly NodePort[]
  /** Calls of a network, in order; `['main']` for anything else. */
  calls: readonly string[]
}

/** Names of the inputs of a kind with any number of like inputs, in order: a, b, c, … z. */
export const VARIADIC_NAMES: readonly string[] = Array.from('abcdefghijklmnopqrstuvwxyz')
