/** @file What the checks of the derivatives measured, for `docs/gradients.md`. For tests; nothing that ships imports it. */
import type { CheckedDerivatives } from './contract'

/** Whether this run measures for the docs. The variable is set by `npm run docs:gradients`. */
export const REPORTING = Boolean((import.meta as { env?: Record<string, string> }).env?.VITE_GRADIENT_REPORT)

/** Largest errors by kind. */
export class GradientReport {
  private readonly worst: Record<string, CheckedDerivatives> = {}

  add(kind: string, { first, second }: CheckedDerivatives): void {
    const known = this.worst[kind] ?? { first: null, second: null }
    const larger = (a: number | null, b: number | null) => (a === null || b === null ? (a ?? b) : Math.max(a, b))
    this.worst[kind] = { first: larger(known.first, first), second: larger(known.second, second) }
  }

  text(): string {
    return `${JSON.stringify(this.worst, null, 1)}\n`
  }

  /** Where the report of a backend lies, from the root. */
  path(backend: string): string {
    return `node_modules/.cache/ganvas/gradients/${backend}.json`
  }
}
